import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { boards } from "../../src/configuration/boards.js";
import { agreedSmpGraph } from "../agree/smp-configurations.js";

const CONFIGURATIONS = [
  ...policyNames.flatMap((policy) =>
    boards.map(({ board }) => ({ policy, chain: [1] as const, rips: 1, board })),
  ),
  // With a second handler, and with a second slot of the one that one CPU at a time runs.
  ...policyNames.flatMap((policy) =>
    boards
      .filter(({ board }) => board.sharedTo === "boot" && board.externalTo === "boot")
      .flatMap(({ board }) =>
        ([[1, 1], [2]] as const).map((chain) => ({ policy, chain, rips: 1, board })),
      ),
  ),
];

test.concurrent.each(CONFIGURATIONS)(
  "the executed model and TLC have the same graph: $policy, $chain, $board",
  async ({ policy, chain, rips, board }) => {
    const platform = { chain, rips, sticky: false, shadow: false };
    expect((await agreedSmpGraph({ policy, platform, board })).states).toBeGreaterThan(100);
  },
);
