import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { limitsOf } from "../../src/analyses/limits/limits.js";
import type { Aspect } from "../../src/analyses/limits/observation.js";
import { policyFile } from "../../src/analyses/limits/policy-file.js";
import { packageRoot } from "../../src/base/package/root.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import { reductionNames } from "../../src/checkers/packed/reductions.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { graphDifference } from "../packed/graph-difference.js";
import { slice } from "../slice.js";
import { observed } from "./observed.js";
import { agreedSize, agreement } from "./tlc-graph.js";

const platform = namedPlatform("ideal", [1, 1]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-told-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The best policy without a spurious report of an observer that sees all that this tells. */
async function bestFile(told: Aspect): Promise<string> {
  const request = { platform, walk: "chain", observation: ["rip", "handlers", told] } as const;
  const [best] = (await limitsOf(request)).best;
  const written = best === undefined ? null : policyFile(best, request);
  if (written === null) throw new Error("a policy file can see enough for it");
  const file = join(folder, written.fileName);
  await writeFile(file, written.text);
  return file;
}

/** The verdicts, and how long the counterexamples are. */
function lengthsOf({ answers }: Awaited<ReturnType<typeof explorePacked>>): readonly unknown[] {
  return [...answers].map(([name, answer]) => [
    name,
    answer.answer === "violated" ? answer.path.steps.length + 1 : answer.answer,
  ]);
}

function example(name: string): string {
  return join(packageRoot, "examples", "policies", `${name}.ts`);
}

const told = [
  ["by-source", "bitmap"],
  ["last-handled-rip", "handlers"],
  ["best", "bitmap"],
  ["best", "bitmap-without-unknown"],
  ["best", "bitmap-shared"],
] as const;

describe("a policy that is told more: executed, explored and by TLC it has one graph", () => {
  test.each(slice(told, 4))("%s, told=%s", async (which, aspect) => {
    const file = which === "best" ? await bestFile(aspect) : example(which);
    const loaded = await loadPolicy(file, "told");
    if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error("refused");
    expect(loaded.policy.isToldMore).toBe(true);
    const named = readAxes([`told=${aspect}`]);
    const { machine: axes } = named;
    const { model, module } = await loaded.policy.compile(named, everyStateProperty);
    const { chain, rips, sticky, shadow } = platform;
    const constants = { chain, rips, sticky, shadow };
    const executable = nmiModel({ platform, axes, policy: loaded.policy.policy });
    const size = agreedSize(await agreement({ executable, model, module, constants }));
    expect(size.states).toBeGreaterThan(1000);
    const compiled = compileForExploration(model, constants);
    expect(await graphDifference(compiled, observed(executable, model))).toBeNull();
    const properties = everyStateProperty;
    const whole = await explorePacked(compiled, executable, { properties });
    for (const reductions of [["symmetry"], ["dead"], reductionNames] as const) {
      const reduced = compileForExploration(model, constants, { reductions, properties });
      const found = await explorePacked(reduced, executable, { properties });
      expect(lengthsOf(found)).toEqual(lengthsOf(whole));
      expect(found.distinct).toBeLessThanOrEqual(whole.distinct);
    }
  });
});
