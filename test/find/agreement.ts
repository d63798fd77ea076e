import { expect } from "vitest";
import type { Config } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import type { PolicyName } from "../../spec/policies/all.js";
import { reachedGraph, violatingRuns } from "../../src/analyses/find/automaton.js";
import { isOfEnvironment } from "../../src/analyses/find/environment.js";
import { findScenarios, type Scenarios } from "../../src/analyses/find/find.js";
import { minimalAutomaton } from "../../src/analyses/find/minimal-automaton.js";
import { minimalRuns } from "../../src/analyses/find/minimal-runs.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import { bareAxes, type NamedAxes } from "../../src/machine/configuration/named-axes.js";
import type { NamedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";
import { bruteForce } from "./brute-force.js";
import type { Counted } from "./counted-plainly.js";
import { exhaustive } from "./exhaustive.js";
import { type OwnPolicyName, ownPolicyFile, ownPolicyNames } from "./own-policies.js";

/** What is asked of both. */
export interface Question {
  readonly policy: PolicyName | OwnPolicyName;
  readonly platform: NamedPlatform;
  readonly axes?: NamedAxes;
  readonly property: NmiProperty;
  readonly maxEvents?: number;
}

/** A policy as `find` takes it. */
async function loaded(policy: Question["policy"]): Promise<LoadedPolicy> {
  const own = ownPolicyNames.find((name) => name === policy);
  const result = await loadPolicy(own === undefined ? policy : ownPolicyFile(own));
  if (result.kind === "refused") throw result.diagnostics[0] ?? new Error(`${policy} is refused`);
  return result.policy;
}

async function configOf({ policy, platform, axes = bareAxes }: Question): Promise<Config<unknown>> {
  return { platform, policy: (await loaded(policy)).policy, axes: axes.machine };
}

/** The scenarios of a question. */
export async function scenariosOf({ policy, ...rest }: Question): Promise<Scenarios> {
  return findScenarios({ policy: await loaded(policy), version: "0.0.0", ...rest });
}

/** The texts of the runs that `find` counts and sorts. */
function foundRuns(config: Config<unknown>, { property, maxEvents }: Question): readonly string[] {
  const model = nmiModel(config);
  const runs = minimalRuns(
    minimalAutomaton(violatingRuns(reachedGraph(model), property)),
    model.events.map(isOfEnvironment),
    maxEvents === undefined ? {} : { maxEvents },
  );
  return [...runs.words()]
    .map((word) => word.map((letter) => eventText(at(model.events, letter))).join(" "))
    .sort();
}

/** Expects of `find` what was counted plainly: the runs, event by event, and their quotients. */
async function expectCounted(question: Question, counted: Counted): Promise<number> {
  const {
    minimalRuns: count,
    mazurkiewiczClasses,
    scenarios,
    completeness,
  } = await scenariosOf(question);
  const { runs, ...quotients } = counted;
  expect(count).toBe(runs.length);
  expect(foundRuns(await configOf(question), question)).toEqual(runs);
  // Which steps of axes commute is not counted plainly.
  if (question.axes === undefined) {
    expect({ classes: mazurkiewiczClasses, scenarios }).toEqual(quotients);
  }
  if (question.maxEvents === undefined) expect(completeness.is).toBe("complete");
  return count;
}

/**
 * Expects the minimal runs, event by event, and the classes of them that trying every run shows.
 *
 * @returns how many runs there are
 */
export async function expectAgreement(
  question: Question & { readonly maxEvents: number },
): Promise<number> {
  const config = await configOf(question);
  return expectCounted(question, bruteForce(config, question.property, question.maxEvents));
}

/**
 * Expects the minimal runs of any length, event by event, and the classes of them that going through
 * every prefix shows, and that the search says of itself that it is complete.
 *
 * @returns how many runs there are
 */
export async function expectEveryLength(question: Omit<Question, "maxEvents">): Promise<number> {
  return expectCounted(question, exhaustive(await configOf(question), question.property));
}
