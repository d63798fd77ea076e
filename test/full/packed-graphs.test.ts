import { expect, test } from "vitest";
import { configuration } from "../packed/nmi.js";
import { withMainline } from "../packed/streamed.js";

const large = { chain: [3, 3, 3], rips: 3, sticky: false, shadow: false } as const;

test("the explorer has TLC's graph of a million states", async () => {
  const { compiled, model } = configuration("mainline", large);
  await withMainline(large, async (graph) => {
    expect(graph.states).toBeGreaterThan(1_000_000);
    expect(await graph.difference(compiled, model)).toBeNull();
  });
}, 1_800_000);
