import { describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { cpuAxes, withAxes } from "../../src/machine/configuration/axes.js";
import { agreedPathGraph } from "../agree/path-configurations.js";

const platform = { chain: [1, 1] as const, rips: 2, sticky: false, shadow: false };

const ALL = policyNames.flatMap((policy) =>
  cpuAxes.flatMap(({ name, values }) =>
    values.map((value) => ({ policy, axis: name, value: value.name, axes: withAxes([value]) })),
  ),
);

describe("the executed model of the full model and TLC have the same graph", () => {
  test.concurrent.each(ALL)("$policy, $axis $value", async ({ policy, axes }) => {
    expect((await agreedPathGraph({ policy, platform, axes })).states).toBeGreaterThan(500);
  });
});
