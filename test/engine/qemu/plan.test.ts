import { describe, expect, test } from "vitest";
import type { EngineCall } from "../../../src/engines/engine.js";
import { type GuestAxes, noGuestAxes } from "../../../src/engines/qemu/guest-axes.js";
import {
  type MachineCall,
  type TracePlan,
  TracePlanner,
  tooLarge,
} from "../../../src/engines/qemu/plan.js";

const ideal = {
  op: "setup",
  policy: "mainline",
  chain: [2, 1],
  rips: 2,
  sticky: false,
  shadow: false,
  cpus: 1,
} as const satisfies EngineCall;
const shadow = { ...ideal, shadow: true } as const;

const raise = (handler: number, slot: number) => ({ op: "raise", cpu: 0, handler, slot }) as const;
const external = { op: "external", cpu: 0 } as const;
const execute = (rip: number) => ({ op: "execute", cpu: 0, rip }) as const;
const nmi = (...arrivals: (MachineCall & { op: "nmi" })["arrivals"]) =>
  ({ op: "nmi", cpu: 0, arrivals }) as const;

function planOf(setup: typeof ideal | typeof shadow, calls: readonly MachineCall[]): TracePlan {
  const planner = new TracePlanner(setup);
  for (const call of calls) expect(planner.add(call)).toBeNull();
  return planner.plan;
}

const slot = (handler: number, number: number) =>
  ({ from: "slot", handler, slot: number }) as const;
const outside = { from: "outside" } as const;

test("edges outside NMI context go out from where the CPU is", () => {
  const plan = planOf(ideal, [execute(2), raise(0, 0), external, nmi()]);
  expect(plan.nmis).toEqual([
    { rip: 2, latched: false, edges: [slot(0, 0), outside], arrivals: [], moveTo: null },
  ]);
  expect(plan.trailing).toBe(false);
});

test("an edge during an NMI makes the next one come by itself", () => {
  const late = { before: 1, event: "external" } as const;
  const plan = planOf(ideal, [raise(0, 0), nmi(late), nmi()]);
  expect(plan.nmis).toEqual([
    {
      rip: 1,
      latched: false,
      edges: [slot(0, 0)],
      arrivals: [{ before: 1, edge: outside }],
      moveTo: null,
    },
    { rip: 1, latched: true, edges: [], arrivals: [], moveTo: null },
  ]);
});

test("what is raised while an NMI is latched belongs to the end of the one before it", () => {
  const late = { before: 0, event: "external" } as const;
  const plan = planOf(ideal, [raise(0, 0), nmi(late), raise(1, 0), nmi()]);
  expect(plan.nmis[0]?.arrivals).toEqual([
    { before: 0, edge: outside },
    { before: 3, edge: slot(1, 0) },
  ]);
  expect(plan.nmis[1]?.edges).toEqual([]);
});

test("an arrival after the end of the walk comes with the last poll", () => {
  const late = { before: 99, event: "raise", handler: 1, slot: 0 } as const;
  const plan = planOf(ideal, [raise(0, 0), nmi(late)]);
  expect(plan.nmis[0]?.arrivals).toEqual([{ before: 3, edge: slot(1, 0) }]);
  expect(plan.trailing).toBe(true);
});

test("a CPU that moves while an NMI is latched is moved by a handler, and that is told", () => {
  const late = { before: 3, event: "external" } as const;
  const plan = planOf(shadow, [raise(0, 0), nmi(late), execute(2), nmi()]);
  expect(plan.nmis.map(({ rip, moveTo }) => ({ rip, moveTo }))).toEqual([
    { rip: 1, moveTo: 2 },
    { rip: 2, moveTo: null },
  ]);
  expect(plan.imitations).toEqual([
    "the CPU moved while an NMI was latched: a handler changed the address that the NMI before it returned to",
  ]);
});

test("edges before a move go out after it, and that is told", () => {
  const plan = planOf(shadow, [raise(0, 0), execute(2), nmi()]);
  expect(plan.nmis).toEqual([
    { rip: 2, latched: false, edges: [slot(0, 0)], arrivals: [], moveTo: null },
  ]);
  expect(plan.imitations).toEqual([
    "the CPU moved while an NMI was pending: its edges were sent after the move",
  ]);
});

test("a CPU in a loop does not move", () => {
  expect(planOf(shadow, [raise(0, 0), execute(1), nmi()]).imitations).toEqual([]);
});

describe("what does not fit is told, and changes nothing", () => {
  const cases: readonly (readonly [MachineCall, string, string])[] = [
    [nmi(), "order", "no NMI is pending"],
    [raise(2, 0), "range", "there is no handler 2"],
    [raise(1, 1), "range", "handler 1 has no slot 1"],
    [execute(3), "range", "rip goes from 1 to 2"],
    [{ ...external, cpu: 1 }, "range", "there is one CPU, number 0"],
  ];
  test.each(cases)("%j", (call, code, message) => {
    const planner = new TracePlanner(ideal);
    expect(planner.add(call)).toEqual({ code, message });
    expect(planner.plan).toEqual(new TracePlanner(ideal).plan);
  });

  test("a move while an NMI is pending, on a machine without a shadow", () => {
    const planner = new TracePlanner(ideal);
    planner.add(external);
    expect(planner.add(execute(1))).toEqual({
      code: "order",
      message: "an NMI is pending, and it comes before the next instruction",
    });
  });

  test("an arrival at a slot that is not there", () => {
    const planner = new TracePlanner(ideal);
    planner.add(external);
    const wrong = nmi({ before: 0, event: "raise", handler: 0, slot: 2 });
    expect(planner.add(wrong)).toEqual({ code: "range", message: "handler 0 has no slot 2" });
    expect(planner.plan.nmis).toEqual([]);
  });
});

