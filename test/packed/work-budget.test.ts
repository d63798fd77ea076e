import { expect, test } from "vitest";
import { SearchStopped } from "../../src/checkers/packed/search-stopped.js";
import { WorkBudget, type WorkLimits } from "../../src/checkers/packed/work-budget.js";
import { whole } from "../slice.js";

/** Works until a bound is met, and keeps what it makes while `keeps`. */
function stoppedBy(limits: WorkLimits, keeps: boolean): SearchStopped {
  const budget = new WorkBudget(limits);
  budget.begin("numbers");
  let kept: number[][] = [];
  try {
    for (;;) {
      kept.push(Array.from({ length: 100 }, (_, index) => index));
      if (!keeps && kept.length > 100) kept = [];
      budget.step();
    }
  } catch (error) {
    if (error instanceof SearchStopped) return error;
    throw error;
  }
}

whole(
  "a search that keeps what it finds ends with what it was allowed, and not with the process",
  () => {
    const bytes = process.memoryUsage.rss() + 200 * 2 ** 20;
    const { bound } = stoppedBy({ heapBytes: bytes }, true);
    expect(bound).toEqual({ bound: "memory", bytes });
    // It looks every 50 ms: what is made until then comes on top, which is little beside gigabytes.
    expect(process.memoryUsage.rss()).toBeLessThanOrEqual(bytes + 32 * 2 ** 20);
  },
);

test("garbage is not what a search takes", () => {
  const heapBytes = process.memoryUsage.rss() * 1.5 + 200 * 2 ** 20;
  const { bound } = stoppedBy({ heapBytes, maxSeconds: 2 }, false);
  expect(bound).toEqual({ bound: "time", seconds: 2 });
});

test("it is told all the time how far a search has come", () => {
  const told: (readonly [string, number])[] = [];
  stoppedBy({ maxSeconds: 1, onProgress: (doing, done) => told.push([doing, done]) }, false);
  expect(told.length).toBeGreaterThan(3);
  expect(told.every(([doing]) => doing === "numbers")).toBe(true);
  const counts = told.map(([, done]) => done);
  expect(counts).toEqual(counts.toSorted((left, right) => left - right));
});
