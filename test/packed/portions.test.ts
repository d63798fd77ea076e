import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { atOnce, inPortions, type Portions } from "../../src/checkers/packed/portions.js";
import { SearchStopped } from "../../src/checkers/packed/search-stopped.js";

function* counting(most: number): Portions<number> {
  let count = 0;
  while (count < most) {
    count++;
    yield;
  }
  return count;
}

test("work in portions has the result of the same work at once", async () => {
  expect(atOnce(counting(1000))).toBe(1000);
  expect(await inPortions(counting(1000), undefined)).toBe(1000);
});

test("what else happens in the process ends it", async () => {
  const controller = new AbortController();
  void sleep(50).then(() => controller.abort());
  const endless = inPortions(counting(Number.POSITIVE_INFINITY), controller.signal);
  await expect(endless).rejects.toEqual(new SearchStopped({ bound: "cancelled" }));
});
