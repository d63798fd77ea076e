import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Machine } from "../../machine/subject.js";
import { eventLines } from "../behaviour/event-lines.js";
import type { GraphOf } from "../find/automaton.js";
import type { CauseTerms } from "../find/cause.js";
import { findScenarios, type ScenarioClass, type Scenarios } from "../find/find.js";
import type { Learned } from "../learn/learned.js";

/** Minimal runs that violate a property from one cause, which only one of two policies has. */
export interface OneSidedCause {
  readonly change: "new" | "gone";
  /** What is common to the runs, in terms of the kernel. */
  readonly facts: readonly string[];
  readonly runs: number;
  /** A shortest of them, event by event. */
  readonly example: readonly string[];
}

/** The causes from which a property is violated under two policies on one machine. */
export interface ComparedCauses {
  /** Causes that both have. */
  readonly shared: number;
  readonly changes: readonly OneSidedCause[];
  /** Runs of more events of the environment were not searched; null where no run is missing. */
  readonly mostEvents: number | null;
}

/** Two policies on one machine, and the property that is compared. */
export interface CausesRequest {
  readonly before: Learned;
  readonly after: Learned;
  readonly machine: Machine;
  readonly property: NmiProperty;
  /** The graphs of the machine under both, which its other properties are asked of as well. */
  readonly graphs: { readonly before: GraphOf; readonly after: GraphOf };
  /** Which of the two violate the property: of the other nothing is searched. */
  readonly violated: { readonly before: boolean; readonly after: boolean };
  readonly nmicheck: string;
}

/** A search that goes on past so many states of its product is bounded, at the same place every time. */
const MOST_NODES = 20_000;

/** So many events of the environment are looked at where there are too many runs to sort. */
const EVENTS_OF_MANY_RUNS = 5;

/**
 * Which causes of violations a change brings, and which it takes away: every minimal run of both
 * policies, sorted by cause; a cause of which one run at least violates the property under the other
 * policy as well is neither. Where one search meets its bound, both are compared as far as that goes.
 *
 * @throws what `findScenarios` throws, but for too many runs
 */
export async function comparedCauses(request: CausesRequest): Promise<ComparedCauses> {
  const { before, after, violated } = request;
  const terms = [before, after].every(keepsSwallowNmi) ? "what it keeps" : "what it does";
  const search = (mostEvents: number | null) =>
    Promise.all(
      (["before", "after"] as const).map((side) =>
        violated[side] ? searched(request, side, terms, mostEvents) : null,
      ),
    );
  let found = await search(null);
  const mostEvents = lowestBound(found);
  if (mostEvents !== null) found = await search(mostEvents);
  const [old = [], now = []] = found.map((one) => one?.classes ?? []);
  return {
    shared: now.filter((one) => isShared(old, one)).length,
    changes: [
      ...now.filter((one) => !isShared(old, one)).map((one) => oneSided("new", one)),
      ...old.filter((one) => !isShared(now, one)).map((one) => oneSided("gone", one)),
    ],
    mostEvents,
  };
}

/** Whether causes can be told with the `swallow_nmi` of a policy: it keeps that and nothing else. */
export function keepsSwallowNmi({
  document: { phases, remembers },
}: {
  readonly document: Pick<Learned["document"], "phases" | "remembers">;
}): boolean {
  if (remembers > 0) return false;
  const kept = phases.map(({ swallowNmi }) => swallowNmi);
  return kept.length === 2 && kept.includes(true) && kept.includes(false);
}

async function searched(
  { machine, property, graphs, nmicheck, ...sides }: CausesRequest,
  side: "before" | "after",
  terms: CauseTerms,
  mostEvents: number | null,
): Promise<Scenarios> {
  const { policy } = sides[side];
  const other = sides[side === "before" ? "after" : "before"].policy;
  const graphOf = graphs[side];
  const asked = { policy, other, ...machine, property, graphOf, terms, version: nmicheck };
  const of = (maxEvents: number) => findScenarios({ ...asked, maxEvents });
  if (mostEvents !== null) return of(mostEvents);
  try {
    return await findScenarios({ ...asked, mostNodes: MOST_NODES });
  } catch (error) {
    if (!(error instanceof Diagnostic) || error.code !== "find/too-many-runs") throw error;
    return of(EVENTS_OF_MANY_RUNS);
  }
}

function lowestBound(found: readonly (Scenarios | null)[]): number | null {
  const bounds = found.flatMap((one) =>
    one?.completeness.is === "bounded" ? [one.completeness.maxEvents] : [],
  );
  return bounds.length === 0 ? null : Math.max(1, Math.min(...bounds));
}

/** Whether the other side has the cause: in one of its minimal runs, or in a run that is none there. */
function isShared(classes: readonly ScenarioClass[], one: ScenarioClass): boolean {
  if (one.isUnderOther) return true;
  return classes.some(({ facts }) => facts.join("\n") === one.facts.join("\n"));
}

function oneSided(
  change: OneSidedCause["change"],
  { facts, runs, example }: ScenarioClass,
): OneSidedCause {
  return { change, facts, runs, example: eventLines(example) };
}
