import { expect, test } from "vitest";
import { keepsSwallowNmi } from "../../src/analyses/review/causes.js";

const phases = [
  { name: "disarmed", swallowNmi: false },
  { name: "armed", swallowNmi: true },
];

test.each([
  ["swallow_nmi alone", phases, 0, true],
  ["swallow_nmi and an ip", phases, 1, false],
  ["nothing", [{ name: "any", swallowNmi: null }], 0, false],
] as const)("causes are told with what the kernel keeps: %s", (_, kept, remembers, isTold) => {
  expect(keepsSwallowNmi({ document: { phases: kept, remembers } })).toBe(isTold);
});
