import { describe, expect, test } from "vitest";
import type { Policy } from "../../spec/policy.js";
import { startEngine } from "../../src/engines/adapter/child-engine.js";
import { type Conformance, conform } from "../../src/engines/conform/conform.js";
import type { Engine } from "../../src/engines/engine.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { referenceCommand } from "../../src/engines/open.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";

interface Armed {
  readonly armed: boolean;
}

/** Like mainline, but one arming swallows one NMI only. */
const once: Policy<Armed> = {
  initial: { armed: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { armed: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 0) {
      return { memory: seen.handled > 1 ? { armed: true } : memory, unclaimed: "report" };
    }
    return {
      memory: { armed: false },
      unclaimed: seen.backToBack && memory.armed ? "swallow" : "report",
    };
  },
};

/** The engine announces `once` and plays `played`, whose memory nobody can look into. */
function hidden(played: Policy<unknown>): Engine {
  return modelEngine(new Map([["once", played]]));
}

function held(engine: Engine, own: Policy<unknown> = once): Promise<Conformance> {
  return conform(engine, {
    origin: { nmicheck: "0.0.0", modelOf: () => ({ name: "Once", sha256: "0".repeat(64) }) },
    configurations: [{ policy: "once", own, platform: namedPlatform("ideal", [2], 2) }],
  });
}

describe("a policy whose memory no engine can be asked for", () => {
  test("conforms to itself on every edge, and its state is never set", async () => {
    const sets: unknown[] = [];
    const engine = hidden(once);
    const watched: Engine = {
      ...engine,
      ask: (calls) => {
        for (const call of calls) if (call.op === "state" && call.set) sets.push(call.set);
        return engine.ask(calls);
      },
    };
    const { conforms, edges, divergences } = await held(watched);
    expect(divergences).toEqual([]);
    expect(edges.covered).toBe(edges.total);
    expect(conforms).toBe(true);
    expect(sets).toEqual([]);
  });

  /** Each does something else than `once` in its memory alone, which a later NMI tells. */
  const wrong: Readonly<Record<string, Partial<Policy<Armed>>>> = {
    "stays armed where it has swallowed": {
      finish: (memory, seen) => {
        const ended = once.finish(memory, seen);
        return ended.unclaimed === "swallow" ? { ...ended, memory } : ended;
      },
    },
    "stays armed where an NMI is not back-to-back": { enter: (memory) => memory },
    "forgets on entry": { enter: () => ({ armed: false }) },
    "arms at one event": {
      finish: (memory, seen) =>
        seen.handled > 0
          ? { memory: { armed: true }, unclaimed: "report" }
          : once.finish(memory, seen),
    },
    "is disarmed by one event": {
      finish: (memory, seen) =>
        seen.handled === 1
          ? { memory: { armed: false }, unclaimed: "report" }
          : once.finish(memory, seen),
    },
    "is armed at the start": { initial: { armed: true }, enter: (memory) => memory },
  };

  test.each(Object.entries(wrong))("diverges from one that %s", async (_, changed) => {
    const { conforms, divergences } = await held(hidden({ ...once, ...changed }));
    expect(conforms).toBe(false);
    const [first] = divergences;
    expect(first?.compared.find(({ differs }) => differs)?.aspect).toBe("outcome");
    expect(first?.trace.policy).toEqual({ name: "once", builtIn: false });
    expect(first?.behaviour).toHaveLength(first?.trace.events.length ?? -1);
  });
});

test("a memory of `swallowNmi` alone is set and compared", async () => {
  const like = (swallowNmi: boolean): Policy<{ readonly swallowNmi: boolean }> => ({
    initial: { swallowNmi },
    enter: (memory, seen) => (seen.backToBack ? memory : { swallowNmi: false }),
    proceed: (memory) => ({ memory, walk: "on" }),
    finish: (memory, seen) => ({
      memory: seen.handled > 1 ? { swallowNmi: true } : memory,
      unclaimed: seen.backToBack && memory.swallowNmi ? "swallow" : "report",
    }),
  });
  const same = await held(hidden(like(false)), like(false));
  expect(same).toMatchObject({ conforms: true, divergences: [] });
  const keeps = { ...like(false), enter: (memory: { readonly swallowNmi: boolean }) => memory };
  const { divergences } = await held(hidden(keeps), like(false));
  expect(divergences[0]?.compared.find(({ differs }) => differs)?.aspect).toBe("swallow_nmi");
});

test("no engine plays the built-in policy of the same name", async () => {
  const engine = await startEngine(referenceCommand());
  try {
    const conformance = await conform(engine, {
      origin: { nmicheck: "0.0.0", modelOf: () => ({ name: "M", sha256: "0".repeat(64) }) },
      configurations: [{ policy: "mainline", own: once, platform: namedPlatform("ideal", [1], 1) }],
    });
    expect(conformance).toMatchObject({ conforms: false, nmis: 0, edges: { covered: 0 } });
    expect(conformance.unsupported.map(({ reason }) => reason)).toEqual([
      "it does not know the policy mainline, which is a file's: it announces none, v5, mainline",
    ]);
  } finally {
    await engine.close();
  }
});
