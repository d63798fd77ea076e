import { describe, expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import type { Policy, SeenMore } from "../../spec/policy.js";
import { exploreObject, type ObjectExplored } from "../../src/api/object-explored.js";
import { knownPolicy, type PolicySource } from "../../src/api/policy.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import { check } from "../../src/index.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { machineProperties, type NmiProperty } from "../../src/machine/model/property-names.js";
import { type PolicyTable, tabulate } from "../../src/machine/policy/policy-table.js";
import { once } from "./policies/once.js";

/** Stops after the first handler in every other NMI that claimed something. */
const everyOther: Policy<"a" | "b"> = {
  initial: "a",
  enter: (memory, seen) => (seen.backToBack ? memory : "a"),
  proceed: (memory, seen) =>
    seen.handled > 0 && memory === "a" ? { memory: "b", walk: "stop" } : { memory, walk: "on" },
  finish: (memory, seen) => ({
    memory: seen.handled > 1 ? "b" : memory,
    unclaimed: memory === "b" && seen.backToBack ? "swallow" : "report",
  }),
};

/** Swallows what the bitmap does not say to be of another source, after handler 0 claimed two. */
const bySource: Policy<boolean, SeenMore> = {
  initial: false,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 0 ? (seen.claimedBy[0] ?? 0) > 0 : memory,
    unclaimed: memory && !seen.sources.other ? "swallow" : "report",
  }),
};

/** Remembers where the last NMI was that somebody claimed, and swallows what nobody claims there. */
const byPlace: Policy<number | null, SeenMore> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 0 ? seen.ip : memory,
    unclaimed: seen.ip === memory ? "swallow" : "report",
  }),
};

/** Its memories are told apart as objects, and not by what is in them. */
const [CALM, WARY] = [{ wary: false }, { wary: true }];
const byIdentity: Policy<typeof CALM> = {
  ...once,
  initial: CALM,
  enter: (memory, seen) => (seen.backToBack ? memory : CALM),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 1 ? WARY : memory,
    unclaimed: memory === WARY && seen.backToBack ? "swallow" : "report",
  }),
};

/** What an exploration found, without how long it took. */
function told({ answers, distinct, generated, depth }: ObjectExplored): string {
  return canonicalText({ answers: [...answers], distinct, generated, depth });
}

describe("a policy object is explored as a table", () => {
  test.each([
    ["once", once, [2, 1], "ideal", []],
    ["v5", policies.v5, [1, 1], "sticky", []],
    ["none", policies.none, [1], "ideal", ["nesting=yes"]],
    ["everyOther", everyOther, [1, 1], "ideal", ["unknown-chain=greedy-own"]],
    ["byIdentity", byIdentity, [2], "ideal", ["touch=yes"]],
    ["bySource", bySource, [1, 1], "ideal", ["policy-input=bitmap"]],
    ["bySource", bySource, [1], "ideal", []],
    ["byPlace", byPlace, [1], "ideal", ["policy-input=handlers"]],
    ["everyOther", everyOther, [1], "ideal", ["cpus=2", "touch=yes"]],
  ] as const)(
    "%s %#: as when it is executed in every step",
    async (_, policy, chain, name, texts) => {
      const platform = namedPlatform(name, chain, policy === byPlace ? 3 : 1);
      const axes = texts.length === 0 ? undefined : readAxes(texts);
      const properties = machineProperties(axes !== undefined);
      const policyInput = axes?.machine.policyInput ?? "nothing";
      const known = await knownPolicy({ ...policy });
      const tabulated = tabulate(policy, { ...platform, policyInput });
      if (known.kind !== "object" || tabulated.kind !== "table") throw new Error("it has no table");
      const ask = (table: PolicyTable | null) =>
        exploreObject(known.policy, table, { platform, axes }, properties, {});
      expect(told(await ask(tabulated.table))).toBe(told(await ask(null)));
    },
  );

  test("its functions are called for the table and the counterexamples, and not in every state", async () => {
    let calls = 0;
    const counted: typeof once = {
      initial: once.initial,
      enter: (memory, seen) => call(() => once.enter(memory, seen)),
      proceed: (memory, seen) => call(() => once.proceed(memory, seen)),
      finish: (memory, seen) => call(() => once.finish(memory, seen)),
    };
    const call = <Answer>(answer: () => Answer): Answer => {
      calls++;
      return answer();
    };
    const asked = { policies: [counted], platforms: ["ideal"] } as const;
    const [small] = await check({ ...asked, chain: [1, 1] });
    const callsWhenSmall = calls;
    calls = 0;
    const [large] = await check({ ...asked, chain: [3, 2] });
    expect(large?.measured.states.distinct).toBeGreaterThan(
      10 * (small?.measured.states.distinct ?? Number.POSITIVE_INFINITY),
    );
    expect(calls).toBeLessThan(callsWhenSmall + 100);
  });
});

