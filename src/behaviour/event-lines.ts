import { nmi } from "../../spec/cpu/nmi.js";
import type { State } from "../../spec/cpu/state.js";
import { eventText, type Path } from "../explore/executable-model.js";
import {
  isLivenessProperty,
  type NmiAnyProperty,
  type NmiLivenessProperty,
  nmiLiveness,
} from "../explore/nmi-liveness.js";
import type { NmiEvent, NmiModel, NmiProperty } from "../explore/nmi-model.js";
import type { EndlessPath } from "../liveness/behaviour.js";
import { whyNoCounterexample } from "../liveness/refutes.js";
import type { Subject } from "../machine/subject.js";
import { modelOf } from "../machine/subject.js";
import { buildTrace } from "../trace/build.js";
import { modelEvent } from "../trace/event.js";
import { explain } from "../trace/explain.js";
import { whyImpossible } from "../trace/impossible.js";
import type { Trace } from "../trace/schema.js";
import { tellStory } from "../trace/story.js";

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
export function eventLines({ events, loop }: Pick<Trace, "events" | "loop">): EventLines {
  const lines = events.map((event) => {
    const name = eventText(modelEvent(event));
    if (event.event !== "decide") return name;
    const { nmi: number, outcome, claimed } = event.shows;
    return `${name}: NMI ${number} ${outcome}, claimed [${claimed.join(",")}]`;
  });
  return loop === undefined ? lines : lines.toSpliced(loop, 0, FOR_EVER);
}

/** Whether a line is an event, and not where a behaviour that never ends begins to repeat. */
export function isEventLine(line: string): boolean {
  return line !== FOR_EVER;
}

/** The lines with their numbers, as a person reads them. */
export function numberedLines(lines: EventLines): readonly string[] {
  let number = 0;
  return lines.map((line) => `${(isEventLine(line) ? String(++number) : "").padStart(4)}  ${line}`);
}

/** Why a property is violated by a trace, in one sentence in terms of the kernel. */
export function causeOf(trace: Trace): string {
  return explain(tellStory(trace));
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
    ? whyNotEndless(path, model, subject, property)
    : nmi.invariants[property](path.steps.at(-1)?.state ?? path.initial)
      ? `${property} holds at its end`
      : null;
  return reason === null ? { kind: "violates", trace } : { kind: "differs", reason };
}

type NmiPath = Path<State<unknown>, NmiEvent>;
type NmiEndlessPath = EndlessPath<State<unknown>, NmiEvent>;

/** The lines as a behaviour before whose end the property is not violated, or why they are none. */
function endingPath(
  lines: EventLines,
  model: NmiModel<unknown>,
  subject: Subject,
  property: NmiProperty,
): NmiPath | string {
  const holds = nmi.invariants[property];
  return executed(lines, model, subject, (state, where) =>
    holds(state) ? null : `${property} is violated before ${where}`,
  );
}

/** The lines as a behaviour that never ends, or why they are none. */
function endlessPath(
  lines: EventLines,
  model: NmiModel<unknown>,
  subject: Subject,
): NmiEndlessPath | string {
  const loop = lines.indexOf(FOR_EVER);
  if (loop === -1) return `nothing in it goes on for ever: it has no line \`${FOR_EVER}\``;
  const path = executed(lines.toSpliced(loop, 1), model, subject, () => null);
  return typeof path === "string" ? path : { ...path, loop };
}

function whyNotEndless(
  path: NmiPath | NmiEndlessPath,
  model: NmiModel<unknown>,
  { platform }: Subject,
  property: NmiLivenessProperty,
): string | null {
  if (!("loop" in path)) return "it comes to an end";
  const why = whyNoCounterexample(model, nmiLiveness(property, platform), path);
  if (why === null) return null;
  return typeof why === "string" ? `it ${why}` : `it is not fair to ${why.unfair}`;
}

/** @param objection what speaks against the state before an event, or null */
function executed(
  lines: EventLines,
  model: NmiModel<unknown>,
  { platform, axes }: Subject,
  objection: (state: State<unknown>, where: string) => string | null,
): NmiPath | string {
  const events = new Map(model.events.map((event) => [eventText(event), event]));
  const initial = model.initial();
  let state = initial;
  const steps: { readonly event: NmiEvent; readonly state: State<unknown> }[] = [];
  for (const [index, line] of lines.entries()) {
    const where = `event ${index + 1}, ${line}`;
    const event = events.get(line.replace(/:.*$/, ""));
    if (event === undefined) return `${where}, is none of this machine`;
    const problem = objection(state, where);
    if (problem !== null) return problem;
    const next = model.apply(event, state);
    if (next === null) {
      return `${where}, is not possible any more: ${whyImpossible(platform, state, event, axes?.machine)}`;
    }
    state = next;
    steps.push({ event, state });
  }
  return { initial, steps };
}
