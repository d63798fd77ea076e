import { join } from "node:path";
import type { Fault } from "../../base/fault/fault.js";
import type { Expression } from "../../compiler/ir/expression.js";
import type { Model } from "../../compiler/ir/model.js";
import { unnamed } from "../../compiler/ir/type.js";
import { modelExpressions, someExpression } from "../../compiler/ir/walk.js";
import { compileModel } from "../../compiler/lang/compile.js";
import type { ProofQuestion } from "../../compiler/smt/obligations.js";
import { bareAxes } from "../configuration/named-axes.js";
import type { NamedPlatform } from "../configuration/platform.js";
import { type CoreProperty, everyStateProperty } from "../model/nmi-model.js";
import { moduleName } from "../policy/identity.js";
import { specFolder } from "../policy/module.js";
import { specialisedTo } from "../policy/specialised.js";

/** The core under a policy, with the clauses of a file among its invariants. */
export type ProofModel =
  | { readonly kind: "compiled"; readonly model: Model; readonly clauses: readonly string[] }
  | { readonly kind: "refused"; readonly faults: readonly Fault[] }
  /** The clauses read a field that the policy does not keep. */
  | { readonly kind: "other memory"; readonly field: string };

/**
 * Compiles the core under the policy that `policyFile` exports, with the clauses that `clauseFile`
 * names; both are absolute.
 */
export function compileProofModel(
  policyFile: string,
  clauseFile: string,
  property: CoreProperty,
): ProofModel {
  const result = compileModel({
    root: join(specFolder, "cpu", "nmi.ts"),
    vocabulary: specFolder,
    bundles: { Policy: policyFile },
    clauses: clauseFile,
    name: (root, [policy]) => moduleName(policy ?? root),
  });
  if (result.kind === "refused") return result;
  const others: ReadonlySet<string> = new Set(
    everyStateProperty.filter((name) => name !== property),
  );
  const clauses = result.model.invariants
    .map(({ name }) => name)
    .filter((name) => !others.has(name));
  const policy = result.bundles[0] ?? result.model.name;
  const model = specialisedTo(result.model, policy, bareAxes, clauses);
  const field = missingField(model);
  if (field !== null) return { kind: "other memory", field };
  return { kind: "compiled", model, clauses };
}

/** A field of the policy's memory that the model reads, and that it does not have; or null. */
function missingField(model: Model): string | null {
  const memory = model.variables.find(({ name }) => name === "policyMemory");
  const type = memory === undefined ? null : unnamed(memory.type);
  const fields = type?.kind === "record" ? type.fields.map(({ name }) => name) : [];
  let missing: string | null = null;
  const isMissing = (part: Expression): boolean => {
    if (part.kind !== "field" || part.of.kind !== "variable") return false;
    if (part.of.name !== "policyMemory" || fields.includes(part.name)) return false;
    missing = part.name;
    return true;
  };
  for (const expression of modelExpressions(model)) someExpression(expression, isMissing);
  return missing;
}

/** What is to be proven of a policy on a platform, whose chain and number of ips do not matter. */
export function proofQuestion(
  { model, clauses }: Extract<ProofModel, { kind: "compiled" }>,
  policy: string,
  { name, sticky, shadow }: Pick<NamedPlatform, "name" | "sticky" | "shadow">,
  property: CoreProperty,
): ProofQuestion {
  return {
    model,
    known: { sticky, shadow },
    clauses,
    properties: [property],
    title: `Proof obligations of nmicheck: ${property} under the policy ${policy} on the platform ${name}, for every chain and any number of ips.\nUnder each name stands what a solver must say: unsat where nothing may refute a step of the proof, sat where the assumptions must not contradict each other. Generated from the typed model; do not edit.`,
  };
}
