import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { agreedSmpGraph } from "../agree/smp-configurations.js";

const boards = (["boot", "all"] as const).flatMap((externalTo) =>
  (["none", "boot", "all"] as const).map(
    (sharedTo) => ({ cpus: 2, externalTo, sharedTo }) as const,
  ),
);
const CONFIGURATIONS = [
  ...policyNames.flatMap((policy) =>
    boards.map((board) => ({ policy, chain: [1] as const, rips: 1, board })),
  ),
  ...policyNames.map((policy) => ({
    policy,
    chain: [1, 1] as const,
    rips: 1,
    board: { cpus: 2, externalTo: "boot", sharedTo: "boot" } as const,
  })),
];

test.concurrent.each(CONFIGURATIONS)(
  "the executed model and TLC have the same graph: $policy, $chain, $board",
  async ({ policy, chain, rips, board }) => {
    const platform = { chain, rips, sticky: false, shadow: false };
    expect((await agreedSmpGraph({ policy, platform, board })).states).toBeGreaterThan(100);
  },
);