describe("with axes", () => {
  const planned = (axes: Partial<GuestAxes>, ...calls: readonly MachineCall[]) => {
    const planner = new TracePlanner(shadow, { ...noGuestAxes, ...axes });
    const misfits = calls.map((call) => planner.add(call));
    return { misfit: misfits.find((misfit) => misfit !== null) ?? null, plan: planner.plan };
  };
  const touch = { op: "touch", cpu: 0 } as const;
  const fault = { before: 1, event: "fault" } as const;
  const nest = { before: 2, event: "nest" } as const;
  const late = { before: 1, event: "external" } as const;

  test("touch, before an NMI's edges and while it is latched", () => {
    const { plan } = planned({ touch: "yes" }, touch, external, nmi(late), touch, nmi());
    expect(plan.nmis).toMatchObject([{ touchedBefore: true, touchedAfter: true }, { rip: 1 }]);
    expect(plan.imitations).toHaveLength(1);
    expect(planned({}, touch).misfit).toEqual({
      code: "unsupported",
      message: "the machine was set up without the axis touch",
    });
  });

  test("an overflow behind the mask of the LVTPC is silent, and brings no NMI", () => {
    const twice = [raise(0, 0), nmi({ before: 1, event: "raise", handler: 0, slot: 0 })];
    const { plan } = planned({ lvtpc: "late" }, ...twice);
    expect(plan).toMatchObject({
      nmis: [{ arrivals: [{ before: 1, edge: { silent: true } }] }],
      trailing: false,
    });
    expect(planned({ lvtpc: "early" }, ...twice).plan.trailing).toBe(true);
  });

  test("an NMI that nests is a run of its own, and its edge is sent when it nests", () => {
    const { plan } = planned({ nesting: "yes" }, external, nmi(fault, late, nest));
    expect(plan.nmis).toMatchObject([
      { latched: false, arrivals: [{ before: 2, edge: { from: "nest", sends: true } }] },
      { latched: true, rerun: true, arrivals: [] },
    ]);
    const latched = planned({ nesting: "yes" }, external, nmi(late, fault, nest)).plan;
    expect(latched.nmis[0]?.arrivals.at(-1)?.edge).toEqual({ from: "nest", sends: false });
    expect(latched.trailing).toBe(false);
  });

  test("an edge that pends behind one that has nested is sent when the NMI is over", () => {
    const after = { before: 3, event: "external" } as const;
    const { plan } = planned({ nesting: "yes" }, external, nmi(fault, late, nest, after));
    expect(plan.nmis.map(({ sendsBehind }) => sendsBehind)).toEqual([undefined, true]);
    expect(plan.nmis.flatMap(({ arrivals }) => arrivals)).toHaveLength(1);
    expect(plan).toMatchObject({
      trailing: true,
      imitations: [expect.any(String), expect.stringContaining("was sent right after it")],
    });
  });

  test("the status bit of an event that pends so is set in its place", () => {
    const after = { run: 1, before: 1, event: "raise", handler: 1, slot: 0 } as const;
    const { plan } = planned({ nesting: "yes" }, external, nmi(fault, late, nest, after), nmi());
    expect(plan.nmis).toMatchObject([
      { latched: false },
      { rerun: true, sendsBehind: true, arrivals: [{ before: 1, edge: { silent: true } }] },
      { latched: true, arrivals: [] },
    ]);
    expect(plan.trailing).toBe(false);
  });

  test("what cannot be", () => {
    const misfit = (...arrivals: (MachineCall & { op: "nmi" })["arrivals"]) =>
      planned({ nesting: "yes" }, external, nmi(...arrivals)).misfit?.message;
    expect(misfit(nest)).toBe("no NMI pends, or NMIs are blocked");
    expect(misfit(fault, nest)).toBe("no NMI pends, or NMIs are blocked");
    expect(misfit(fault, fault)).toBe("NMIs are unblocked already");
    expect(misfit({ ...late, run: 1 })).toBe("an arrival is for a run that does not happen");
    expect(planned({}, external, nmi(fault)).misfit?.message).toBe(
      "the machine was set up without the axis nesting",
    );
    expect(planned({}, { ...external, source: "own" }).misfit?.message).toBe(
      "the machine was set up without the axis of this source",
    );
  });
});

describe("the guest's room", () => {
  const sized = (chain: readonly number[], rips: number, calls: readonly MachineCall[]) => {
    const planner = new TracePlanner({ ...ideal, chain, rips });
    for (const call of calls) planner.add(call);
    return tooLarge(planner.plan);
  };
  const many = <Call extends MachineCall>(count: number, ...calls: readonly Call[]) =>
    Array.from({ length: count }, () => calls).flat();

  test("is enough for what it says", () => {
    expect(sized(Array(8).fill(8), 4, [execute(4), ...many(4_096, external), nmi()])).toBeNull();
    expect(sized([1], 1, many<MachineCall>(128, external, nmi()))).toBeNull();
  });

  test.each([
    [sized(Array(9).fill(1), 1, []), "9 handlers", 8],
    [sized([9], 1, []), "9 slots in one handler", 8],
    [sized([1], 5, [execute(5), external, nmi()]), "5 places", 4],
    [sized([1], 1, [...many(4_097, external), nmi()]), "4097 edges outside of its NMIs", 4096],
    [
      sized([1], 1, [external, nmi(...Array(4_097).fill({ before: 0, event: "external" }))]),
      "4097 edges during its NMIs",
      4096,
    ],
    [sized([1], 1, many<MachineCall>(129, external, nmi())), "129 NMIs", 128],
  ])("%s", (said, found, limit) => {
    expect(said).toBe(`it has ${found}, and the guest's module has room for ${limit}`);
  });
});
