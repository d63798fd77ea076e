import { expect, test } from "vitest";
import { bySource } from "../../../examples/policies/by-source.js";
import type { Axes } from "../../../spec/cpu/axes.js";
import { external, fault, initial } from "../../../spec/cpu/hardware.js";
import { deliver } from "../../../spec/cpu/kernel.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import { claimedAfter, noClaims, toldSources } from "../../../spec/cpu/policy-input.js";
import { none } from "../../../spec/policies/none.js";
import { explore } from "../../../src/checkers/explore/breadth-first.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { nmiModel } from "../../../src/machine/model/nmi-model.js";

const platform = namedPlatform("ideal", [2, 1]);

function machine(told: Axes["policyInput"]) {
  return { platform, axes: { ...noAxes, policyInput: told }, policy: none };
}

const first = { handlers: [true, false], other: false };
const unknown = { handlers: [false, false], other: true };
const both = { handlers: [true, false], other: true };
const nothing = { handlers: [false, false], other: false };

test.each([
  ["nothing", [nothing, nothing, nothing]],
  ["handlers", [nothing, nothing, nothing]],
  ["bitmap", [first, unknown, both]],
  ["bitmapWithoutUnknown", [first, nothing, first]],
  [
    "bitmapShared",
    [first, { handlers: [false, true], other: false }, { handlers: [true, true], other: false }],
  ],
] as const)("told=%s: of a known source, an unknown one, and both", (told, expected) => {
  const config = machine(told);
  expect([first, unknown, both].map((sources) => toldSources(config, sources))).toEqual(expected);
});

test("what handlers claimed is told as far as they have slots, and only where it is told", () => {
  const config = machine("handlers");
  const once = claimedAfter(config, noClaims(config), 0, 1);
  expect(once).toEqual([1, 0]);
  expect(claimedAfter(config, once, 0, 2)).toEqual([2, 0]);
  expect(claimedAfter(config, once, 1, 1)).toEqual([1, 1]);
  const silent = machine("nothing");
  expect(claimedAfter(silent, noClaims(silent), 0, 1)).toEqual([0, 0]);
});

test.each([
  ["bitmap", []],
  ["bitmapWithoutUnknown", ["NoFalseSwallow"]],
  ["bitmapShared", ["NoFalseSwallow"]],
] as const)(
  "who reports by the bit of unknown sources alone, told=%s, breaks %s",
  async (told, broken) => {
    const config = { ...machine(told), platform: namedPlatform("ideal", [1]), policy: bySource };
    const { answers } = await explore(nmiModel(config));
    const asked = ["NoFalseSwallow", "NoSpurious"] as const;
    expect(asked.filter((name) => answers.get(name)?.answer === "violated")).toEqual(broken);
  },
);

test.each([
  ["nothing", true],
  ["handlers", true],
  ["bitmap", false],
  ["bitmapWithoutUnknown", false],
  ["bitmapShared", false],
] as const)(
  "with nesting an exception unblocks NMIs, unless a bitmap tells of FRED: told=%s, %s",
  (told, isPossible) => {
    const config = { ...machine(told), axes: { ...noAxes, policyInput: told, nesting: true } };
    const pending = external(config, initial(config));
    const taken = pending === null ? null : deliver(config, pending);
    if (taken === null) throw new Error("an NMI that pends can be taken");
    expect(fault(config, taken) !== null).toBe(isPossible);
  },
);
