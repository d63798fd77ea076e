import { subjectKey } from "../analyses/check/question.js";
import { type CheckResult, isStateResult, type StateResult } from "../analyses/check/result.js";
import { type ReachedGraph, reachedGraph } from "../analyses/find/automaton.js";
import { completenessText } from "../analyses/find/document.js";
import { type FindRequest, findScenarios, type Scenarios } from "../analyses/find/find.js";
import { keptScenarios } from "../analyses/find/kept.js";
import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { withoutPause } from "../base/process/without-pause.js";
import { machineText, type Subject } from "../machine/subject.js";
import type { ReplayChoice } from "./replayed.js";

/** How far to look for scenarios. */
export interface ScenarioChoice {
  /** The most events of the environment in a run; not bounded without it. */
  readonly maxEvents?: number;
  /** Whether what the cache knows is taken from there. */
  readonly isKept: boolean;
}

/** What was found for one violated property of one policy on one platform. */
export interface Scenario extends ScenarioChoice {
  readonly result: CheckResult;
  /** Null when the search gave up. */
  readonly scenarios: Scenarios | null;
  /** How it is known that none is missing, or within which bound. */
  readonly how: string;
  /** Why the search gave up, in a sentence; null when it did not. */
  readonly problem: string | null;
}

/**
 * Every minimal scenario of every violated property. A search that gives up costs its own part of
 * the report and no more.
 *
 * @throws the signal's reason
 */
export async function scenariosOf(
  results: readonly CheckResult[],
  choice: ScenarioChoice,
  { signal, onProgress }: Pick<ReplayChoice, "signal" | "onProgress">,
): Promise<readonly Scenario[]> {
  const scenarios: Scenario[] = [];
  const graphOf = graphsOf();
  for (const result of results) {
    if (result.verdict.verdict !== "violated" || !isStateResult(result)) continue;
    onProgress?.(`every scenario of ${questionText(result)}`);
    const { nmicheck } = result.verdict.trace;
    scenarios.push(
      await withoutPause(signal, () => scenarioOf(result, nmicheck, choice, graphOf(result))),
    );
  }
  return scenarios;
}

type GraphOf = NonNullable<FindRequest["graphOf"]>;

/** The graph of the machine that was asked about last: its properties follow one another. */
function graphsOf(): (subject: Subject) => GraphOf {
  let last: { readonly key: string; readonly graph: ReachedGraph } | null = null;
  return (subject) => (model, budget) => {
    const key = subjectKey(subject);
    if (last?.key !== key) last = { key, graph: reachedGraph(model, budget) };
    return last.graph;
  };
}

async function scenarioOf(
  result: StateResult,
  version: string,
  choice: ScenarioChoice,
  graphOf: GraphOf,
): Promise<Scenario> {
  const { policy, platform, axes, property } = result;
  const { isKept, ...limits } = choice;
  const find = isKept ? keptScenarios : findScenarios;
  try {
    const scenarios = await find({
      ...{ policy, platform, axes, property },
      version,
      graphOf,
      ...limits,
    });
    const how = completenessText(scenarios.completeness);
    return { ...choice, result, scenarios, how, problem: null };
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    const problem = `The scenarios of ${questionText(result)} are not in the report: ${error.message}`;
    return { ...choice, result, scenarios: null, how: "", problem };
  }
}

function questionText(result: CheckResult): string {
  return `${result.property} under ${result.policy.name} on ${machineText(result)}`;
}
