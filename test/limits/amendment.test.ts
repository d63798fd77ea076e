import { expect, test } from "vitest";
import { mainline } from "../../spec/policies/mainline.js";
import { v5 } from "../../spec/policies/v5.js";
import {
  amended,
  amendments,
  editsOf,
  firstDifference,
  smallestAmendment,
} from "../../src/analyses/limits/amendment.js";
import { compare } from "../../src/analyses/limits/comparison.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import { DEFAULT_OBSERVATION } from "../../src/analyses/limits/observation.js";
import { bestOf } from "../../src/analyses/limits/synthesis.js";
import { walks } from "../../src/analyses/limits/walk.js";
import { applyEdits } from "../../src/engines/linux/edit.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { slice, whole } from "../slice.js";

test.each([
  ["ideal", ["disarm"]],
  ["sticky", ["disarm", "arm-at-one"]],
  ["shadow", ["disarm", "keep-over-rip", "swallow-anywhere"]],
  ["sticky+shadow", ["disarm", "arm-at-one", "keep-over-rip", "swallow-anywhere"]],
] as const)("the smallest change on %s is %s", (name, names) => {
  const hardware = hardwareOf({ platform: namedPlatform(name) }, walks.chain, DEFAULT_OBSERVATION);
  const { knowledge } = bestOf(hardware, "NoSpurious");
  expect(smallestAmendment(knowledge, "chain")?.map((one) => one.name)).toEqual(names);
  expect(firstDifference(knowledge, mainline)).not.toBeNull();
});

test.each(platformNames)("who must not swallow falsely on %s must not swallow", (name) => {
  const hardware = hardwareOf({ platform: namedPlatform(name) }, walks.chain, DEFAULT_OBSERVATION);
  const { knowledge } = bestOf(hardware, "NoFalseSwallow");
  expect(smallestAmendment(knowledge, "chain")?.map((one) => one.name)).toEqual(["never-arm"]);
});

whole("without a change the amended kernel is the kernel, in both walks", () => {
  for (const name of slice(platformNames, 3)) {
    const platform = namedPlatform(name);
    expect(compare({ platform }, mainline, amended([], "chain"))).toEqual([]);
    expect(compare({ platform }, v5, amended([], "seed"))).toEqual([]);
  }
});

whole("the change that is best on the ideal platform costs on every other one", () => {
  const disarm = amended(
    amendments.filter(({ name }) => name === "disarm"),
    "chain",
  );
  const differences = platformNames.map((name) =>
    compare({ platform: namedPlatform(name) }, mainline, disarm).map(
      ({ difference }) => difference,
    ),
  );
  expect(differences).toEqual([
    ["losesLess"],
    ["losesLess", "reportsMore"],
    ["losesLess", "reportsMore"],
    ["losesLess", "reportsMore"],
  ]);
});

test("all edits apply together, one after another", () => {
  const text = [
    "else __this_cpu_write(swallow_nmi, false);",
    "if (handled > 1) __this_cpu_write(swallow_nmi, true);",
    "if (b2b && __this_cpu_read(swallow_nmi))",
    "\t__this_cpu_add(nmi_stats.swallow, 1);",
  ].join("\n");
  const others = amendments.filter(({ name }) => name !== "never-arm");
  expect(applyEdits("nmi.c", text, editsOf(others))).toBe(
    [
      "else (void)0;",
      "if (handled > 0) __this_cpu_write(swallow_nmi, true);",
      "if (__this_cpu_read(swallow_nmi))",
      "\t{\n\t\t__this_cpu_add(nmi_stats.swallow, 1);\n\t\t__this_cpu_write(swallow_nmi, false);\n\t}",
    ].join("\n"),
  );
});

test("what swallows nothing applies to the same text", () => {
  const never = amendments.filter(({ name }) => name === "never-arm");
  expect(applyEdits("nmi.c", "if (handled > 1)", editsOf(never))).toBe("if (false)");
});
