import { expect } from "vitest";
import type { PolicyName } from "../../spec/policies/all.js";
import type { NamedPlatform } from "../../src/configuration/platform.js";
import type { NmiProperty } from "../../src/explore/nmi-model.js";
import { findScenarios, type Scenarios } from "../../src/find/find.js";
import { loadPolicy } from "../../src/policy/load.js";
import { bruteForce } from "./brute-force.js";

/** What is asked of both. */
export interface Question {
  readonly policy: PolicyName;
  readonly platform: NamedPlatform;
  readonly property: NmiProperty;
  readonly maxEvents?: number;
}

/** The scenarios of a question about a built-in policy. */
export async function scenariosOf({ policy, ...rest }: Question): Promise<Scenarios> {
  const loaded = await loadPolicy(policy);
  if (loaded.kind === "refused") throw new Error(`${policy} is refused`);
  return findScenarios({ policy: loaded.policy, version: "0.0.0", ...rest });
}

/**
 * Expects as many minimal runs and classes of them as trying every run shows.
 *
 * @returns how many runs there are
 */
export async function expectAgreement(
  question: Question & { readonly maxEvents: number },
): Promise<number> {
  const scenarios = await scenariosOf(question);
  const loaded = await loadPolicy(question.policy);
  if (loaded.kind === "refused") throw new Error(`${question.policy} is refused`);
  const config = { platform: question.platform, policy: loaded.policy.policy };
  const { runs, ...counted } = bruteForce(config, question.property, question.maxEvents);
  expect(scenarios.minimalRuns).toBe(runs.length);
  const { mazurkiewiczClasses: classes, scenarios: named } = scenarios;
  expect({ classes, scenarios: named }).toEqual(counted);
  return runs.length;
}
