import { expect, test } from "vitest";
import { explainPacking } from "../../src/checkers/packed/packing-table.js";
import { nmiIr } from "./nmi.js";

test("a state of the NMI model with a chain of 12 slots takes one word", () => {
  const packing = explainPacking(nmiIr("mainline"), {
    chain: [3, 3, 3, 3],
    rips: 4,
    sticky: false,
    shadow: false,
  });
  expect(packing).toMatchObject({ bits: 32, words: 1 });
  expect(packing.rows.slice(11)).toEqual([
    { part: "active[3][2]", values: 2, bits: 1, word: 0, shift: 11 },
    { part: "latched", values: 2, bits: 1, word: 0, shift: 12 },
    { part: "rip", values: 4, bits: 2, word: 0, shift: 13 },
    { part: "lastNmiRip", values: 5, bits: 3, word: 0, shift: 15 },
    { part: "position", values: 14, bits: 4, word: 0, shift: 18 },
    { part: "handled", values: 3, bits: 2, word: 0, shift: 22 },
    { part: "backToBack", values: 2, bits: 1, word: 0, shift: 24 },
    { part: "policyMemory.swallowNmi", values: 2, bits: 1, word: 0, shift: 25 },
    { part: "latchCarriesUnknown", values: 2, bits: 1, word: 0, shift: 26 },
    { part: "carriesUnknown", values: 2, bits: 1, word: 0, shift: 27 },
    { part: "owed", values: 2, bits: 1, word: 0, shift: 28 },
    { part: "outcome", values: 8, bits: 3, word: 0, shift: 29 },
  ]);
});

test("with more slots than fit one word it takes two", () => {
  const packing = explainPacking(nmiIr("v5"), {
    chain: [16, 16],
    rips: 16,
    sticky: true,
    shadow: true,
  });
  expect(packing.words).toBe(2);
  for (const { shift, bits } of packing.rows) expect(shift + bits).toBeLessThanOrEqual(32);
});
