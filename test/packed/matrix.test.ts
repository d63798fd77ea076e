import { describe, expect, test } from "vitest";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import { graphDifference } from "./graph-difference.js";
import { slicedMatrix } from "./nmi.js";

describe("the compiled explorer against the typed model run as TypeScript", () => {
  test.each(slicedMatrix(16))("$name: the same graph, answers, paths and counts", async (one) => {
    const { compiled, model } = one;
    const { seconds: _, ...expected } = await explore(model);
    const { seconds: __, bytes: ___, ...actual } = await explorePacked(compiled, model);
    expect(actual).toEqual(expected);
    expect(await graphDifference(compiled, model)).toBeNull();
  });
});
