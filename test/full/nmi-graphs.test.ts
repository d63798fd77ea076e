import { describe, expect, test } from "vitest";
import { agreedGraph, configurations, title } from "../agree/nmi-configurations.js";

const ALL = configurations(
  [1, 2].flatMap((rips) => [
    { chain: [1] as const, rips },
    { chain: [1, 1] as const, rips },
    { chain: [2] as const, rips },
    { chain: [2, 1] as const, rips },
  ]),
);

/** Distinct states that are known beforehand: the scorecard on the ideal platform, [2,1], 2 ips. */
const KNOWN: Readonly<Record<string, number>> = {
  "none, ideal, [2,1], 2 ips": 2_874,
  "v5, ideal, [2,1], 2 ips": 4_168,
  "mainline, ideal, [2,1], 2 ips": 4_408,
};

describe("the executed model and TLC have the same graph", () => {
  test("in 96 configurations", () => {
    expect(ALL).toHaveLength(96);
  });

  test.concurrent.each(
    ALL.map((configuration) => ({ title: title(configuration), configuration })),
  )("$title", async ({ title, configuration }) => {
    const { states, edges } = await agreedGraph(configuration);
    expect(states).toBe(KNOWN[title] ?? states);
    expect(edges).toBeGreaterThan(states);
  });

  test.concurrent.each(
    ALL.filter(({ chain, rips }) => chain.length === 2 && rips === 2).map((configuration) => ({
      title: title(configuration),
      configuration,
    })),
  )("and has it with the policy left open: $title", async ({ title, configuration }) => {
    const { states } = await agreedGraph(configuration, "open policy");
    expect(states).toBe(KNOWN[title] ?? states);
    expect(states).toBeGreaterThan(50);
  });
});
