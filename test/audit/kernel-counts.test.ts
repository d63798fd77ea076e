import { expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { HEAD, idle, nmi } from "./log-lines.js";
import { auditText } from "./soundness.js";

const machine = {
  policy: { name: "mainline", policy: policies.mainline },
  platform: "ideal",
  axes: undefined,
} as const;

/** A reading of the probe on CPU 0. */
const reading = (time: number, swallow: number): string =>
  `# nmicheck-audit: counts CPU 0 at ${time.toFixed(6)}: normal 9 unknown 0 external 0 swallow ${swallow}`;

/** An NMI that was swallowed or reported, and the log does not tell which: nothing says what is printed. */
const silent = HEAD.slice(1);
const unknownWhich = [...nmi(1, "x+0x1/0x9", 1, 0), ...nmi(2, "y+0x1/0x9", 2, 0)];
/** The address of the first NMI after a loss is not known to be another one. */
const after = ["CPU:0 [LOST 4 EVENTS]", ...nmi(3, idle, 0, 0), ...nmi(4, "z+0x1/0x9", 1, 0)];

function audited(lines: readonly string[]) {
  return auditText(`${lines.join("\n")}\n`, { machine, unknownHandlers: [] });
}

test("without the kernel's count an NMI may have been swallowed, and with it surely not", () => {
  const log = [...unknownWhich, ...after];
  expect(audited([...silent, ...log]).counts.mayBeLost).toBe(1);
  const counted = audited([...silent, reading(0, 7), ...log, reading(5, 7)]);
  expect(counted.kernelCounts).toEqual([{ cpu: 0, swallowed: 0, inLog: 0, says: "same" }]);
  expect(counted.counts.mayBeLost).toBe(0);
  expect(counted.losses.has("not understood")).toBe(false);
});

test("nothing follows from a count that has grown by more, or that was read once", () => {
  const log = [...unknownWhich, ...after];
  const more = audited([...silent, reading(0, 7), ...log, reading(5, 9)]);
  expect(more.kernelCounts).toMatchObject([{ swallowed: 2, inLog: 0, says: "more" }]);
  expect(more.counts.mayBeLost).toBe(1);
  const once = audited([...silent, reading(0, 7), ...log]);
  expect(once.kernelCounts).toEqual([]);
  expect(once.counts.mayBeLost).toBe(1);
});

test("an NMI after the last reading is none of those that were counted", () => {
  const found = audited([...silent, reading(0, 7), ...unknownWhich, reading(2.5, 7), ...after]);
  expect(found.kernelCounts).toMatchObject([{ says: "same" }]);
  expect(found.counts.mayBeLost).toBe(1);
});

test("a kernel that swallowed fewer than the log says is another one; the counter is of 32 bits", () => {
  const swallowed = [...nmi(1, "x+0x1/0x9", 1, 0), ...nmi(2, idle, 2, 0), ...nmi(3, idle, 0, 0)];
  const log = [...swallowed, ...nmi(4, "z+0x1/0x9", 1, 0)];
  const fewer = audited([...HEAD, reading(0, 7), ...log, reading(5, 7)]);
  expect(fewer.kernelCounts).toMatchObject([{ swallowed: 0, inLog: 1, says: "fewer" }]);
  const wrapped = audited([...HEAD, reading(0, 2 ** 32 - 1), ...log, reading(5, 0)]);
  expect(wrapped.kernelCounts).toMatchObject([{ swallowed: 1, inLog: 1, says: "same" }]);
  // What was swallowed for sure may still have been real.
  expect(wrapped.counts.mayBeLost).toBe(1);
});

test("a reading that is cut is a loss", () => {
  const { losses } = audited([...HEAD, reading(0, 7).slice(0, 40), ...nmi(1, idle, 1, 0)]);
  expect(losses.get("not understood")).toEqual({ places: 1, events: 0 });
});
