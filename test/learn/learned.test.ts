import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { type PolicyName, policies, policyNames } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import {
  defaultChoices,
  type FromEngine,
  learnFrom,
} from "../../src/analyses/learn/from-engine.js";
import { policyFile } from "../../src/analyses/learn/kept.js";
import { learn } from "../../src/analyses/learn/learn.js";
import { readSource } from "../../src/analyses/learn/source.js";
import { textOf } from "../../src/analyses/learn/written.js";
import { packageRoot } from "../../src/base/package/root.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";
import { needPython } from "../examples/python.js";
import { whole, wholly } from "../slice.js";
import { difference } from "./difference.js";
import { randomNumbers } from "./random-mealy.js";

const python = `engine:python3 ${join(packageRoot, "examples", "python-engine", "engine.py")}`;
const states: Readonly<Record<PolicyName, number>> = { none: 1, v5: 3, mainline: 2 };
const platforms = platformNames.map((name) => namedPlatform(name, [1, 1], 2));

function from(text: string): Promise<FromEngine> {
  return learnFrom(readSource(text), { ...defaultChoices, extraStates: 1 });
}

/** The policy does on every platform what the built-in one does, and is as large. */
function expectBuiltIn({ loaded, document }: FromEngine, name: PolicyName): void {
  expect(document.states).toBe(states[name]);
  expect(document.edges.covered).toBe(document.edges.total);
  for (const platform of platforms) {
    const { pairs, difference: found } = difference(policies[name], loaded.policy, platform);
    expect(found).toBeNull();
    expect(pairs).toBe(difference(policies[name], policies[name], platform).pairs);
  }
  expect(loaded.policy.initial).toEqual(policies[name].initial);
}

test.each(wholly(policyNames))("%s is learned from the reference engine", async (name) => {
  expectBuiltIn(await from(`${name}@reference`), name);
});

describe("the engine in Python", () => {
  beforeAll(needPython);
  whole("mainline is learned from it", async () => {
    expectBuiltIn(await from(`mainline@${python}`), "mainline");
  });
});

/** A policy of a few states, everything that it does drawn; another ip takes some of them to the start. */
function randomPolicy(seed: number): Policy<number> {
  const draw = randomNumbers(seed);
  const phases = 1 + draw(4);
  const resets = draw(2) === 0;
  const table = Array.from({ length: phases }, () =>
    Array.from({ length: 6 }, () => ({
      next: draw(phases),
      swallow: draw(2) === 0,
      stop: draw(4) === 0,
    })),
  );
  const row = (phase: number, seen: { readonly backToBack: boolean; readonly handled: number }) => {
    const found = table[phase]?.[seen.handled * 2 + (seen.backToBack ? 1 : 0)];
    if (found === undefined) throw new Error("there is no such phase");
    return found;
  };
  return {
    initial: 0,
    enter: (phase, seen) => (resets && !seen.backToBack ? 0 : phase),
    proceed: (phase, seen) => ({ memory: phase, walk: row(phase, seen).stop ? "stop" : "on" }),
    finish: (phase, seen) => ({
      memory: row(phase, seen).next,
      unclaimed: row(phase, seen).swallow ? "swallow" : "report",
    }),
  };
}

async function loaded(name: string, policyText: string): Promise<LoadedPolicy> {
  const result = await loadPolicy(await policyFile({ name, policyText }));
  if (result.kind === "loaded") return result.policy;
  throw result.diagnostics[0] ?? new Error("refused");
}

test.each(wholly([1, 2, 3, 4]))("random policy %i is learned from the model", async (seed) => {
  const policy = randomPolicy(seed);
  const name = `random${seed}`;
  const learning = await learn(
    {
      ...defaultChoices,
      extraStates: 1,
      engine: modelEngine(new Map([[name, policy]])),
      policy: name,
      machine: namedPlatform("ideal", [1, 1], 2),
      nmicheck: "0.0.0",
    },
    (written) => loaded(name, textOf(written, [1, 1], { name, comment: [`Number ${seed}.`] })),
  );
  for (const platform of platforms) {
    expect(difference(policy, learning.loaded.policy, platform).difference).toBeNull();
  }
});
