import { expect, test } from "vitest";
import { configuration } from "./nmi.js";
import { withMainline } from "./streamed.js";

const platform = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;

test("the explorer has TLC's graph, and a seeded bug is shown with its path", async () => {
  const { compiled, model } = configuration("mainline", platform);
  await withMainline(platform, async (graph) => {
    expect(graph.states).toBe(4_408);
    expect(graph.edges).toBeGreaterThan(10_000);
    expect(await graph.difference(compiled, model)).toBeNull();
    // A guard that is too weak: the CPU executes while an NMI is pending.
    const weak = configuration("mainline", { ...platform, shadow: true });
    expect(await graph.difference(weak.compiled, weak.model)).toMatch(
      /^Execute -?\d+: 1 times in the explorer, 0 in TLC, after (raise|external)/,
    );
  });
});
