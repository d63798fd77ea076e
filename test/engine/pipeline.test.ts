import { describe, expect, test } from "vitest";
import type { Answer, Engine, EngineCall } from "../../src/engines/engine.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { pipeline } from "../../src/engines/pipeline.js";

const setup: EngineCall = {
  op: "setup",
  policy: "none",
  chain: [1],
  rips: 9_000,
  sticky: false,
  shadow: false,
  cpus: 1,
};

function* executions(count: number): Generator<{ call: EngineCall; number: number }> {
  yield { call: setup, number: 0 };
  for (let number = 1; number <= count; number++) {
    yield { call: { op: "execute", cpu: 0, rip: number }, number };
  }
}

/** The model, and how many calls it has been given. */
function counted(): { engine: Engine; calls: () => number } {
  const model = modelEngine();
  let calls = 0;
  const ask = (asked: readonly EngineCall[]): Promise<readonly Answer[]> => {
    calls += asked.length;
    return model.ask(asked);
  };
  return { engine: { ...model, ask }, calls: () => calls };
}

describe("a pipeline", () => {
  test("hands on every answer with its step, in order", async () => {
    const numbers: number[] = [];
    await pipeline(modelEngine(), executions(5_000), (step, answer) => {
      expect(answer.kind).toBe("done");
      numbers.push(step.number);
      return "go on";
    });
    expect(numbers).toEqual([...executions(5_000)].map(({ number }) => number));
  });

  test("stops when it is told to, with the engine ready for the next call", async () => {
    const { engine, calls } = counted();
    let answered = 0;
    await pipeline(engine, executions(9_000), ({ number }) => {
      answered++;
      return number === 100 ? "stop" : "go on";
    });
    expect(answered).toBe(101);
    expect(calls()).toBeLessThan(4_000);
    const [state] = await engine.ask([{ op: "state" }]);
    expect(state).toMatchObject({ kind: "state", state: { rip: calls() - 2 } });
  });

  test("throws what its steps throw, and what the answers make of it", async () => {
    function* broken() {
      yield* executions(10);
      throw new Error("the steps broke");
    }
    await expect(pipeline(modelEngine(), broken(), () => "go on")).rejects.toThrow(
      "the steps broke",
    );
    const refuse = () => {
      throw new Error("not this one");
    };
    await expect(pipeline(modelEngine(), executions(10), refuse)).rejects.toThrow("not this one");
  });

  test("throws what the engine throws", async () => {
    const engine: Engine = { ...modelEngine(), ask: () => Promise.reject(new Error("it broke")) };
    await expect(pipeline(engine, executions(5_000), () => "go on")).rejects.toThrow("it broke");
  });

  test("counts arrivals: a batch of NMIs with many of them is a small one", async () => {
    const arrivals = Array.from({ length: 400 }, () => ({ before: 0, event: "external" as const }));
    const model = modelEngine();
    let most = 0;
    const ask = (calls: readonly EngineCall[]) => {
      most = Math.max(most, calls.length);
      return model.ask(calls);
    };
    function* nmis(): Generator<{ call: EngineCall }> {
      yield { call: setup };
      for (let number = 0; number < 100; number++) yield { call: { op: "nmi", cpu: 0, arrivals } };
    }
    await pipeline({ ...model, ask }, nmis(), () => "go on");
    expect(most).toBeLessThan(5);
  });
});
