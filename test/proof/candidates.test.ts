import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Type } from "../../src/compiler/ir/type.js";
import { specFolder } from "../../src/machine/policy/compile-policy.js";
import {
  candidateClauses,
  clausesOfNoMemory,
  clausesText,
  isToldApart,
} from "../../src/machine/proof/candidates.js";
import { compileClauses, proofModel } from "../../src/machine/proof/proof-model.js";
import { oneshot } from "./oneshot.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-candidates-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const phase: Type = { kind: "enumeration", values: ["idle", "armed"] };
const memory: Type = { kind: "record", fields: [{ name: "phase", type: phase, doc: "" }] };

test("what is tried is TypeScript that the compiler takes as it takes a file of spec/invariants", async () => {
  const file = join(folder, "oneshot.ts");
  await writeFile(file, oneshot);
  const candidates = candidateClauses([{ phase: "idle" }, { phase: "armed" }]);
  const path = join(specFolder, "invariants", "found.ts");
  const text = clausesText(candidates, clausesOfNoMemory, memory, "NoSpurious", "Tried.");
  const compiled = compileClauses(file, { path, text });
  if (compiled.kind === "refused") throw new Error(compiled.diagnostics[0]?.message);
  const model = proofModel(compiled, "NoSpurious");
  if (model.kind !== "compiled") throw new Error(model.field);
  expect(model.clauses).toContain("EmptyPendingOrPhaseArmed");
  expect(model.clauses).toContain("NeverPhaseIdle");
  // Nothing of them is left on this machine: there is no second NMI, and no handler that is greedy.
  expect(model.clauses).not.toContain("EmptySecondPhaseArmed");
  expect(model.clauses).not.toContain("GreedyHasClaimed");
});

test("a memory that has one value is not asked for", () => {
  const bodies = candidateClauses([null]).map(({ body }) => body);
  expect(bodies).toContain("emptyPending(config, state, false)");
  expect(bodies.filter((body) => body.includes("policyMemory"))).toEqual([]);
});

test("memories with arrays and unions are not told apart", () => {
  expect(isToldApart(memory)).toBe(true);
  const many: Type = { kind: "array", length: { kind: "literal", value: 2 }, item: phase };
  expect(isToldApart(many)).toBe(false);
  expect(isToldApart({ kind: "union", tag: "kind", variants: [] })).toBe(false);
});
