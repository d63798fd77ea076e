import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { mainline } from "../../spec/policies/mainline.js";
import { builtProgram } from "../../src/base/process/built-program.js";
import { startEngine } from "../../src/engines/adapter/child-engine.js";
import type { Engine } from "../../src/engines/engine.js";
import { type ReplayOptions, replayAll } from "../../src/engines/replay/replay-all.js";
import type { ReplayResult } from "../../src/engines/replay/replay-trace.js";
import type { CpuTrace } from "../../src/machine/trace/schema.js";
import { walkTrace } from "./walk.js";

const reference = builtProgram("src/engines/reference/main.ts");
const broken = fileURLToPath(
  new URL("../engine/adapter/fixtures/broken-engine.js", import.meta.url),
);

async function replayed(
  traces: readonly CpuTrace[],
  options: ReplayOptions<{ readonly trace: CpuTrace }>,
): Promise<readonly ReplayResult[]> {
  const results: ReplayResult[] = [];
  for await (const { result } of replayAll(
    traces.map((trace) => ({ trace })),
    options,
  ))
    results.push(result);
  return results;
}

function counting(command: readonly [string, ...string[]]): {
  starts: number;
  start: () => Promise<Engine>;
} {
  const counter = {
    starts: 0,
    start: () => {
      counter.starts++;
      return startEngine(command);
    },
  };
  return counter;
}

const traces = [1, 2, 3, 4, 5].map((seed) => walkTrace({ events: 200, seed }));

describe("several traces", () => {
  test("are replayed on one engine process", async () => {
    const engine = counting([process.execPath, reference]);
    const results = await replayed(traces, engine);
    expect(results.map(({ verdict }) => verdict)).toEqual(Array(5).fill("agrees"));
    expect(engine.starts).toBe(1);
  });

  test("a difference in one does not touch the next", async () => {
    const [first, second] = traces;
    if (first === undefined || second === undefined) throw new Error("no traces");
    const other = { ...first, policy: { name: "none", builtIn: true } };
    const engine = counting([process.execPath, reference]);
    const results = await replayed([other, second], engine);
    expect(results.map(({ verdict }) => verdict)).toEqual(["diverges", "agrees"]);
    expect(engine.starts).toBe(1);
  });

  test("an engine that breaks is started again, but not for ever", async () => {
    const engine = counting([process.execPath, broken, "exits"]);
    const results = await replayed(traces, engine);
    expect(results.map(({ verdict }) => verdict)).toEqual(Array(5).fill("failed"));
    expect(engine.starts).toBe(3);
    for (const result of results) {
      expect(result).toMatchObject({ diagnostic: { code: "engine/exited" } });
    }
  });

  test("what was on its way behind a break is replayed on the next engine", async () => {
    let starts = 0;
    const start = async () => {
      starts++;
      // The second trace breaks the first engine; the next engine is a sound one.
      const command = starts === 1 ? [broken, "second-setup"] : [reference];
      return startEngine([process.execPath, ...command]);
    };
    const seen: number[] = [];
    const numbered = traces.map((trace, index) => ({ trace, index }));
    const empty = { trace: walkTrace({ events: 0 }), index: -1 };
    const verdicts: string[] = [];
    const onNmi = ({ index }: { readonly index: number }) => {
      if (seen.at(-1) !== index) seen.push(index);
    };
    for await (const { source, result } of replayAll([empty, ...numbered], { start, onNmi })) {
      verdicts.push(`${source.index} ${result.verdict}`);
    }
    expect(verdicts).toEqual([
      "-1 agrees",
      "0 failed",
      "1 agrees",
      "2 agrees",
      "3 agrees",
      "4 agrees",
    ]);
    expect(seen).toEqual([1, 2, 3, 4]);
    expect(starts).toBe(2);
  });

  test("long and short traces keep their order", async () => {
    const long = walkTrace({ events: 5_000 });
    const order = [...traces.slice(0, 2), long, ...traces.slice(2), long];
    const engine = counting([process.execPath, reference]);
    const results = await replayed(order, engine);
    expect(engine.starts).toBe(1);
    const nmis = (trace: CpuTrace) => trace.events.filter(({ event }) => event === "decide").length;
    expect(results.map((result) => result.verdict === "agrees" && result.nmis)).toEqual(
      order.map(nmis),
    );
  });

  test("an engine that does not start fails all of them at once", async () => {
    const engine = counting(["no-such-engine"]);
    const results = await replayed(traces, engine);
    expect(engine.starts).toBe(1);
    for (const result of results) {
      expect(result).toMatchObject({ verdict: "failed", diagnostic: { code: "engine/not-found" } });
    }
  });

  test("an engine that ends wrongly is told after the results", async () => {
    const results: ReplayResult[] = [];
    const run = async () => {
      const sources = [{ trace: walkTrace({ events: 0 }) }];
      for await (const { result } of replayAll(
        sources,
        counting([process.execPath, broken, "rude"]),
      )) {
        results.push(result);
      }
    };
    await expect(run()).rejects.toMatchObject({ code: "engine/exit-code" });
    expect(results).toHaveLength(1);
  });
});

describe("a user's policy", () => {
  const userPolicy = { name: "mine", policy: mainline };
  const trace = walkTrace({ events: 200, userPolicy });

  test("is replayed on the model where that is asked for, and the result says so", async () => {
    const engine = counting([process.execPath, reference]);
    const [mine, builtIn] = await replayed([trace, ...traces.slice(0, 1)], {
      ...engine,
      onModel: ({ trace }) => (trace.policy.builtIn ? undefined : mainline),
    });
    expect(mine).toMatchObject({
      verdict: "agrees",
      engine: { title: "the model", name: "nmicheck-model", version: "1" },
    });
    expect(builtIn?.engine.name).toBe("nmicheck-reference");
  });

  test("is not played by an engine that does not know it, and never by another engine", async () => {
    const [result] = await replayed([trace], counting([process.execPath, reference]));
    expect(result).toMatchObject({
      verdict: "unsupported",
      engine: { name: "nmicheck-reference" },
      reason:
        "it does not know the policy mine, which is a file's: it announces none, v5, mainline",
    });
  });

  test("is not played as the built-in policy of the same name", async () => {
    const called = walkTrace({ events: 20, userPolicy: { name: "mainline", policy: mainline } });
    const [result] = await replayed([called], counting([process.execPath, reference]));
    expect(result).toMatchObject({ verdict: "unsupported" });
    const [onModel] = await replayed([called], {
      ...counting([process.execPath, reference]),
      onModel: () => mainline,
    });
    expect(onModel).toMatchObject({ verdict: "agrees", engine: { name: "nmicheck-model" } });
  });
});
