import { expect, test } from "vitest";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { leftOut } from "../../src/report/left-out.js";
import { loadedPolicy } from "../check/loaded-policy.js";

const rows: readonly (readonly [
  axes: readonly string[],
  limits: boolean,
  said: readonly string[],
])[] = [
  [["nesting=yes"], true, []],
  [
    ["unknown-chain=own"],
    true,
    [
      "What any heuristic can know on ideal with unknown-chain=own is not in the report: with unknown-chain=own a report goes to the handlers of the NMI_UNKNOWN chain there.",
    ],
  ],
  [["unknown-chain=own"], false, []],
  [
    ["cpus=2"],
    true,
    [
      "What any heuristic can know on ideal with cpus=2 is not in the report: with cpus=2 an observer sees the NMIs of one CPU, one after the other, and what it may know of those of another is open.",
      "There is no state graph of ideal with cpus=2: only those of one CPU are drawn.",
    ],
  ],
  [
    ["cpus=2"],
    false,
    ["There is no state graph of ideal with cpus=2: only those of one CPU are drawn."],
  ],
];

test.each(rows)(
  "what a machine with %j cannot have is said once, limits %s",
  async (axes, limits, said) => {
    const subject = {
      policy: await loadedPolicy("mainline"),
      platform: namedPlatform("ideal", [1], 1),
      axes: readAxes(axes),
    };
    expect(leftOut([subject, subject], { limits })).toEqual(said);
  },
);
