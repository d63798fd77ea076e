import { join } from "node:path";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { Expression } from "../../compiler/ir/expression.js";
import type { Model } from "../../compiler/ir/model.js";
import { type Field, type Type, unnamed } from "../../compiler/ir/type.js";
import { someExpression } from "../../compiler/ir/walk.js";
import { compileModel, type SourceText } from "../../compiler/lang/compile.js";
import type { ProofQuestion } from "../../compiler/smt/obligations.js";
import { axesText } from "../configuration/axes-text.js";
import { bareAxes, type NamedAxes } from "../configuration/named-axes.js";
import type { NamedPlatform } from "../configuration/platform.js";
import { everyStateProperty, type NmiProperty } from "../model/property-names.js";
import { builtModels, specFolder } from "../policy/compile-policy.js";
import { moduleName } from "../policy/identity.js";
import { specialisedTo } from "../policy/specialised.js";
import type { CpuKind } from "./clauses.js";

/** The model with every axis under a policy, with the clauses of a file among its invariants. */
export type ClauseModel =
  | { readonly kind: "compiled"; readonly whole: Model; readonly policy: string }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** The model of one machine under a policy, with the clauses that say something of it. */
export type ProofModel =
  | { readonly kind: "compiled"; readonly model: Model; readonly clauses: readonly string[] }
  /** The clauses read a field that the policy does not keep. */
  | { readonly kind: "other memory"; readonly field: string };

/**
 * Compiles the model of one CPU or of several under the policy that `policyFile` exports, with the
 * clauses that `clauses` names; files are absolute.
 */
export function compileClauses(
  policyFile: string,
  clauses: string | SourceText,
  cpus: CpuKind = "one",
): ClauseModel {
  const result = compileModel({
    root: join(specFolder, ...(cpus === "one" ? ["cpu", "nmi.ts"] : ["board", "smp.ts"])),
    vocabulary: specFolder,
    wellTyped: builtModels(),
    bundles: { Policy: policyFile },
    clauses,
    name: (root, [policy]) => moduleName(policy ?? root),
  });
  if (result.kind === "refused") return result;
  const { model: whole, bundles } = result;
  return { kind: "compiled", whole, policy: bundles[0] ?? whole.name };
}

/**
 * The model of a machine, and the clauses that are to imply the property there. A clause that this
 * machine makes true by itself is left out; where it does so with the property, all others are.
 */
export function proofModel(
  { whole, policy }: Extract<ClauseModel, { kind: "compiled" }>,
  property: NmiProperty,
  axes: NamedAxes = bareAxes,
): ProofModel {
  const written = whole.invariants
    .map(({ name }) => name)
    .filter((name) => name === property || !everyStateProperty.some((other) => other === name));
  const withAlone = (names: readonly string[]): Model => {
    const invariants = whole.invariants.filter(({ name }) => names.includes(name));
    return specialisedTo({ ...whole, invariants }, policy, axes, names);
  };
  const all = withAlone(written);
  const says = (name: string): boolean =>
    all.invariants.some((one) => one.name === name && !isTrue(one.body, all));
  const clauses = written.filter((name) =>
    says(property) ? says(name) : name === property || ofReading.includes(name),
  );
  const model = clauses.length === written.length ? all : withAlone(clauses);
  const field = missingField(model);
  if (field !== null) return { kind: "other memory", field };
  return { kind: "compiled", model, clauses };
}

/** The clauses without which the walk may read outside of an array, whatever is asked. */
const ofReading: readonly string[] = ["SlotOfHandler", "SlotsOfHandlers"];

/** Whether the clause is true by itself, on each CPU perhaps. */
function isTrue(expression: Expression, model: Model): boolean {
  switch (expression.kind) {
    case "literal":
      return expression.value === true;
    case "quantifier":
      return expression.quantifier === "all" && isTrue(expression.body, model);
    case "call": {
      const called = model.operators.find(({ name }) => name === expression.operator);
      return called !== undefined && isTrue(called.body, model);
    }
    default:
      return false;
  }
}

const MEMORY = "policyMemory";

/** A field of the policy's memory that a clause reads, and that it does not have; or null. */
function missingField(model: Model): string | null {
  const fields = memoryFields(model);
  let missing: string | null = null;
  const isMissing = (part: Expression): boolean => {
    if (part.kind !== "field" || fields.includes(part.name)) return false;
    const { of } = part;
    const isOfMemory = (of.kind === "variable" || of.kind === "field") && of.name === MEMORY;
    if (isOfMemory) missing = part.name;
    return isOfMemory;
  };
  for (const { body } of [...model.operators, ...model.invariants]) {
    someExpression(body, isMissing);
  }
  return missing;
}

/** The fields of the policy's memory, which is a variable of its own or one of each CPU. */
function memoryFields({ variables }: Model): readonly string[] {
  const fieldsOf = (type: Type): readonly Field[] => {
    const plain = unnamed(type);
    if (plain.kind === "array") return fieldsOf(plain.item);
    if (plain.kind === "union")
      return plain.variants.flatMap(({ tag, fields }) => [
        { name: plain.tag, type: { kind: "enumeration", values: [tag] }, doc: "" },
        ...fields,
      ]);
    return plain.kind === "record" ? plain.fields : [];
  };
  const all = variables.flatMap((variable) => [variable, ...fieldsOf(variable.type)]);
  return all
    .filter(({ name }) => name === MEMORY)
    .flatMap(({ type }) => fieldsOf(type).map(({ name }) => name));
}

/** What is to be proven of a policy on a machine, whose chain and number of ips do not matter. */
export function proofQuestion(
  { model, clauses }: Extract<ProofModel, { kind: "compiled" }>,
  policy: string,
  { name, sticky, shadow }: Pick<NamedPlatform, "name" | "sticky" | "shadow">,
  property: NmiProperty,
  axes: NamedAxes = bareAxes,
): ProofQuestion {
  const { board, names } = axes;
  const machine = Object.keys(names).length === 0 ? "" : ` with ${axesText(names)}`;
  return {
    model,
    known: { sticky, shadow, ...(board === null ? {} : { cpus: board.cpus }) },
    clauses,
    properties: [property],
    title: `Proof obligations of nmicheck: ${property} under the policy ${policy} on the platform ${name}${machine}, for every chain and any number of ips.\nUnder each name stands what a solver must say: unsat where nothing may refute a step of the proof, sat where the assumptions must not contradict each other. Generated from the typed model; do not edit.`,
  };
}
