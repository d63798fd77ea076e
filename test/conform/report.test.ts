import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { startEngine } from "../../src/engines/adapter/child-engine.js";
import { conform } from "../../src/engines/conform/conform.js";
import { configurations } from "../../src/engines/conform/matrix.js";
import {
  conformJsonSchema,
  conformReport,
  conformSchema,
} from "../../src/engines/conform/report.js";
import type { Answer, Engine, EngineState } from "../../src/engines/engine.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { replayTrace } from "../../src/engines/replay/replay-trace.js";
import { whole } from "../slice.js";

const origin = {
  nmicheck: "0.1.0",
  modelOf: () => ({ name: "NMI", sha256: "0".repeat(64) }),
};
const small = configurations([[1]], [1]);
const broken = fileURLToPath(
  new URL("../engine/adapter/fixtures/broken-engine.js", import.meta.url),
);

/** The model, but it says that swallowed NMIs were reported. */
function lying(): Engine {
  const model = modelEngine();
  return {
    ...model,
    ask: async (calls) =>
      (await model.ask(calls)).map((answer) =>
        answer.kind === "nmi" && answer.outcome === "swallowed"
          ? { ...answer, outcome: "unknown" as const }
          : answer,
      ),
  };
}

test("the published JSON Schema is the one of the code: `npm run schemas` writes it anew", async () => {
  const file = join(packageRoot, "schemas", "nmicheck.conform-1.schema.json");
  expect(await readFile(file, "utf8")).toBe(conformJsonSchema());
});

test("a run that conforms", async () => {
  const result = await conform(modelEngine(), { origin, configurations: small });
  const report = conformReport("0.1.0", result);
  expect(report).toEqual({
    schema: "nmicheck.conform/1",
    nmicheck: "0.1.0",
    engine: { title: "the model", name: "nmicheck-model", version: "1" },
    conforms: true,
    edges: { total: result.edges.total, covered: result.edges.total },
    nmis: result.nmis,
    seconds: result.seconds,
    divergences: [],
    unsupported: [],
    failure: null,
    coverage: null,
  });
});

test("a divergence is a trace that diverges when it is replayed", async () => {
  const result = await conform(lying(), { origin, configurations: configurations([[2]], [1]) });
  const report = conformSchema.parse(JSON.parse(JSON.stringify(conformReport("0.1.0", result))));
  expect(report.conforms).toBe(false);
  expect(report.edges.covered).toBeLessThan(report.edges.total);
  expect(report.divergences).toHaveLength(10);
  const [first] = report.divergences;
  if (first === undefined) throw new Error("nothing diverges");
  expect(first.sentence).toMatch(
    /^NMI \d is swallowed in the model \(nothing claimed, ip unchanged\), but reported as unknown \("Uhhuh. NMI received for unknown reason"\) on the engine$/,
  );
  expect(first.trace.policy).toEqual({ name: "v5", builtIn: true });
  expect(await replayTrace(first.trace, modelEngine())).toMatchObject({ verdict: "agrees" });
  expect(await replayTrace(first.trace, lying())).toMatchObject({
    verdict: "diverges",
    divergence: { nmi: first.nmi, event: first.event, sentence: first.sentence },
  });
});

whole("the first divergence may end the run", async () => {
  const { divergences } = await conform(lying(), { origin, mostDivergences: 1 });
  expect(divergences).toHaveLength(1);
});

test("what an engine cannot do is told, and its edges are not covered", async () => {
  const [none] = small;
  if (none === undefined) throw new Error("no configuration");
  const engine = modelEngine(new Map());
  const result = await conform(engine, { origin, configurations: [none] });
  expect(conformReport("0.1.0", result)).toMatchObject({
    conforms: false,
    edges: { covered: 0 },
    unsupported: [{ policy: "none", reason: "it does not know the policy none" }],
  });
});

test("an engine that cannot set its state cannot be checked against the model", async () => {
  const blind: Engine = {
    ...modelEngine(),
    ask: async (calls) =>
      calls.map((call) =>
        call.op === "state"
          ? { kind: "refused", code: "unsupported", message: "this engine cannot look in" }
          : { kind: "done" },
      ),
  };
  const result = await conform(blind, { origin, configurations: small });
  expect(result.conforms).toBe(false);
  expect(result.unsupported).toHaveLength(small.length);
  expect(result.unsupported[0]).toMatchObject({ reason: "this engine cannot look in" });
});

test("an engine that breaks is no pass", async () => {
  const engine = await startEngine([process.execPath, broken, "exits"]);
  const report = conformReport("0.1.0", await conform(engine, { origin, configurations: small }));
  await engine.close();
  expect(report).toMatchObject({ conforms: false, failure: { code: "engine/exited" } });
});

test("a run can be cancelled", async () => {
  const signal = AbortSignal.abort(new Error("stop"));
  await expect(conform(modelEngine(), { origin, signal })).rejects.toThrow("stop");
});

/** Keeps `swallow_nmi` set wherever it tells of it, and reports what it would swallow. */
function forgetful(): Engine {
  const engine = modelEngine();
  const armed = (state: EngineState): EngineState => ({ ...state, swallowNmi: true });
  return {
    ...engine,
    ask: async (calls) =>
      (await engine.ask(calls)).map((answer): Answer => {
        if (answer.kind !== "nmi" || answer.state === undefined) return answer;
        const outcome = answer.outcome === "swallowed" ? "unknown" : answer.outcome;
        return { ...answer, outcome, state: armed(answer.state) };
      }),
  };
}

test("ten differences in what it keeps hide none in what it does", async () => {
  const [configuration] = configurations([[2]], [1]).filter(({ policy }) => policy === "mainline");
  if (configuration === undefined) throw new Error("no configuration");
  const result = await conform(forgetful(), { origin, configurations: [configuration] });
  const kinds = result.divergences.map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === "keeps")).toHaveLength(10);
  expect(kinds).toContain("does");
  for (const { kind, compared } of result.divergences) {
    const differing = compared.flatMap(({ aspect, differs }) => (differs ? [aspect] : []));
    if (kind === "keeps") expect(differing).toEqual(["swallow_nmi"]);
    else expect(differing).toContain("outcome");
  }
});
