import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { conformOnCpus } from "../../src/engines/conform/cpus/conform.js";
import { modelEngine } from "../../src/engines/model-engine.js";
import { boards, boardsOf } from "../../src/machine/configuration/boards.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";

const platform = namedPlatform("ideal", [1], 1);

/** Every built-in policy on each board of two CPUs. */
const matrix = policyNames.flatMap((policy) =>
  boards.map((board) => ({ policy, platform, board })),
);

test("the model as an engine agrees with itself on every edge of each board", async () => {
  const result = await conformOnCpus(modelEngine(), { configurations: matrix });
  expect(result).toMatchObject({ divergences: [], unsupported: [], failure: null, conforms: true });
  expect(result.edges.covered).toBe(result.edges.total);
  expect(result.edges.total).toBeGreaterThan(400_000);
});

test("so it does on sticky and shadow platforms, with two places, and with three CPUs", async () => {
  const some = boards.filter(({ board }) => board.externalTo === "boot");
  const configurations = [
    ...some.map((board) => ({ platform: namedPlatform("sticky+shadow", [1], 2), board })),
    ...boardsOf(3)
      .filter(({ board }) => board.externalTo === "boot" && board.sharedTo === "all")
      .map((board) => ({ platform, board })),
  ].map((one) => ({ policy: "mainline" as const, ...one }));
  const result = await conformOnCpus(modelEngine(), { configurations });
  expect(result).toMatchObject({ divergences: [], failure: null, conforms: true });
});
