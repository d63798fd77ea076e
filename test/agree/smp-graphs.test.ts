import { expect, test } from "vitest";
import { bareBoard } from "../../src/machine/configuration/boards.js";
import { slice } from "../slice.js";
import { agreedSmpGraph } from "./smp-configurations.js";

const platform = { chain: [1] as const, rips: 1, sticky: false, shadow: false };

const bare = { ...bareBoard, cpus: 2 } as const;

/** Two CPUs; `npm run test:full` has more handlers and the other boards. */
const machines = [
  { board: { ...bare, sharedTo: "all", sharedLock: "skip" } as const, states: 2_727 },
  { board: { ...bare, sharedTo: "none" } as const, states: 1_272 },
  { board: { ...bare, sharedTo: "all" } as const, states: 1_805 },
  { board: { ...bare, sharedTo: "none", portTo: "all" } as const, states: 7_624 },
  {
    board: { ...bare, sharedTo: "none", portTo: "all", reasonLock: "held" } as const,
    states: 10_406,
  },
];

test.each(slice(machines, 5))(
  "two CPUs have the same graph executed and in TLC: $board",
  async ({ board, states }) => {
    expect((await agreedSmpGraph({ policy: "mainline", platform, board })).states).toBe(states);
  },
);
