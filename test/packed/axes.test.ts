import { describe, expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { observed } from "../agree/observed.js";
import { wholeModel } from "../agree/path-configurations.js";
import { slice } from "../slice.js";
import { graphDifference } from "./graph-difference.js";

/** Machines whose graphs `test:full` compares with TLC's too: steps and variables of axes that only they have. */
const machines = ["pmu=vanishing", "pmu=stopped", "pmu=late", "pmu=window", "kvm-host=touch"].map(
  (axis) => ({ axis, axes: readAxes([axis]) }),
);

describe("the packed explorer has the graph of the executed model on a machine with an axis", () => {
  test.each(slice(machines, 3))("$axis", async ({ axes }) => {
    const platform = { chain: [1, 1] as const, rips: 2, sticky: false, shadow: true };
    const model = specialisedTo(wholeModel("mainline"), "mainline", axes);
    const executed = nmiModel({ platform, axes: axes.machine, policy: policies.mainline });
    const compiled = compileForExploration(model, platform);
    expect(await graphDifference(compiled, observed(executed, model))).toBeNull();
  });
});
