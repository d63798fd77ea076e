import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { GUEST_LIMITS } from "../../../src/engine/qemu/limits.js";
import { guestFolder } from "../../../src/engine/qemu/module.js";
import { goodbyeLine, traceLine } from "../../../src/engine/qemu/program.js";

test("a trace is one line of numbers behind a checksum", () => {
  const line = traceLine(7, {
    chain: [2, 1],
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
  // number, handlers and slots, NMIs; place, move, edges, arrivals; the same of the second NMI
  expect(line).toBe("99d16681 7 2 2 1 2 2 1 2 2 0 0 0 1 3 1 1 0 0 0 0\n");
});

test("goodbye is the number 0", () => {
  expect(goodbyeLine).toBe("f28406f1 0\n");
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
