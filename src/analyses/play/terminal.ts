import { boundText } from "../../checkers/explore/exploration.js";
import { machineName } from "../../machine/configuration/axes-text.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Trace } from "../../machine/trace/schema.js";
import { counted, grouped } from "../../machine/trace/words.js";
import { branchesOf } from "./branches.js";
import { noSuchCommand, nowhere } from "./diagnostics.js";
import { goals } from "./goal.js";
import { shortestWay } from "./hint.js";
import { readKeys } from "./keys.js";
import { kindTexts, type Watching, watchingOf } from "./knowledge.js";
import { linkOf, sessionOfLink } from "./link.js";
import type { PlayedPolicy } from "./machine.js";
import { cpusIn, partsOf } from "./machine-text.js";
import type { Session } from "./session.js";
import { stepText } from "./step-text.js";

/** What the terminal needs of the world outside of the model. */
export interface TerminalWorld {
  /** Writes the run as a trace file. */
  readonly save: (session: Session, file: string) => Promise<Trace>;
  /** A session that has played a trace file. */
  readonly load: (file: string) => Promise<Session>;
}

/** What comes of a line. */
export interface Answered {
  readonly text: string;
  /** Whether it was the last one. */
  readonly ends: boolean;
}

const HELP = `keys          take the steps with these keys, one after the other: k, or 12kkb
undo, redo    one step back or forward; undo 5 goes five back
tree          the states that were tried; goto 7 goes to state 7
hint          the next step of a shortest way to the goal
solve         that whole way, to be stepped through with redo
goal NAME     another property to break
know          what any kernel could know from here
state         the machine again
link          this state as a link for the page
open LINK     the state of a link
save FILE     the run to here as a trace, for nmicheck replay
load FILE     a trace, to be stepped through with redo
restart       the initial state
quit          the end`;

/** Plays a session line by line: what the user types, and what is printed. */
export class Terminal {
  readonly #world: TerminalWorld;
  readonly #own: PlayedPolicy | null;
  #session: Session;
  #goal: NmiProperty;
  #watching: Watching | string | null = null;

  constructor(session: Session, goal: NmiProperty, world: TerminalWorld) {
    this.#session = session;
    this.#goal = goal;
    this.#world = world;
    this.#own = session.machine.policy.builtIn ? null : session.machine.policy;
  }

  /** What stands at the beginning. */
  get greeting(): string {
    return [
      "You are the hardware: you say what happens next, and the kernel does what the model says.",
      `The goal: ${goals[this.#goal].question} (${this.#goal})`,
      "Type the key of a step, hint or help.",
      "",
      this.#stateText(),
    ].join("\n");
  }

  /**
   * Does what a line says.
   *
   * @throws Diagnostic `play/…` and those of the traces, for a line that says nothing that can be done
   */
  async answer(line: string): Promise<Answered> {
    const [word = "", ...rest] = line.trim().split(/\s+/);
    const argument = rest.join(" ");
    if (word === "quit") return { text: "", ends: true };
    return { text: await this.#do(word, argument, line.trim()), ends: false };
  }

  async #do(word: string, argument: string, line: string): Promise<string> {
    const session = this.#session;
    switch (word) {
      case "":
        return "";
      case "help":
        return HELP;
      case "undo":
      case "redo": {
        const count = argument === "" ? 1 : wholeNumber(argument);
        if (count === null) throw noSuchCommand(line);
        return word === "undo" ? this.#undo(count) : this.#redo(count);
      }
      case "restart":
        session.goTo(0);
        return this.#stateText();
      case "goto": {
        const number = wholeNumber(argument);
        if (number === null) throw nowhere(argument);
        session.goTo(number);
        return this.#stateText();
      }
      case "tree":
        return treeText(session);
      case "goal":
        return this.#setGoal(argument, line);
      case "hint":
      case "solve":
        return this.#hint(word);
      case "know":
        return this.#knownText();
      case "state":
        return this.#stateText();
      case "link":
        return linkOf(session);
      case "open":
        return this.#start(sessionOfLink(argument, this.#own));
      case "load":
        return this.#start(await this.#world.load(argument));
      case "save": {
        const { events } = await this.#world.save(session, argument);
        return `${argument}: a trace of ${counted(events.length, "event")}.`;
      }
      default:
        return this.#play(line);
    }
  }

