import { expect, test } from "vitest";
import type { Platform } from "../../spec/platforms.js";
import { policyNames } from "../../spec/policies/all.js";
import { builtProgram } from "../../src/base/process/built-program.js";
import { startEngine } from "../../src/engines/adapter/child-engine.js";
import { randomCalls } from "../../src/engines/conformance/random-calls.js";
import type { EngineCall } from "../../src/engines/engine.js";
import { modelEngine } from "../../src/engines/model-engine.js";

const reference = builtProgram("src/engines/reference/main.ts");
const CHAINS = [[1], [3, 2, 1], [1, 1, 1, 1]] as const;

test("the reference engine and the model answer random calls alike, refusals too", async () => {
  const engine = await startEngine([process.execPath, reference]);
  const model = modelEngine();
  let nmis = 0;
  for (const policy of policyNames) {
    for (const [seed, chain] of CHAINS.entries()) {
      for (const [sticky, shadow] of [
        [false, false],
        [true, false],
        [false, true],
        [true, true],
      ] as const) {
        const platform: Platform = { chain, rips: 1 + seed, sticky, shadow };
        const calls: EngineCall[] = [
          { op: "setup", policy, ...platform, cpus: 1 },
          ...randomCalls(platform, 1_000, seed),
          { op: "state" },
          { op: "reset" },
          { op: "state" },
        ];
        const [right, answers] = await Promise.all([model.ask(calls), engine.ask(calls)]);
        for (const [index, answer] of answers.entries()) {
          const expected = right[index];
          if (expected?.kind === "refused" && answer.kind === "refused") {
            expect({ call: calls[index], code: answer.code }).toEqual({
              call: calls[index],
              code: expected.code,
            });
          } else {
            expect({ call: calls[index], answer }).toEqual({
              call: calls[index],
              answer: expected,
            });
          }
          if (answer.kind === "nmi") nmis++;
        }
      }
    }
  }
  expect(nmis).toBeGreaterThan(10_000);
  await engine.close();
});
