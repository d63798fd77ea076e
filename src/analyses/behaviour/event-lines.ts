import { eventText } from "../../checkers/explore/executable-model.js";
import type { EndlessPath } from "../../checkers/liveness/behaviour.js";
import { whyNoCounterexample } from "../../checkers/liveness/refutes.js";
import {
  isBoardEvent,
  isBoardState,
  type MachineEvent,
  type MachineModel,
  type MachinePath,
  type MachineState,
} from "../../machine/model/machine-model.js";
import { nmiLiveness } from "../../machine/model/nmi-liveness.js";
import {
  isLivenessProperty,
  type NmiAnyProperty,
  type NmiLivenessProperty,
  type NmiProperty,
} from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { modelOf } from "../../machine/subject.js";
import { whyImpossibleOnBoard } from "../../machine/trace/board/impossible.js";
import { buildTrace } from "../../machine/trace/build.js";
import { explainTrace } from "../../machine/trace/explain-trace.js";
import { whyImpossible } from "../../machine/trace/impossible.js";
import type { NmiShown, Trace } from "../../machine/trace/schema.js";
import { tracedEvents } from "../../machine/trace/traced-events.js";

/**
 * A behaviour as it is pinned: one line an event, `raise(0, 1)`; with the end of an NMI also what an
 * engine shows of it, `decide: NMI 2 swallowed, claimed [0,0]`. No state and no number of one.
 *
 * In a behaviour that never ends the line `for ever:` stands before the events that repeat; where it
 * is the last line, nothing happens any more.
 */
export type EventLines = readonly string[];

const FOR_EVER = "for ever:";

/** The lines of a trace. */
export function eventLines(trace: Trace): EventLines {
  const lines = tracedEvents(trace).map(({ event, action }) =>
    eventLine(action, event.event === "decide" ? event.shows : null),
  );
  const { loop } = trace;
  return loop === undefined ? lines : lines.toSpliced(loop, 0, FOR_EVER);
}

function eventLine(event: MachineEvent, shows: NmiShown | null): string {
  const name = eventText(event);
  if (shows === null) return name;
  return `${name}: NMI ${shows.nmi} ${shows.outcome}, claimed [${shows.claimed.join(",")}]`;
}

/** Whether a line is an event, and not where a behaviour that never ends begins to repeat. */
export function isEventLine(line: string): boolean {
  return line !== FOR_EVER;
}

/** The lines with their numbers, as the user reads them. */
export function numberedLines(lines: EventLines): readonly string[] {
  let number = 0;
  return lines.map((line) => `${(isEventLine(line) ? String(++number) : "").padStart(4)}  ${line}`);
}

/** Why a property is violated by a trace, in one sentence in terms of the kernel. */
export function causeOf(trace: Trace): string {
  return explainTrace(trace);
}

/** What became of pinned lines when the model of today executed them. */
export type Executed =
  /**
   * They are a behaviour at whose end the property is violated, and not before; or one that never
   * ends, and is fair, and violates it.
   */
  | { readonly kind: "violates"; readonly trace: Trace }
  | { readonly kind: "differs"; readonly reason: string };

/** Executes pinned lines on the typed model. */
export function executeLines(
  lines: EventLines,
  subject: Subject,
  property: NmiAnyProperty,
  version: string,
): Executed {
  const { policy, platform, axes } = subject;
  const model = modelOf(subject);
  const path = isLivenessProperty(property)
    ? endlessPath(lines, model, subject)
    : endingPath(lines, model, subject, property);
  if (typeof path === "string") return { kind: "differs", reason: path };
  const trace = buildTrace(
    {
      nmicheck: version,
      model: policy.model,
      policy: { name: policy.name, builtIn: policy.origin.kind === "builtIn" },
      platform,
      property,
      ...(axes === undefined ? {} : { wider: { axes, policy: policy.policy } }),
    },
    path,
  );
  const shown = eventLines(trace);
  const other = shown.findIndex((line, index) => line !== lines[index]);
  if (other !== -1) {
    const number = shown.slice(0, other + 1).filter(isEventLine).length;
    return { kind: "differs", reason: `event ${number} is now ${shown[other]}` };
  }
  const reason = isLivenessProperty(property)
    ? whyNotEndless(path, subject, property)
    : holdsIn(model, property)(path.steps.at(-1)?.state ?? path.initial)
      ? `${property} holds at its end`
      : null;
  return reason === null ? { kind: "violates", trace } : { kind: "differs", reason };
}

type MachineEndlessPath = EndlessPath<MachineState, MachineEvent>;

/** Whether the property holds in a state of the model. */
function holdsIn(
  { invariants }: MachineModel,
  property: NmiProperty,
): (state: MachineState) => boolean {
  const invariant = invariants.find(({ name }) => name === property);
  if (invariant === undefined) throw new Error(`the model has no ${property}`);
  return (state) => invariant.holds(state);
}

/** The lines as a behaviour before whose end the property is not violated, or why they are none. */
function endingPath(
  lines: EventLines,
  model: MachineModel,
  subject: Subject,
  property: NmiProperty,
): MachinePath | string {
  const holds = holdsIn(model, property);
  return executed(lines, model, subject, (state, where) =>
    holds(state) ? null : `${property} is violated before ${where}`,
  );
}

/** The lines as a behaviour that never ends, or why they are none. */
function endlessPath(
  lines: EventLines,
  model: MachineModel,
  subject: Subject,
): MachineEndlessPath | string {
  const loop = lines.indexOf(FOR_EVER);
  if (loop === -1) return `nothing in it goes on for ever: it has no line \`${FOR_EVER}\``;
  const path = executed(lines.toSpliced(loop, 1), model, subject, () => null);
  return typeof path === "string" ? path : { ...path, loop };
}

function whyNotEndless(
  path: MachinePath | MachineEndlessPath,
  subject: Subject,
  property: NmiLivenessProperty,
): string | null {
  if (!("loop" in path)) return "it comes to an end";
  const why = whyNoCounterexample(modelOf(subject), nmiLiveness(property, subject), path);
  if (why === null) return null;
  return typeof why === "string" ? `it ${why}` : `it is not fair to ${why.unfair}`;
}

/** @param objection what speaks against the state before an event, or null */
function executed(
  lines: EventLines,
  model: MachineModel,
  subject: Subject,
  objection: (state: MachineState, where: string) => string | null,
): MachinePath | string {
  const events = new Map(model.events.map((event) => [eventText(event), event]));
  const initial = model.initial();
  let state = initial;
  const steps: { readonly event: MachineEvent; readonly state: MachineState }[] = [];
  for (const [index, line] of lines.entries()) {
    const where = `event ${index + 1}, ${line}`;
    const event = events.get(line.replace(/:.*$/, ""));
    if (event === undefined) return `${where}, is none of this machine`;
    const problem = objection(state, where);
    if (problem !== null) return problem;
    const next = model.apply(event, state);
    if (next === null) {
      return `${where}, is not possible any more: ${whyNot(subject, state, event)}`;
    }
    state = next;
    steps.push({ event, state });
  }
  return { initial, steps };
}

function whyNot({ platform, axes }: Subject, state: MachineState, event: MachineEvent): string {
  const { machine, board } = axes ?? {};
  if (isBoardEvent(event) && isBoardState(state)) {
    return whyImpossibleOnBoard({ platform, axes: machine, board }, state, event);
  }
  return isBoardEvent(event) || isBoardState(state)
    ? "it is an event of another machine"
    : whyImpossible(platform, state, event, machine);
}
