import { askAll } from "../../base/threads/ask-all.js";
import { SearchStopped } from "../../checkers/packed/search-stopped.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import type { MachineModel } from "../../machine/model/machine-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { policyData } from "../../machine/policy/policy-data.js";
import { modelOf, type Subject, traceOriginOf } from "../../machine/subject.js";
import { buildTrace } from "../../machine/trace/build.js";
import type { Trace } from "../../machine/trace/schema.js";
import { type GraphOf, reachedGraph, violatingRuns } from "./automaton.js";
import type { CauseTerms } from "./cause.js";
import { tooManyRuns } from "./diagnostics.js";
import { isOfEnvironment } from "./environment.js";
import { minimalAutomaton } from "./minimal-automaton.js";
import {
  type Completeness,
  type MinimalRuns,
  minimalRuns,
  type SearchLimits,
} from "./minimal-runs.js";
import { sharedPaths } from "./shared-paths.js";
import {
  job,
  joined,
  type Sorted,
  type SortingGiven,
  sorting,
  wordOf,
  wordText,
} from "./sorting.js";

/** Runs that are classified one by one at most; more are counted, and told to be too many. */
export const MOST_RUNS = 200_000;

/** Which scenarios are asked for, of which machine. */
export interface FindRequest extends SearchLimits, Subject {
  readonly property: NmiProperty;
  /** Those of what the policy keeps by default. */
  readonly terms?: CauseTerms;
  /** Another policy, of which each class is to say whether it has the cause too. */
  readonly other?: LoadedPolicy;
  /** The version of nmicheck, for the traces. */
  readonly version: string;
  /** The most threads that sort the runs. */
  readonly threads?: number;
  /** Of runs, below which no thread is worth it. */
  readonly fewestRuns?: number;
  /** The graph of the machine, for who asks about several of its properties; searched by default. */
  readonly graphOf?: GraphOf;
}

/** The runs that violate the property from the same cause. */
export interface ScenarioClass {
  /** What is common to them, found in their events, in terms of the kernel. */
  readonly facts: readonly string[];
  /** Minimal runs: different sequences of events. */
  readonly runs: number;
  /** The same, up to the order of neighbouring steps that commute. */
  readonly mazurkiewiczClasses: number;
  /** The same, up to that order, the names of RIPs, and which slot of a handler is which. */
  readonly scenarios: number;
  /** A shortest of them. */
  readonly example: Trace;
  /**
   * One of the runs at least violates the property from the same cause under the other policy that was
   * named: there it may be no minimal run. Always false where none was.
   */
  readonly isUnderOther: boolean;
}

/** Every minimal scenario of one question. */
export interface Scenarios {
  readonly minimalRuns: number;
  readonly mazurkiewiczClasses: number;
  /** Up to the order of steps that commute, the names of RIPs, and which slot is which. */
  readonly scenarios: number;
  /** By the length of their examples, the shortest first. */
  readonly classes: readonly ScenarioClass[];
  readonly completeness: Completeness;
  /** States of the model and of the smallest automaton for its violating runs. */
  readonly states: { readonly reachable: number; readonly minimal: number };
}

/** So many runs are sorted at once. */
const RUNS_AT_ONCE = 1_024;

/** Fewer runs are sorted before a thread has begun. */
const FEWEST_RUNS = 10_000;

/**
 * Finds every minimal run that violates a property, and sorts the runs by their causes.
 *
 * @throws Diagnostic `find/too-many-runs`, `explore/model-error`, `trace/memory-not-plain`, and what is
 * wrong with a policy that does not compile
 */
export async function findScenarios(request: FindRequest): Promise<Scenarios> {
  const { property, budget = new WorkBudget() } = request;
  const model = modelOf(request);
  const { found, states } = searchedRuns(model, request, budget);
  if (found.count > BigInt(MOST_RUNS)) {
    throw tooManyRuns(found.count, MOST_RUNS, found.completeness);
  }
  const parts = await sortedRuns(found, request, budget);
  const classes = joined(parts);
  const runs = parts.reduce((sum, part) => sum + part.runs, 0);
  const stopped = parts.find(({ bound }) => bound !== null)?.bound ?? null;
  const origin = { ...(await traceOriginOf(request, request.version)), property };
  const pathOf = sharedPaths(model);
  const sorted = classes.map(
    (one): ScenarioClass => ({
      facts: one.facts,
      runs: one.runs,
      mazurkiewiczClasses: one.traces.length,
      scenarios: one.scenarios.length,
      example: buildTrace(origin, pathOf(wordOf(one.example))),
      isUnderOther: one.isUnderOther,
    }),
  );
  return {
    minimalRuns: runs,
    mazurkiewiczClasses: new Set(classes.flatMap(({ traces }) => traces)).size,
    scenarios: new Set(classes.flatMap(({ scenarios }) => scenarios)).size,
    classes: sorted.sort((left, right) => left.example.events.length - right.example.events.length),
    completeness:
      stopped === null
        ? found.completeness
        : {
            is: "bounded",
            maxEvents: 0,
            nodes: found.completeness.nodes,
            bound: stopped,
            unsorted: Number(found.count) - runs,
          },
    states,
  };
}

/** The runs sorted by their causes, on all cores where there are many. */
function sortedRuns(
  found: MinimalRuns,
  request: FindRequest,
  budget: WorkBudget,
): Promise<readonly Sorted[]> {
  budget.begin("minimal runs");
  const words = Array.from(found.words(), wordText);
  const all = Array.from({ length: Math.ceil(words.length / RUNS_AT_ONCE) }, (_, index) => ({
    words: words.slice(index * RUNS_AT_ONCE, (index + 1) * RUNS_AT_ONCE),
  }));
  const { policy, other, platform, axes, property, version, terms } = request;
  const given: SortingGiven = {
    ...{ platform, axes, property, version },
    ...(terms !== undefined && { terms }),
    policy: policyData(policy),
    other: other === undefined ? null : policyData(other),
    bounds: budget.bounds,
  };
  let runs = 0;
  return askAll(job, given, all, {
    threads: words.length < (request.fewestRuns ?? FEWEST_RUNS) ? 1 : request.threads,
    here: () => sorting(request, budget),
    onAnswer: (_done, _all, sorted) => {
      runs += sorted.runs;
      budget.told("minimal runs", runs);
    },
  });
}

const searched: GraphOf = (_, model, budget) => reachedGraph(model, budget);

/** Every minimal run, or those that a bound leaves. */
function searchedRuns(
  model: MachineModel,
  { property, graphOf = searched, ...limits }: FindRequest,
  budget: WorkBudget,
): { readonly found: MinimalRuns; readonly states: Scenarios["states"] } {
  try {
    const automaton = violatingRuns(graphOf(limits, model, budget), property);
    const minimal = minimalAutomaton(automaton, budget);
    const found = minimalRuns(minimal, model.events.map(isOfEnvironment), { ...limits, budget });
    return { found, states: { reachable: automaton.next.length, minimal: minimal.next.length } };
  } catch (error) {
    if (!(error instanceof SearchStopped) || error.bound === null) throw error;
    const completeness = { is: "bounded", maxEvents: 0, nodes: 0, bound: error.bound } as const;
    return {
      found: { count: 0n, completeness, words: function* () {} },
      states: { reachable: 0, minimal: 0 },
    };
  }
}
