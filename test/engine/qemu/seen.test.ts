import { describe, expect, test } from "vitest";
import { noGuestAxes } from "../../../src/engines/qemu/guest-axes.js";
import type { GuestNmi, TraceReport } from "../../../src/engines/qemu/guest-report.js";
import type { NmiPlan, TracePlan } from "../../../src/engines/qemu/plan.js";
import { outcomeOfTrace } from "../../../src/engines/qemu/seen.js";

const at = (rip: number, edges = 1): NmiPlan => ({
  rip,
  latched: false,
  edges: Array.from({ length: edges }, () => ({ from: "outside" })),
  arrivals: [],
  moveTo: null,
});
const plan = (nmis: readonly NmiPlan[], more: Partial<TracePlan> = {}): TracePlan => ({
  chain: [2, 1],
  axes: noGuestAxes,
  nmis,
  trailing: false,
  imitations: [],
  ...more,
});
const saw = (ip: number, more: Partial<GuestNmi> = {}): GuestNmi => ({
  ip,
  called: 2,
  claimed: [0, 0],
  unknown: 0,
  ...more,
});
const report = (nmis: readonly GuestNmi[], uhhuh = 0): TraceReport => ({ trace: 1, nmis, uhhuh });

test("what ran again, what NMI_UNKNOWN claimed, and a panic", () => {
  const nest = { before: 0, edge: { from: "nest", sends: true } } as const;
  const runs = [{ ...at(1), arrivals: [nest] }, { ...at(1), rerun: true as const }, at(1)];
  const nmis = [
    saw(0, { claimed: [1, 0], nested: 1, claimedUnknown: [0] }),
    saw(0, { unknown: 1, claimedUnknown: [1] }),
    saw(0, { unknown: 1, claimedUnknown: [0] }),
  ];
  const told = { ...report(nmis, 1), panicked: true as const };
  expect(outcomeOfTrace(plan(runs), told, true)).toMatchObject({
    nmis: [
      {
        outcome: "handled",
        claimedUnknown: [0],
        reruns: [{ outcome: "claimed-unknown", claimedUnknown: [1] }],
      },
      { outcome: "panic" },
    ],
  });
});

test("an NMI that did not nest is told", () => {
  const nest = { before: 0, edge: { from: "nest", sends: true } } as const;
  const runs = [{ ...at(1), arrivals: [nest] }];
  expect(outcomeOfTrace(plan(runs), report([saw(0)]), true)).toEqual({
    kind: "notArranged",
    reason: "in NMI 1 NMIs did not nest as the trace has it",
  });
});

test("what the guest saw becomes the kernel's answers", () => {
  const nmis = [saw(0, { claimed: [1, 1] }), saw(0), saw(64, { unknown: 1 })];
  expect(outcomeOfTrace(plan([at(1), at(1), at(2)]), report(nmis, 1), true)).toEqual({
    kind: "seen",
    nmis: [
      { kind: "nmi", claimed: [1, 1], outcome: "handled" },
      { kind: "nmi", claimed: [0, 0], outcome: "swallowed" },
      { kind: "nmi", claimed: [0, 0], outcome: "unknown" },
    ],
    ips: [0, 0, 64],
    unknown: 1,
    printed: 1,
    imitations: [],
  });
});

test("an NMI that was still latched at the end of the trace is not part of it", () => {
  const outcome = outcomeOfTrace(plan([at(1)], { trailing: true }), report([saw(0), saw(0)]), true);
  expect(outcome).toMatchObject({ kind: "seen", ips: [0] });
});

test("edges that do not fold on this machine are told of", () => {
  const folding = plan([at(1, 2)]);
  expect(outcomeOfTrace(folding, report([saw(0)]), true)).toMatchObject({ imitations: [] });
  expect(outcomeOfTrace(folding, report([saw(0)]), false)).toMatchObject({
    imitations: [
      "edges that come before an NMI is taken were sent as one: this CPU takes an NMI between any two instructions",
    ],
  });
});

describe("what was not brought about has its reason", () => {
  test.each([
    [[at(1), at(1)], [saw(0)], 0, "NMI 2 of the trace did not come"],
    [[at(1)], [saw(0), saw(0)], 0, "an NMI came after NMI 1, and the trace has no more"],
    [[at(1)], [saw(0, { unasked: true })], 0, "NMI 1 came before its edges were sent"],
    [
      [at(1)],
      [saw(0, { disordered: true })],
      0,
      "in NMI 1 the handlers were not called in the order of the chain",
    ],
    [
      [at(1), at(2)],
      [saw(0), saw(0)],
      0,
      "NMI 2 found the CPU where the one before it did (regs->ip 0), and the trace has it elsewhere",
    ],
    [
      [at(1), at(1)],
      [saw(0), saw(4)],
      0,
      "NMI 2 found the CPU elsewhere than the one before it did (regs->ip 0, then 4), and the trace has it at the same place",
    ],
    [
      [at(1)],
      [saw(0)],
      1,
      'the kernel printed "Uhhuh" 1 times, and called the NMI_UNKNOWN chain 0 times',
    ],
  ])("%#", (planned, seen, uhhuh, reason) => {
    expect(outcomeOfTrace(plan(planned), report(seen, uhhuh), true)).toEqual({
      kind: "notArranged",
      reason,
    });
  });
});