const silent: Policy<null> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};

/** The verdicts of an object on the ideal platform, with their counts or what is wrong. */
async function verdictsOf(policy: PolicySource, properties: readonly NmiProperty[]) {
  const results = await check({ policies: [policy], platforms: ["ideal"], chain: [2], properties });
  return results.map((result) =>
    result.verdict === "failed"
      ? [result.verdict, result.failure.code, result.failure.message]
      : [result.verdict, result.measured.states.distinct],
  );
}

describe("a policy object", () => {
  test("that keeps something beside its memory is found out, whatever is asked of it", async () => {
    let armed = false;
    const hidden: Policy<null> = {
      ...silent,
      finish: (memory, seen) => {
        if (seen.handled > 0) armed = seen.handled > 1;
        return { memory, unclaimed: armed && seen.backToBack ? "swallow" : "report" };
      },
    };
    expect(await verdictsOf(hidden, ["NoSpurious", "NoStranded"])).toEqual(
      ["NoSpurious", "NoStranded"].map(() => [
        "failed",
        "api/unsteady-policy",
        expect.stringMatching(
          /^a policy must depend on what it is given alone; here `finish` answers otherwise when it is asked the same once more: with the memory null and seeing \{"backToBack":true,"handled":0,/,
        ),
      ]),
    );
  });

  test("that changes the memory that it is given is found out", async () => {
    const scribbling: Policy<{ last: number }> = {
      initial: { last: 0 },
      enter: (memory) => memory,
      proceed: (memory) => ({ memory, walk: "on" }),
      finish: (memory, seen) => {
        const before = { last: memory.last };
        memory.last = seen.handled;
        return { memory: before, unclaimed: "report" };
      },
    };
    expect(await verdictsOf(scribbling, ["NoStranded"])).toMatchObject([
      [
        "failed",
        "api/unsteady-policy",
        expect.stringContaining('here it changes the memory {"last":0} that it is given'),
      ],
    ]);
  });

  test("that throws where no NMI comes is answered all the same; where one comes it fails", async () => {
    const without = (handled: number): Policy<null> => ({
      ...silent,
      finish: (memory, seen) => {
        if (seen.handled === handled) throw new Error("out of order");
        return { memory, unclaimed: "report" };
      },
    });
    expect(await check({ ...oneEvent, policies: [without(2)] })).toMatchObject([
      { verdict: "holds" },
    ]);
    expect(await verdictsOf(without(2), ["NoStranded"])).toMatchObject([
      ["failed", "explore/model-error", expect.stringContaining("Error: out of order")],
    ]);
  });

  test("has its own answers, also where its functions are written as another's are", async () => {
    const swallowing = (always: boolean): Policy<null> => ({
      ...silent,
      finish: (memory) => ({ memory, unclaimed: always ? "swallow" : "report" }),
    });
    const results = await check({
      ...oneEvent,
      chain: [2],
      policies: [swallowing(true), swallowing(false)],
      properties: ["NoFalseSwallow", "NoSpurious"],
    });
    expect(results.map(({ verdict }) => verdict)).toEqual([
      "violated",
      "holds",
      "holds",
      "violated",
    ]);
  });
});

const oneEvent = {
  platforms: ["ideal"],
  chain: [1],
  rips: 1,
  properties: ["NoStranded"],
} as const;
