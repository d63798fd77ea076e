import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { bareBoard, boards } from "../../src/machine/configuration/boards.js";
import { agreedSmpGraph } from "../agree/smp-configurations.js";

const sharedToBoot = { ...bareBoard, cpus: 2, sharedTo: "boot" } as const;

const CONFIGURATIONS = [
  ...policyNames.flatMap((policy) =>
    boards.map(({ board }) => ({ policy, chain: [1] as const, rips: 1, board })),
  ),
  // With a second handler.
  ...policyNames.map((policy) => ({
    policy,
    chain: [1, 1] as const,
    rips: 1,
    board: sharedToBoot,
  })),
  // And with a second slot of the handler that one CPU at a time runs.
  ...([[1, 1], [2]] as const).map((chain) => {
    const board = { ...sharedToBoot, sharedLock: "skip" } as const;
    return { policy: "mainline", chain, rips: 1, board } as const;
  }),
];

test.concurrent.each(CONFIGURATIONS)(
  "the executed model and TLC have the same graph: $policy, $chain, $board",
  async ({ policy, chain, rips, board }) => {
    const platform = { chain, rips, sticky: false, shadow: false };
    expect((await agreedSmpGraph({ policy, platform, board })).states).toBeGreaterThan(100);
  },
);
