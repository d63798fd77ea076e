import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { noGuestAxes } from "../../../src/engines/qemu/guest-axes.js";
import { GUEST_LIMITS } from "../../../src/engines/qemu/limits.js";
import { guestFolder } from "../../../src/engines/qemu/module.js";
import { goodbyeLine, traceLine } from "../../../src/engines/qemu/program.js";

test("a trace is one line of digits behind a checksum", () => {
  const line = traceLine({
    chain: [2, 1],
    axes: noGuestAxes,
    nmis: [
      {
        rip: 2,
        latched: false,
        edges: [{ from: "slot", handler: 1, slot: 0 }, { from: "outside" }],
        arrivals: [{ before: 3, edge: { from: "slot", handler: 0, slot: 1 } }],
        moveTo: 1,
      },
      { rip: 1, latched: true, edges: [], arrivals: [], moveTo: null },
    ],
    trailing: false,
    imitations: [],
  });
  // handlers and slots, handlerQuirk, NMI_UNKNOWN and PMU, NMIs; place, move, touch, edges, arrivals; the same of the second NMI
  const numbers = ["221", "000", "2", "210", "22000", "1311", "000", "0", "0"].join("");
  expect(line).toBe(`3e175c0f${numbers}\n`);
});

test("an edge is sent behind an NMI at the place that the CPU goes on at", () => {
  const nmi = { rip: 2, latched: false, edges: [], arrivals: [], moveTo: null } as const;
  const line = (...nmis: Parameters<typeof traceLine>[0]["nmis"]) =>
    traceLine({ chain: [1], axes: noGuestAxes, nmis, trailing: true, imitations: [] }).slice(14);
  expect(line({ ...nmi, sendsBehind: true })).toBe("22400\n");
  expect(line({ ...nmi, sendsBehind: true, moveTo: 1, touchedAfter: true })).toBe("21600\n");
  expect(line({ ...nmi, touchedBefore: true })).toBe("20100\n");
});

test("a number of two digits is marked", () => {
  const line = (edges: number) =>
    traceLine({
      chain: [1],
      axes: noGuestAxes,
      nmis: [
        {
          rip: 1,
          latched: false,
          edges: Array.from({ length: edges }, () => ({ from: "outside" as const })),
          arrivals: [],
          moveTo: null,
        },
      ],
      trailing: false,
      imitations: [],
    }).slice(8);
  expect(line(77)).toBe(`110001100}${"00".repeat(77)}0\n`);
  expect(line(78)).toBe(`110001100~10${"00".repeat(78)}0\n`);
  expect(line(4_096)).toBe(`110001100~dX${"00".repeat(4_096)}0\n`);
});

test("goodbye is an empty line", () => {
  expect(goodbyeLine).toBe("00000000\n");
});

test("the guest's module has the room that the planner counts on", async () => {
  const text = await readFile(join(guestFolder, "limits.h"), "utf8");
  const defined = Object.fromEntries(
    [...text.matchAll(/^#define MAX_(\w+) (\d+)$/gm)].map(([, name = "", value]) => [
      name.toLowerCase(),
      Number(value),
    ]),
  );
  expect(defined).toEqual(GUEST_LIMITS);
});
