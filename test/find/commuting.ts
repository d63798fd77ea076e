import { expect } from "vitest";
import type { State } from "../../spec/cpu/state.js";
import { type Independent, independentSteps } from "../../src/analyses/find/commutation.js";
import { stepLabel } from "../../src/analyses/find/step-label.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import type { NamedPlatform } from "../../src/machine/configuration/platform.js";
import { type NmiModel, nmiModel } from "../../src/machine/model/nmi-model.js";
import { irOf } from "../../src/machine/policy/ir-cache.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { table } from "./table.js";

/** A machine with what is proven of its steps. */
export async function machine(
  policy: string,
  platform: NamedPlatform,
): Promise<{ readonly model: NmiModel<unknown>; readonly independent: Independent }> {
  const loaded = await loadPolicy(policy);
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${policy} is refused`);
  const { chain, rips, sticky, shadow } = platform;
  return {
    model: nmiModel({ platform, policy: loaded.policy.policy }),
    independent: independentSteps(await irOf(loaded.policy), { chain, rips, sticky, shadow }),
  };
}

/** A state without what only displays the last step. */
function textOf(state: State<unknown>): string {
  return canonicalText({ ...state, outcome: null });
}

/** What executing every pair of steps in every reachable state shows of their labels. */
interface Shown {
  /** Pairs that some state shows not to commute, with why. */
  readonly conflicts: ReadonlyMap<string, string>;
  /** Pairs that some state allows both of. */
  readonly together: ReadonlySet<string>;
}

function executed(model: NmiModel<unknown>): Shown {
  const conflicts = new Map<string, string>();
  const together = new Set<string>();
  for (const state of table(model, "NoMasked").states) {
    for (const left of model.events) {
      const afterLeft = model.apply(left, state);
      if (afterLeft === null) continue;
      for (const right of model.events) {
        const afterRight = model.apply(right, state);
        const both = model.apply(right, afterLeft);
        const pair = pairText(
          stepLabel(left, state),
          stepLabel(right, afterRight === null ? afterLeft : state),
        );
        if (afterRight === null) {
          if (both !== null) conflicts.set(pair, "the first makes the second possible");
          continue;
        }
        together.add(pair);
        const other = model.apply(left, afterRight);
        if (both === null || other === null) conflicts.set(pair, "one makes the other impossible");
        else if (textOf(both) !== textOf(other)) conflicts.set(pair, "their order matters");
      }
    }
  }
  return { conflicts, together };
}

function pairText(left: string, right: string): string {
  return [left, right].sort().join(" and ");
}

/**
 * Expects of steps that are proven to commute that they do in every reachable state, and of steps
 * that do wherever both are possible that it is proven.
 */
export async function expectProven(policy: string, platform: NamedPlatform): Promise<void> {
  const { model, independent } = await machine(policy, platform);
  const { conflicts, together } = executed(model);
  expect(together.size).toBeGreaterThan(10);
  const [declared, shown]: [string[], string[]] = [[], []];
  for (const pair of together) {
    const [left = "", right = ""] = pair.split(" and ");
    if (left === right) continue;
    expect(independent(left, right)).toBe(independent(right, left));
    if (independent(left, right)) declared.push(pair);
    if (!conflicts.has(pair)) shown.push(pair);
  }
  expect(declared.sort()).toEqual(shown.sort());
  for (const [pair, why] of conflicts) {
    const [left = "", right = ""] = pair.split(" and ");
    expect([pair, why, independent(left, right)]).toEqual([pair, why, false]);
  }
}
