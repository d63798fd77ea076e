import { describe, expect, test } from "vitest";
import { museumMachines } from "../../src/analyses/museum/machines.js";
import { bestOf, costs, type Judged } from "../../src/analyses/museum/order.js";
import { rowsOn } from "../../src/analyses/museum/tables.js";
import { recordedRows } from "./recorded.js";

const none = { NoFalseSwallow: "holds", NoSpurious: 13, NoMasked: 8 } as const;
const later = { NoFalseSwallow: 14, NoSpurious: "holds", NoMasked: 8 } as const;
const sooner = { NoFalseSwallow: 13, NoSpurious: "holds", NoMasked: 8 } as const;

describe("the best of", () => {
  test("two that err in different ways is either of them, or what the dearer error says", () => {
    const judged = [
      { policy: "none", verdicts: none },
      { policy: "later", verdicts: later },
    ];
    expect(bestOf(judged, "either")).toEqual({ groups: [["none"], ["later"]], beaten: [] });
    expect(bestOf(judged, "lost")).toEqual({
      groups: [["none"]],
      beaten: [{ policy: "later", by: ["none"] }],
    });
    expect(bestOf(judged, "spurious").groups).toEqual([["later"]]);
  });

  test("two that err in one way is the one that errs later, and those alike are a group", () => {
    const judged = [
      { policy: "sooner", verdicts: sooner },
      { policy: "later", verdicts: later },
      { policy: "too", verdicts: later },
    ];
    for (const cost of costs) {
      expect(bestOf(judged, cost)).toEqual({
        groups: [["later", "too"]],
        beaten: [{ policy: "sooner", by: ["later", "too"] }],
      });
    }
  });

  test("one that never errs is that one; of a behaviour without end no length is known", () => {
    const heard: readonly Judged[] = [
      { policy: "silenced", verdicts: { NoMasked: 8, RepeatedExternalReported: "violated" } },
      { policy: "heard", verdicts: { NoMasked: 8, RepeatedExternalReported: "holds" } },
    ];
    expect(bestOf(heard, "lost").groups).toEqual([["heard"]]);
    expect(bestOf(heard, "spurious").groups).toEqual([["heard"]]);
    expect(bestOf([], "either")).toEqual({ groups: [], beaten: [] });
  });
});

test("on each machine a policy is among the best or beaten by one, whatever costs more", async () => {
  const rows = await recordedRows();
  for (const machine of museumMachines) {
    const judged = rowsOn(rows, machine);
    const either = bestOf(judged, "either").groups.flat();
    for (const cost of costs) {
      const { groups, beaten } = bestOf(judged, cost);
      const best = groups.flat();
      const all = [...best, ...beaten.map(({ policy }) => policy)];
      expect(all.toSorted()).toEqual(judged.map(({ policy }) => policy).toSorted());
      expect(best.length).toBeGreaterThan(0);
      // Who is the best to whom an error costs more is beaten by nobody in both.
      expect(best.filter((policy) => !either.includes(policy))).toEqual([]);
      for (const { by } of beaten) {
        expect(by.length).toBeGreaterThan(0);
        expect(by.filter((policy) => !best.includes(policy))).toEqual([]);
      }
    }
  }
});
