import { expect, test } from "vitest";
import { configuration } from "../packed/nmi.js";
import { withMainline } from "../packed/streamed.js";

const large = { chain: [3, 3, 3], rips: 3, sticky: false, shadow: false } as const;

test("the explorer has TLC's graph of a million states, with 1, 2 and 4 workers", async () => {
  const { compiled, model } = configuration("mainline", large);
  await withMainline(large, async (graph) => {
    expect(graph.states).toBeGreaterThan(1_000_000);
    for (const workers of [1, 2, 4]) {
      expect(await graph.difference(compiled, model, workers)).toBeNull();
    }
  });
}, 1_800_000);
