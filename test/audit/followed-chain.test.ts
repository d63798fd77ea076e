import { expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { HEAD, nmi } from "./log-lines.js";
import { auditText } from "./soundness.js";

/** What an audit says of NMIs of a machine with this axis: when, where, what each handler claimed. */
function unexplained(axis: string, nmis: readonly (readonly [string, number, number])[]) {
  const machine = {
    policy: { name: "mainline", policy: policies.mainline },
    platform: "ideal",
    axes: readAxes([axis]),
  } as const;
  const lines = nmis.flatMap(([place, a, b], index) => nmi(index + 1, place, a, b));
  const text = [...HEAD, ...lines].map((line) => `${line}\n`).join("");
  return auditText(text, { machine, unknownHandlers: [] }).unexplained;
}

test("events that are there stay where they are when a handler claims more than before", () => {
  // Both events of the second NMI came in the first one, and their edges folded into one.
  const nmis = [
    ["x+0x1/0x9", 1, 0],
    ["x+0x1/0x9", 2, 0],
    ["y+0x1/0x9", 1, 0],
  ] as const;
  expect(unexplained("latch-depth=2", nmis)).toEqual([]);
});

test("a handler that claims for the first time may have had its event before", () => {
  const nmis = [
    ["x+0x1/0x9", 1, 0],
    ["x+0x1/0x9", 1, 1],
    ["y+0x1/0x9", 1, 0],
  ] as const;
  expect(unexplained("latch-depth=2", nmis)).toEqual([]);
});
