import { describe, expect, test } from "vitest";
import { policies, policyNames } from "../../spec/policies/all.js";
import { conformOnCpus, playOnCpus } from "../../src/engines/conform/cpus/conform.js";
import type { Answer, Engine, EngineCall } from "../../src/engines/engine.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { openEngine } from "../../src/engines/open.js";
import { boards } from "../../src/machine/configuration/boards.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { smpCounterexample } from "./smp-counterexample.js";

const platform = namedPlatform("ideal", [1], 1);

/** Every built-in policy on each board of two CPUs. */
const matrix = policyNames.flatMap((policy) =>
  boards.map((board) => ({ policy, platform, board })),
);

test("a kernel of another policy diverges, and the behaviour up to there is told", async () => {
  const [configuration] = matrix.filter(({ policy }) => policy === "mainline");
  if (configuration === undefined) throw new Error("the matrix has mainline");
  const alwaysSwallows = {
    ...policies.mainline,
    finish: (memory: { readonly swallowNmi: boolean }) => {
      return { memory, unclaimed: "swallow" as const };
    },
  };
  const { divergences, conforms } = await conformOnCpus(
    modelEngine(new Map([["mainline", alwaysSwallows]])),
    { configurations: [configuration], mostDivergences: 1 },
  );
  expect(conforms).toBe(false);
  expect(divergences).toHaveLength(1);
  const [{ sentence, behaviour } = { sentence: "", behaviour: [] }] = divergences;
  expect(sentence).toMatch(/^after event \d+ outcome is unknown in the model, but swallowed on/);
  expect(behaviour.at(-1)).toMatch(/^decideOn\([01]\)$/);
  expect(behaviour).toContain("externalEdge");
});

/** The model as an engine, of which some answers are changed. */
function lying(change: (call: EngineCall, answer: Answer) => Answer): Engine {
  const honest = modelEngine();
  return {
    ...honest,
    ask: async (calls) => {
      const answers = await honest.ask(calls);
      return answers.map((answer, index) => {
        const call = calls[index];
        return call === undefined ? answer : change(call, answer);
      });
    },
  };
}

test("an engine that takes its polls in another order diverges at the poll", async () => {
  const engine = lying((call, answer) => {
    if (call.op !== "poll" || answer.kind !== "position") return answer;
    return { kind: "position", position: { at: "polling", handler: 0, slot: 0 } };
  });
  const { divergences } = await conformOnCpus(engine, {
    configurations: matrix.slice(0, 1),
    mostDivergences: 1,
  });
  expect(divergences[0]?.sentence).toMatch(
    /^after event \d+ position is before the decision in the model, but before the poll of slot 0 of handler 0 on the engine$/,
  );
});

test("what one CPU's NMI does to another's state is seen", async () => {
  const engine = lying((call, answer) => {
    if (call.op !== "state" || call.cpu !== 1 || call.set !== undefined) return answer;
    if (answer.kind !== "state") return answer;
    return { kind: "state", state: { ...answer.state, lastNmiRip: null } };
  });
  const { divergences, edges } = await conformOnCpus(engine, {
    configurations: matrix.slice(0, 1),
    mostDivergences: 1,
  });
  expect(edges.covered).toBeLessThan(edges.total);
  expect(divergences[0]?.sentence).toMatch(/^after event \d+ last_nmi_rip is 1 in the model, but/);
});

describe("CPUs that wait for one another", () => {
  const inFront = (value: "emergency" | "rendezvous") =>
    matrix
      .filter(({ policy }) => policy === "mainline")
      .slice(0, 1)
      .map((one) => ({ ...one, axes: readAxes(["cpus=2", `front-handler=${value}`]) }));

  test.each(["emergency", "rendezvous"] as const)(
    "the model as an engine does so on every edge with front-handler=%s",
    async (value) => {
      const result = await conformOnCpus(modelEngine(), { configurations: inFront(value) });
      expect(result).toMatchObject({ conforms: true, divergences: [], unsupported: [] });
      expect(result.edges.covered).toBe(result.edges.total);
      expect(result.edges.total).toBeGreaterThan(10_000);
    },
  );

  test.each([
    ["emergency", "crashOn"],
    ["rendezvous", "summonAll"],
  ] as const)("an engine on which none has to stay (%s) diverges", async (value, event) => {
    const engine = lying((call, answer) => {
      return call.op === "decide" && answer.kind === "refused" ? { kind: "done" } : answer;
    });
    const { divergences } = await conformOnCpus(engine, {
      configurations: inFront(value),
      mostDivergences: 1,
    });
    expect(divergences[0]?.sentence).toMatch(
      /^after event \d+ `decide` cannot happen in the model \(the CPU has to stay in front\), but on/,
    );
    expect(divergences[0]?.behaviour.join(" ")).toContain(event);
    expect(divergences[0]?.behaviour.at(-1)).toMatch(/^(deliverOn|decideOn)/);
  });

  test("what it holds that stands in front is compared", async () => {
    const engine = lying((call, answer) => {
      if (call.op !== "state" || call.set !== undefined || answer.kind !== "state") return answer;
      return { kind: "state", state: { ...answer.state, pending: false } };
    });
    const { divergences } = await conformOnCpus(engine, {
      configurations: inFront("emergency"),
      mostDivergences: Number.POSITIVE_INFINITY,
    });
    // Shot down for good: the execution ends with it in its NMI.
    const shotDown = divergences.filter(({ behaviour }) => {
      const [first, second] = ["crashOn(0)", "deliverOn(1)"].map((one) => behaviour.indexOf(one));
      return first !== undefined && second !== undefined && first >= 0 && second > first;
    });
    expect(shotDown.length).toBeGreaterThan(0);
  });
});

test("an engine of one CPU is not asked, and its edges are not covered", async () => {
  const engine = await openEngine({ kind: "name", name: "reference" });
  const result = await conformOnCpus(engine, { configurations: matrix.slice(0, 1) });
  await engine.close();
  expect(result).toMatchObject({ divergences: [], conforms: false, edges: { covered: 0 } });
  expect(result.unsupported).toHaveLength(1);
});

test("a counterexample is played from the start on", async () => {
  const [board] = boards.filter(({ name }) => name.endsWith("boot, shared source to all"));
  if (board === undefined) throw new Error("there is no such board");
  const configuration = { policy: "mainline" as const, platform, board };
  const path = await smpCounterexample(configuration, "NoSpurious");
  if (path === null) throw new Error("the property holds");
  expect(path.steps).toHaveLength(6);
  expect(await playOnCpus(modelEngine(), configuration, path)).toBeNull();
  const silent = lying((_, answer) => {
    return answer.kind === "nmi" ? { ...answer, outcome: "swallowed" } : answer;
  });
  expect((await playOnCpus(silent, configuration, path))?.sentence).toBe(
    "after event 6 outcome is unknown in the model, but swallowed on the engine",
  );
});
