import { describe, expect, test } from "vitest";
import { matrix } from "../packed/nmi.js";
import { workerDifference } from "../packed/worker-difference.js";

describe("several workers find what one finds, on the whole test matrix", () => {
  test.each(matrix())("$name", async ({ compiled }) => {
    for (const workers of [2, 4]) expect(await workerDifference(compiled, workers)).toBeNull();
  });
});
