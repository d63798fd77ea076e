import { expect } from "vitest";
import { check } from "../../src/analyses/check/check.js";
import type { CheckRequest } from "../../src/analyses/check/request.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { provisioned } from "../tlc/provisioned.js";

/** What both checkers must say alike: TLC stops at a violation, and has no count of its own then. */
function told({ policy, platform, axes, property, verdict }: CheckResult): readonly unknown[] {
  const machine = [policy.name, platform.name, axes?.names, property];
  switch (verdict.verdict) {
    case "violated":
      return [...machine, "violated", verdict.trace.events.length + 1];
    case "holds":
      return [...machine, "holds", verdict.measured.states];
    case "bounded":
      return [...machine, "bounded", verdict.bound];
    case "failed":
      return [...machine, "failed", verdict.failure.message];
  }
}

/**
 * Expects of TLC the explorer's verdict, length and, where the state space was exhausted, counts;
 * gives the explorer's results.
 */
export async function expectSameVerdicts(request: CheckRequest): Promise<readonly CheckResult[]> {
  const { jar } = await provisioned();
  const ours = await check(request, { checker: "explorer", out: null }, {});
  const theirs = await check(request, { checker: "tlc", tlcJar: jar.path, out: null }, {});
  expect(theirs.results.map(told)).toEqual(ours.results.map(told));
  for (const { certified } of theirs.results) expect(certified).toBe(true);
  return ours.results;
}
