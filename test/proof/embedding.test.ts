import { expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { askSolver } from "../../src/compiler/smt/solver/answers.js";
import { npmZ3 } from "../../src/compiler/smt/solver/solvers.js";
import { irOf } from "../../src/machine/policy/ir-cache.js";
import { conclude } from "../../src/machine/proof/conclude.js";
import { type PlainWalk, plainWalkOf } from "../../src/machine/proof/containing-chains.js";
import { embeddingScript } from "../../src/machine/proof/embedding.js";

test("a run under v5 is one on every chain that contains its, and only if the walk is told as it is", async () => {
  const walk = plainWalkOf(policies.v5);
  if (walk === null) throw new Error("v5 has no plain walk");
  const model = await irOf({
    origin: { kind: "builtIn", name: "v5" },
    compiled: () => Promise.reject(new Error("it is built in")),
    compiledBoard: () => Promise.reject(new Error("it is built in")),
  });
  const scripts = (
    [
      walk,
      // It stops after the first claimer.
      { ...walk, stops: [] },
      // It keeps `swallow_nmi` unset or set.
      { ...walk, memories: walk.memories.slice(0, 1) },
    ] satisfies readonly PlainWalk[]
  ).map((told) => embeddingScript({ model, policy: "v5", walk: told, chain: [1, 1] }));
  const answers = await askSolver(npmZ3, scripts, { milliseconds: 20_000 });
  const [told, goesOn, forgets] = scripts.map((script, index) =>
    conclude(script, [["z3", answers[index] ?? new Map()]]),
  );
  expect(told?.kind).toBe("proven");
  expect(goesOn).toMatchObject({ kind: "not proven", said: "sat" });
  expect(forgets).toMatchObject({ kind: "not proven", said: "sat" });
});