  #undo(count: number): string {
    this.#session.back(count);
    return this.#stateText();
  }

  /** So many steps along the line, which may end before, and what came of each. */
  #redo(count: number): string {
    const session = this.#session;
    const told: string[] = [];
    const { steps } = session.here;
    const last = Math.min(steps + count, session.line.length - 1);
    for (let at = steps; at < last; at++) {
      session.back(-1);
      told.push(toldHere(session));
    }
    return [...told, "", this.#stateText()].join("\n");
  }

  #play(line: string): string {
    const session = this.#session;
    const told: string[] = [];
    const keys = [...readKeys(line.replaceAll(/\s+/g, ""))];
    if (!keys.every((key) => session.keys.includes(key))) throw noSuchCommand(line);
    for (const key of keys) {
      session.take(key);
      told.push(toldHere(session));
    }
    return [...told, "", this.#stateText()].join("\n");
  }

  #start(session: Session): string {
    this.#session = session;
    this.#watching = null;
    if (!session.properties.includes(this.#goal)) this.#goal = "NoFalseSwallow";
    return this.#stateText();
  }

  #setGoal(name: string, line: string): string {
    const found = this.#session.properties.find((one) => one === name);
    if (found === undefined) throw noSuchCommand(line);
    this.#goal = found;
    return `The goal: ${goals[found].question} (${found})`;
  }

  async #hint(word: "hint" | "solve"): Promise<string> {
    const session = this.#session;
    const way = await shortestWay(session.model, session.here.state, this.#goal);
    if (way.way === "none") {
      return `${this.#goal} cannot be violated from here: all ${counted(way.states, "state")} that can still come were looked at.`;
    }
    if (way.way === "unknown") return `No way was found within ${boundText(way.bound)}.`;
    const [first] = way.events;
    if (first === undefined) return `${this.#goal} is violated here.`;
    const steps = counted(way.events.length, "step");
    if (word === "hint") {
      const step = session.possible().find(({ index }) => index === first);
      if (step === undefined) throw new Error("the way begins with a step that is not possible");
      const { label } = stepText(step.event, session.here.state, step.after);
      return `${step.key}  ${label}. From here it takes ${steps}.`;
    }
    session.lead(session.here.number, way.events);
    return `A way of ${steps}: redo takes the next one.`;
  }

  #knownText(): string {
    this.#watching ??= watchingOf(this.#session);
    if (typeof this.#watching === "string") return `Not told here: ${this.#watching}.`;
    const { last, next } = this.#watching.known(this.#session.here.number);
    const lines = next.map(
      ({ seen, kind }) => `  ${seen.replace("unclaimed, ", "")}: ${kindTexts[kind]}`,
    );
    const was =
      last === null || last.kind === null
        ? []
        : [`The last NMI looked so: ${last.seen}. That is ${kindTexts[last.kind]}.`];
    return [
      ...was,
      "If nobody claims the NMI that ends next, and it looks so, it is:",
      ...lines,
    ].join("\n");
  }

  #stateText(): string {
    const session = this.#session;
    const { here, machine } = session;
    const { policy, platform, axes } = machine;
    const cpus = cpusIn(here.state);
    const parts = cpus.flatMap((cpu, index) => [
      ...(cpus.length === 1 ? [] : [`CPU ${index}`]),
      ...partsOf(cpu).map(({ name, value }) => `  ${name.padEnd(9)} ${value}`),
    ]);
    const steps = session.possible().map(({ key, event, after }) => {
      const { cpu, label, effect } = stepText(event, here.state, after);
      const on = cpu === null ? "" : `CPU ${cpu}: `;
      return `  ${key.padEnd(3)} ${on}${label}${effect === "" ? "" : `: ${effect}`}`;
    });
    const broken = [...here.broken].map(([name, at]) => `${name} (after step ${grouped(at)})`);
    const name = machineName({ platform, axes: axes?.names });
    return [
      `state ${here.number}, after ${counted(here.steps, "step")}: ${policy.name} on ${name}, ${sizeText(platform)}`,
      ...parts,
      ...(here.console === null ? [] : [`  console   ${here.console.text}`]),
      ...(broken.length === 0 ? [] : [`violated: ${broken.join(", ")}`]),
      steps.length === 0 ? "nothing can happen any more" : "what can happen:",
      ...steps,
    ].join("\n");
  }
}

function wholeNumber(text: string): number | null {
  return /^\d{1,9}$/.test(text) ? Number(text) : null;
}

/** What has come of the step that led to where one is. */
function toldHere(session: Session): string {
  const { here } = session;
  if (here.parent === null || here.event === null) return "";
  const event = session.model.events[here.event];
  if (event === undefined) throw new Error("a state comes from an event of the model");
  const { told } = stepText(event, session.state(here.parent).state, here.state);
  const broken = here.brokenHere.map((name) => `${name} is violated.`);
  return [`${here.steps}  ${told}`, ...broken].join(" ");
}

/** The tree of what was tried, a line for each branch: its keys, and its last state. */
function treeText(session: Session): string {
  return branchesOf(session)
    .map(({ last, keys, depth, isHere }) => {
      const name = keys === "" ? "start" : keys;
      return `${"  ".repeat(depth)}${name}: state ${last}${isHere ? "  <- here" : ""}`;
    })
    .join("\n");
}
