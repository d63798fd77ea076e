import { expect, test } from "vitest";
import { lastHandledRip } from "../../examples/policies/last-handled-rip.js";
import type { Chain } from "../../spec/platforms.js";
import type { Policy, Rip, SeenMore } from "../../spec/policy.js";
import { mermaid } from "../../src/analyses/learn/diagram/state-diagram.js";
import { defaultChoices } from "../../src/analyses/learn/from-engine.js";
import { policyFile } from "../../src/analyses/learn/kept.js";
import { learn } from "../../src/analyses/learn/learn.js";
import type { Learning } from "../../src/analyses/learn/learning.js";
import { diagramOf, remembersIn, textOf } from "../../src/analyses/learn/written.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import type { Engine } from "../../src/engines/engine.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { slice, whole } from "../slice.js";
import { difference } from "./difference.js";

const NAME = "remembers";
const told = readAxes(["policy-input=handlers"]);

/** The model, whose machines tell the policy the ip of each NMI: a core tells it none. */
function telling(policy: Policy<unknown, SeenMore>): Engine {
  const engine = modelEngine(new Map([[NAME, policy]]));
  return {
    ...engine,
    ask: (calls) =>
      engine.ask(calls.map((call) => (call.op === "setup" ? { ...call, axes: told.names } : call))),
  };
}

/** What the learner makes of a policy on a chain. */
function learnt(
  policy: Policy<unknown, SeenMore>,
  chain: Chain,
  extraStates: number,
): Promise<Learning> {
  return learn(
    {
      ...defaultChoices,
      mostStates: 16,
      extraStates,
      engine: telling(policy),
      policy: NAME,
      machine: namedPlatform("ideal", chain, 2),
      nmicheck: "0.0.0",
    },
    async (written) => {
      const policyText = textOf(written, chain, { name: NAME, comment: ["Learned."] });
      const result = await loadPolicy(await policyFile({ name: NAME, policyText }), "told");
      if (result.kind === "loaded") return result.policy;
      throw result.diagnostics[0] ?? new Error("refused");
    },
  );
}

/** Keeps the ips of the last so many NMIs, and swallows what comes where the oldest of them was. */
function comparesWith(age: number): Policy<readonly Rip[], SeenMore> {
  return {
    initial: [],
    enter: (memory) => memory,
    proceed: (memory) => ({ memory, walk: "on" }),
    finish: (memory, seen) => ({
      memory: [seen.ip, ...memory].slice(0, age),
      unclaimed: memory[age - 1] === seen.ip ? "swallow" : "report",
    }),
  };
}

/** Ends the walk early where the last NMI that nobody claimed was. */
const stopsThere: Policy<Rip | null, SeenMore> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory, seen) => ({ memory, walk: seen.ip === memory ? "stop" : "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled === 0 ? seen.ip : memory,
    unclaimed: "report",
  }),
};

/** Swallows what nobody claims where the last NMI was that somebody claimed. */
const swallowsThere: Policy<Rip | null, SeenMore> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 0 ? seen.ip : memory,
    unclaimed: seen.ip === memory ? "swallow" : "report",
  }),
};

const remembering = [
  ["the ip of the last NMI that somebody claimed", swallowsThere, [1], 1, 1, 2],
  ["the same, once one claimed two events", lastHandledRip, [2], 2, 1, 2],
  ["the ip of the NMI before the last", comparesWith(2), [1], 3, 2, 4],
  ["where to end the walk early", stopsThere, [1, 1], 2, 1, 2],
] as const;

test.each(slice(remembering, 4))("%s is learned", async (_, policy, chain, extra, kept, phases) => {
  const { written, loaded, platform } = await learnt(policy, chain, extra);
  expect(remembersIn(written)).toBe(kept);
  expect(written.kind === "placed" && written.policy.phases).toHaveLength(phases);
  expect(loaded.isToldMore).toBe(true);
  // A third ip is needed to be neither at the last one nor at the remembered one.
  expect(platform.rips).toBe(3);
  const machine = namedPlatform("ideal", chain, 3);
  expect(difference(policy, loaded.policy, machine, told).difference).toBeNull();
  expect(mermaid(diagramOf(written))).toContain("remembers its ip");
});

whole("an ip that is older than two others is refused with two runs", async () => {
  const error = await learnt(comparesWith(3), [1], 3).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Diagnostic)) throw new Error("something was learned");
  expect(error.code).toBe("learn/too-many-places");
  expect(error.message).toMatch(
    /depends on more than two earlier ips[\s\S]*one run:\n {2}NMI 1 at ip 1, [\s\S]*\nanother run:\n {2}NMI 1 at ip 1, /,
  );
});
