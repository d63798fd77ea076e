import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { expect, test } from "vitest";
import { MemoryBudget, tlcBytes } from "../../src/analyses/check/memory-budget.js";
import { shareMachine } from "../../src/analyses/check/share-machine.js";

const MEBIBYTE = 2 ** 20;

test("never more is planned than there is, whatever runs and however it ends", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ bytes: fc.integer({ min: 1, max: 100 }), fails: fc.boolean() }), {
        minLength: 1,
        maxLength: 30,
      }),
      async (runs) => {
        const planned: number[] = [];
        const budget = new MemoryBudget(100, (bytes) => planned.push(bytes));
        let taken = 0;
        const ended = await Promise.allSettled(
          runs.map(({ bytes, fails }) =>
            budget.use(bytes, async () => {
              taken += bytes;
              expect(taken).toBeLessThanOrEqual(100);
              await sleep(0);
              taken -= bytes;
              if (fails) throw new Error("it failed");
            }),
          ),
        );
        expect(ended.map(({ status }) => status === "rejected")).toEqual(
          runs.map(({ fails }) => fails),
        );
        expect(Math.max(...planned)).toBeLessThanOrEqual(100);
        expect(planned.at(-1)).toBe(0);
      },
    ),
    { numRuns: 50, seed: 2011 },
  );
});

test("two runs that fit are under way at once, and nobody overtakes one who waits", async () => {
  const begun: string[] = [];
  const budget = new MemoryBudget(100);
  const run = (name: string, bytes: number) =>
    budget.use(bytes, async () => {
      begun.push(name);
      await sleep(20);
    });
  const all = [run("a", 40), run("b", 40), run("large", 90), run("c", 10)];
  await sleep(0);
  expect(begun).toEqual(["a", "b"]);
  await Promise.all(all);
  expect(begun).toEqual(["a", "b", "large", "c"]);
});

test("check/over-budget: a run that can never have enough", async () => {
  const budget = new MemoryBudget(512 * MEBIBYTE);
  await expect(budget.use(tlcBytes("2g"), async () => {})).rejects.toMatchObject({
    code: "check/over-budget",
    blame: "user",
    message: "a run may take 2304 MiB of memory, and there are 512 MiB for it.",
    remedy: "give more (`--memory`), or less to each run (`--heap`).",
  });
  expect(() => new MemoryBudget(100 * MEBIBYTE).tlcHeap(1)).toThrow(
    "a run may take 320 MiB of memory, and there are 75 MiB for it.",
  );
});

test.each([500, 700, 1400, 4096, 65_536])(
  "%d MiB: as many runs of TLC as fit beside the explorer, with what they may take",
  (mebibytes) => {
    const budget = new MemoryBudget(mebibytes * MEBIBYTE);
    const { heap, atOnce } = budget.tlcHeap(8);
    expect(atOnce).toBeGreaterThan(0);
    expect(budget.explorerBytes + atOnce * tlcBytes(heap)).toBeLessThanOrEqual(budget.bytes);
  },
);

test("a heap that was asked for is kept, and as many runs are at once as it allows", () => {
  const budget = new MemoryBudget(1200 * MEBIBYTE);
  const share = shareMachine(16, { heap: "800m", workers: 1, budget });
  expect(share).toMatchObject({ heap: "800m", atOnce: 1, workers: 1 });
});
