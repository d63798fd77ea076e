import { nmi } from "../../spec/nmi.js";
import type { State } from "../../spec/state.js";
import type { Subject } from "../check/result.js";
import { eventText, type Path } from "../explore/executable-model.js";
import { type NmiEvent, type NmiProperty, nmiModel } from "../explore/nmi-model.js";
import { buildTrace } from "../trace/build.js";
import { modelEvent } from "../trace/event.js";
import { explain } from "../trace/explain.js";
import { whyImpossible } from "../trace/impossible.js";
import type { Trace } from "../trace/schema.js";
import { tellStory } from "../trace/story.js";

/**
 * A behaviour as it is pinned: one line an event, `raise(0, 1)`; with the end of an NMI also what an
 * engine shows of it, `decide: NMI 2 swallowed, claimed [0,0]`. No state and no number of one.
 */
export type EventLines = readonly string[];

/** The lines of a trace. */
export function eventLines({ events }: Pick<Trace, "events">): EventLines {
  return events.map((event) => {
    const name = eventText(modelEvent(event));
    if (event.event !== "decide") return name;
    const { nmi: number, outcome, claimed } = event.shows;
    return `${name}: NMI ${number} ${outcome}, claimed [${claimed.join(",")}]`;
  });
}

/** Why a property is violated at the end of a trace, in one sentence in terms of the kernel. */
export function causeOf(trace: Trace): string {
  return explain(tellStory(trace));
}

/** What became of pinned lines when the model of today executed them. */
export type Executed =
  /** They are a behaviour at whose end the property is violated, and not before. */
  | { readonly kind: "violates"; readonly trace: Trace }
  | { readonly kind: "differs"; readonly reason: string };

/** Executes pinned lines on the typed model. */
export function executeLines(
  lines: EventLines,
  { policy, platform }: Subject,
  property: NmiProperty,
  version: string,
): Executed {
  const model = nmiModel({ platform, policy: policy.policy });
  const events = new Map(model.events.map((event) => [eventText(event), event]));
  const holds = nmi.invariants[property];
  let state = model.initial();
  const path: { readonly event: NmiEvent; readonly state: State<unknown> }[] = [];
  for (const [index, line] of lines.entries()) {
    const where = `event ${index + 1}, ${line},`;
    const event = events.get(line.replace(/:.*$/, ""));
    if (event === undefined) {
      return { kind: "differs", reason: `${where} is none of this platform` };
    }
    if (!holds(state)) {
      return { kind: "differs", reason: `${property} is violated before ${where.slice(0, -1)}` };
    }
    const next = model.apply(event, state);
    if (next === null) {
      const why = whyImpossible(platform, state, event);
      return { kind: "differs", reason: `${where} is not possible any more: ${why}` };
    }
    state = next;
    path.push({ event, state });
  }
  const trace = traceOf(
    { initial: model.initial(), steps: path },
    { policy, platform },
    property,
    version,
  );
  const shown = eventLines(trace);
  const other = shown.findIndex((line, index) => line !== lines[index]);
  if (other !== -1) {
    return { kind: "differs", reason: `event ${other + 1} is now ${shown[other]}` };
  }
  if (holds(state)) return { kind: "differs", reason: `${property} holds at its end` };
  return { kind: "violates", trace };
}

function traceOf(
  path: Path<State<unknown>, NmiEvent>,
  { policy, platform }: Subject,
  property: NmiProperty,
  nmicheck: string,
): Trace {
  return buildTrace(
    {
      nmicheck,
      model: policy.model,
      policy: { name: policy.name, builtIn: policy.origin.kind === "builtIn" },
      platform,
      property,
    },
    path,
  );
}
