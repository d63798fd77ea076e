import { at } from "../../../spec/language.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import type { Bound } from "../../checkers/explore/exploration.js";
import { SearchStopped } from "../../checkers/packed/search-stopped.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import type { MachineModel, MachinePath } from "../../machine/model/machine-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import {
  constantsOf,
  irOfSubject,
  modelOf,
  type Subject,
  traceOriginOf,
} from "../../machine/subject.js";
import { buildTrace } from "../../machine/trace/build.js";
import type { Trace } from "../../machine/trace/schema.js";
import { type ReachedGraph, reachedGraph, violatingRuns } from "./automaton.js";
import { type CauseTerms, factsOf } from "./cause.js";
import { type Independent, independentSteps } from "./commutation.js";
import { tooManyRuns } from "./diagnostics.js";
import { isOfEnvironment } from "./environment.js";
import { minimalAutomaton } from "./minimal-automaton.js";
import {
  type Completeness,
  type MinimalRuns,
  minimalRuns,
  type SearchLimits,
} from "./minimal-runs.js";
import { normalForm } from "./normal-form.js";
import { namelessText, renamings } from "./renaming.js";
import { type LabelledPath, sharedPaths } from "./shared-paths.js";

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
  /** The graph of the machine, for who asks about several of its properties; searched by default. */
  readonly graphOf?: (model: MachineModel, budget: WorkBudget) => ReachedGraph;
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

interface Collected {
  readonly facts: readonly string[];
  readonly traces: Set<string>;
  readonly scenarios: Set<string>;
  runs: number;
  example: MachinePath;
  isUnderOther: boolean;
}

/**
 * Finds every minimal run that violates a property, and sorts the runs by their causes.
 *
 * @throws Diagnostic `find/too-many-runs`, `explore/model-error`, `trace/memory-not-plain`, and what is
 * wrong with a policy that does not compile
 */
export async function findScenarios(request: FindRequest): Promise<Scenarios> {
  const { platform, property } = request;
  const independent = independentSteps(await irOfSubject(request), constantsOf(request));
  const { budget = new WorkBudget() } = request;
  const model = modelOf(request);
  const searched = searchedRuns(model, request, budget);
  const { found, states } = searched;
  if (found.count > BigInt(MOST_RUNS)) {
    throw tooManyRuns(found.count, MOST_RUNS, found.completeness);
  }
  const origin = { ...(await traceOriginOf(request, request.version)), property };
  const causeUnderOther = await otherCauses(request);
  const classes = new Map<string, Collected>();
  /** The Mazurkiewicz traces found, with what they are apart from names. */
  const traces = new Map<string, string>();
  const names = renamings(platform, hasShared(request));
  const pathOf = sharedPaths(model);
  let runs = 0;
  let stopped: Bound | null = null;
  budget.begin("minimal runs");
  try {
    for (const word of found.words()) {
      budget.step();
      const path = pathOf(word);
      const trace = normalText(path, independent);
      const scenario = traces.get(trace) ?? namelessText(path, names, independent);
      traces.set(trace, scenario);
      runs++;
      const facts = factsOf(buildTrace(origin, path), request.terms);
      const key = facts.join("\n");
      const known = classes.get(key);
      if (known === undefined) {
        const own = { traces: new Set([trace]), scenarios: new Set([scenario]) };
        const isUnderOther = causeUnderOther(word) === key;
        classes.set(key, { facts, ...own, runs: 1, example: path, isUnderOther });
        continue;
      }
      known.isUnderOther ||= causeUnderOther(word) === key;
      known.traces.add(trace);
      known.scenarios.add(scenario);
      known.runs++;
      if (path.steps.length < known.example.steps.length) known.example = path;
    }
  } catch (error) {
    if (!(error instanceof SearchStopped) || error.bound === null) throw error;
    stopped = error.bound;
  }
  const sorted = [...classes.values()].map((one) => ({
    facts: one.facts,
    runs: one.runs,
    mazurkiewiczClasses: one.traces.size,
    scenarios: one.scenarios.size,
    example: buildTrace(origin, one.example),
    isUnderOther: one.isUnderOther,
  }));
  return {
    minimalRuns: runs,
    mazurkiewiczClasses: traces.size,
    scenarios: new Set(traces.values()).size,
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

/** Every minimal run, or those that a bound leaves. */
function searchedRuns(
  model: MachineModel,
  { property, graphOf = reachedGraph, ...limits }: FindRequest,
  budget: WorkBudget,
): { readonly found: MinimalRuns; readonly states: Scenarios["states"] } {
  try {
    const automaton = violatingRuns(graphOf(model, budget), property);
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

/** Of a word the cause from which it violates the property under the other policy; null where it does not. */
async function otherCauses(
  request: FindRequest,
): Promise<(word: readonly number[]) => string | null> {
  const { other, property, terms } = request;
  if (other === undefined) return () => null;
  const subject = { ...request, policy: other };
  const model = modelOf(subject);
  const invariant = model.invariants.find(({ name }) => name === property);
  const origin = { ...(await traceOriginOf(subject, request.version)), property };
  return (word) => {
    const path = possiblePath(model, word);
    const last = path?.steps.at(-1)?.state;
    if (path === null || last === undefined || invariant?.holds(last) !== false) return null;
    return factsOf(buildTrace(origin, path), terms).join("\n");
  };
}

/** The path of a word, which may be one of another policy's; null where an event cannot happen. */
function possiblePath(model: MachineModel, word: readonly number[]): MachinePath | null {
  const initial = model.initial();
  const steps: MachinePath["steps"][number][] = [];
  for (const letter of word) {
    const event = at(model.events, letter);
    const state = model.apply(event, steps.at(-1)?.state ?? initial);
    if (state === null) return null;
    steps.push({ event, state });
  }
  return { initial, steps };
}

function normalText({ steps }: LabelledPath, independent: Independent): string {
  return normalForm(
    steps.map(({ label }) => label),
    independent,
  )
    .map((place) => eventText(at(steps, place).event))
    .join(" ");
}

function hasShared({ axes }: FindRequest): boolean {
  return axes !== undefined && axes.board !== null && axes.board.sharedTo !== "none";
}
