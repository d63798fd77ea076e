import { expect, test } from "vitest";
import { agreedSmpGraph } from "./smp-configurations.js";

const platform = { chain: [1] as const, rips: 1, sticky: false, shadow: false };

/** Two CPUs; `npm run test:full` has more handlers and the other boards. */
test.each([
  { board: { cpus: 2, externalTo: "boot", sharedTo: "none" } as const, states: 1_272 },
  { board: { cpus: 2, externalTo: "boot", sharedTo: "all" } as const, states: 1_805 },
])("two CPUs have the same graph executed and in TLC: $board", async ({ board, states }) => {
  expect((await agreedSmpGraph({ policy: "mainline", platform, board })).states).toBe(states);
});
