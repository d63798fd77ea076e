import { distinctBy, questionKey, subjectKey } from "../analyses/check/question.js";
import { type CheckResult, isStateResult, type StateResult } from "../analyses/check/result.js";
import { completenessText } from "../analyses/find/document.js";
import type { Scenarios } from "../analyses/find/find.js";
import { keepScenarios, knownScenarios } from "../analyses/find/kept.js";
import { policyData } from "../machine/policy/policy-data.js";
import { machineText } from "../machine/subject.js";
import type { Part, PartQuestion } from "./parts.js";

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

/** The violated results of which every scenario is asked for. */
export class ScenarioSearch {
  readonly #choice: ScenarioChoice;
  readonly #due: readonly Due[];
  /** What is not known yet, by subjects. */
  readonly #asked: readonly (readonly Due[])[];

  private constructor(choice: ScenarioChoice, due: readonly Due[]) {
    this.#choice = choice;
    this.#due = due;
    const unknown = due.filter(({ known }) => known === null);
    const subjects = distinctBy(
      unknown.map(({ result }) => result),
      subjectKey,
    );
    this.#asked = subjects.map((subject) =>
      unknown.filter(({ result }) => subjectKey(result) === subjectKey(subject)),
    );
  }

  /** Looks up what the cache knows of them. */
  static async of(
    results: readonly CheckResult[],
    choice: ScenarioChoice,
  ): Promise<ScenarioSearch> {
    const due: Due[] = [];
    for (const result of results) {
      if (result.verdict.verdict !== "violated" || !isStateResult(result)) continue;
      const version = result.verdict.trace.nmicheck;
      const one = { result, version };
      const known = choice.isKept ? await knownScenarios(requestOf(one, choice)) : null;
      due.push({ ...one, known });
    }
    return new ScenarioSearch(choice, due);
  }

  /** What has to be searched, a question for each subject. */
  get questions(): readonly PartQuestion[] {
    return this.#asked.flatMap((all): readonly PartQuestion[] => {
      const [first] = all;
      if (first === undefined) return [];
      const { policy, property: _, ...request } = requestOf(first, this.#choice);
      const properties = all.map(({ result }) => result.property);
      return [{ about: "scenarios", ...request, policy: policyData(policy), properties }];
    });
  }

  /** Every scenario of every violated property, by the answers to the questions. */
  async scenarios(parts: readonly Part[]): Promise<readonly Scenario[]> {
    const choice = this.#choice;
    const found = new Map<string, Scenarios | string>();
    for (const [index, all] of this.#asked.entries()) {
      const part = parts[index];
      for (const [place, one] of all.entries()) {
        const answer = part?.about === "scenarios" ? part.found[place] : undefined;
        if (answer === undefined) throw new Error(`nothing was found of ${textOf(one.result)}`);
        const isKept = choice.isKept && typeof answer !== "string";
        const kept = isKept ? await keepScenarios(requestOf(one, choice), answer) : answer;
        found.set(questionKey(one.result), kept);
      }
    }
    return this.#due.map(({ result, known }) => {
      const scenarios = known ?? found.get(questionKey(result));
      if (scenarios === undefined) throw new Error(`nothing was found of ${textOf(result)}`);
      if (typeof scenarios === "string") {
        const problem = `The scenarios of ${textOf(result)} are not in the report: ${scenarios}`;
        return { ...choice, result, scenarios: null, how: "", problem };
      }
      const how = completenessText(scenarios.completeness);
      return { ...choice, result, scenarios, how, problem: null };
    });
  }
}

/** A violated result, and what the cache knows of it. */
interface Due {
  readonly result: StateResult;
  readonly version: string;
  readonly known: Scenarios | null;
}

function requestOf(
  { result, version }: Pick<Due, "result" | "version">,
  { isKept: _, ...limits }: ScenarioChoice,
) {
  const { policy, platform, axes, property } = result;
  return { policy, platform, axes, property, version, ...limits };
}

function textOf(result: CheckResult): string {
  return `${result.property} under ${result.policy.name} on ${machineText(result)}`;
}
