import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { formOf } from "../../src/analyses/limits/best-policy.js";
import type { Observation } from "../../src/analyses/limits/observation.js";
import { policyAxes, policyFile } from "../../src/analyses/limits/policy-file.js";
import { promises } from "../../src/analyses/limits/synthesis.js";
import { runTable } from "../../src/analyses/limits/table-run.js";
import { toldPolicy } from "../../src/analyses/limits/told-policy.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { everyStateProperty, nmiProperties } from "../../src/machine/model/property-names.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { wholly } from "../slice.js";
import { bestTable, promised } from "./table-agreement.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-told-policy-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const bitmaps = ["bitmap", "bitmap-without-unknown", "bitmap-shared"] as const;

function toldBest(chain: Chain, observation: Observation, promise: (typeof promised)[number]) {
  const platform = namedPlatform("ideal", chain);
  const { table, machine } = bestTable(platform, observation, promise);
  const form = formOf(machine, table, { platform });
  const { text } = promises[promise];
  const request = { platform, walk: "chain", observation } as const;
  return { table, form, file: policyFile({ promise, text, form, table }, request) };
}

test("the perfect policy with a bitmap, as a person would write it", () => {
  const { file } = toldBest([2, 1], ["rip", "handlers", "bitmap"], "NoFalseSwallow");
  expect(file?.text).toBe(`import type { Policy, SeenMore } from "nmicheck/policy";

/**
 * On the ideal platform, chain [2,1], with every handler called in every NMI: no false swallow,
 * and no policy without one reports less that is spurious, whatever else a kernel remembers that
 * sees of each NMI: rip, handlers, bitmap. It has one state, and no machine with fewer decides
 * alike. It needs to be told more: \`check --axis policy-input=bitmap\`. Written by \`nmicheck
 * limits\`.
 */
export const neverSwallowsFalsely: Policy<null, SeenMore> = {
  initial: null,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 0) return { memory, unclaimed: "report" };
    if (seen.sources.other) return { memory, unclaimed: "report" };
    return { memory, unclaimed: "swallow" };
  },
};
`);
});

test("one with a memory, too", () => {
  const { file } = toldBest([2, 1], ["rip", "handlers", "bitmap"], "NoSpurious");
  expect(file?.text).toContain(`/** Where what was seen so far has led to phase b. */
function inB(seen: SeenMore): Decision<Memory> {
  if (seen.handled > 0) return { memory: { phase: "b" }, unclaimed: "report" };
  if (seen.sources.other) return { memory: { phase: "b" }, unclaimed: "report" };
  return { memory: { phase: "a" }, unclaimed: "report" };
}
`);
  expect(file?.text).toContain(`    switch (memory.phase) {
      case "a":
        return inA(seen);
      case "b":
        return inB(seen);
    }
`);
});

test.each(promised)("what it asks of an NMI leads to what the table says of it: %s", (promise) => {
  const chains: readonly Chain[] = [[1], [2], [1, 1], [2, 1]];
  let told = 0;
  for (const chain of chains) {
    for (const bitmap of bitmaps) {
      const { form, table } = toldBest(chain, ["rip", "handlers", bitmap], promise);
      if (form.kind !== "told") continue;
      told++;
      for (const { state, observed, next, action } of table.cases) {
        const move = form.policy.move(state, observed);
        expect(move).toEqual({ next, action: action ?? "report" });
      }
    }
  }
  expect(told).toBeGreaterThan(5);
});

test.each(wholly(bitmaps))(
  "its file runs on the full model as the table on the core: %s",
  async (bitmap) => {
    for (const promise of promised) {
      const { form, file } = toldBest([1, 1], ["rip", "handlers", bitmap], promise);
      if (form.kind !== "told" || file === null) continue;
      const path = join(folder, file.fileName);
      await writeFile(path, file.text);
      const loaded = await loadPolicy(path, "told");
      if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error("refused");
      const named = readAxes(policyAxes({ form }, {}));
      const { machine: axes } = named;
      const { model } = await loaded.policy.compile(named, everyStateProperty);
      for (const name of ["ideal", "sticky+shadow"] as const) {
        const platform = namedPlatform(name, [1, 1]);
        const { chain, rips, sticky, shadow } = platform;
        const subject = {
          platform,
          walk: "chain",
          observation: ["rip", "handlers", bitmap],
        } as const;
        const { violated } = runTable({ ...subject, table: form.policy });
        const compiled = compileForExploration(model, { chain, rips, sticky, shadow });
        const executable = nmiModel({ platform, axes, policy: loaded.policy.policy });
        const explored = await explorePacked(compiled, executable);
        const lengths = nmiProperties.map((property) => {
          const answer = explored.answers.get(property);
          return answer?.answer === "violated" ? answer.path.steps.length + 1 : undefined;
        });
        expect(lengths).toEqual(nmiProperties.map((property) => violated.get(property)));
      }
    }
  },
);

test("what no policy file is told, and what nobody could read, stays a table", () => {
  const platform = namedPlatform("ideal", [2]);
  const { table } = bestTable(platform, ["rip", "handlers", "bitmap"], "NoSpurious");
  expect(toldPolicy({ ...table, looksAt: ["slots", "bitmap"] }, platform)).toEqual({
    kind: "none",
    because: "no policy file is told which slots were claimed",
  });
  expect(
    toldPolicy({ ...table, looksAt: ["bitmap-without-unknown", "bitmap-shared"] }, platform),
  ).toEqual({ kind: "none", because: "no policy file is told of two bitmaps" });
  expect(toldPolicy(table, platform, 3)).toEqual({
    kind: "none",
    because: "it would end in 7 places, which nobody could read",
  });
});
