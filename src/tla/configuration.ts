import type { Model } from "../ir/model.js";
import type { TlaModule } from "./module.js";
import { NONE, specificationName } from "./names.js";

/** What a constant of the model is in one configuration. */
export type ConstantValue = number | boolean | string | readonly ConstantValue[];

/** Everything that TLC needs beside the module itself. */
export interface Configuration {
  /** The name of the module that TLC is started with; it extends the model's. */
  readonly moduleName: string;
  /** The text of that module: a `.cfg` cannot hold tuples. */
  readonly module: string;
  /** The text of the `.cfg`. */
  readonly cfg: string;
}

/** The module beside the model's that holds what a `.cfg` cannot. */
export function configurationModuleName(model: string): string {
  return `MC${model}`;
}

/** The value as TLA+ writes it. */
export function tlaValue(value: ConstantValue): string {
  switch (typeof value) {
    case "number":
      return String(value);
    case "boolean":
      return value ? "TRUE" : "FALSE";
    case "string":
      return JSON.stringify(value);
    default:
      return `<<${value.map(tlaValue).join(", ")}>>`;
  }
}

/** What TLC is to check, beside `TypeOK`. */
export type Checked =
  | { readonly kind: "invariants"; readonly names: readonly string[] }
  /** Temporal properties under one set of fairness assumptions. */
  | {
      readonly kind: "liveness";
      readonly fairness: string;
      readonly properties: readonly string[];
    };

/**
 * The files that configure `model` for TLC. `module` is the model's, or for temporal properties the
 * one that extends it. The names in `checked` are those of the model; `TypeOK` is always checked
 * with them, and first. Of states that differ only by exchanged values of the variables in one group
 * of `symmetric`, TLC explores one: the caller knows that nothing but equality of them matters.
 *
 * @throws Error when a constant of the model has no value: a mistake of the caller's.
 */
export function printConfiguration(
  model: Model,
  module: TlaModule,
  constants: Readonly<Record<string, ConstantValue>>,
  checked: Checked,
  title: string,
  symmetric: readonly (readonly string[])[] = [],
): Configuration {
  const moduleName = configurationModuleName(module.name);
  const values = model.constants.map(({ name }) => {
    const value = constants[name];
    if (value === undefined) throw new Error(`the constant ${name} has no value`);
    return { name: module.names.constant(name), value };
  });
  const tuples = values.filter(({ value }) => typeof value === "object");
  const named = (names: readonly string[]): readonly string[] => names.map(module.names.operator);
  const specification =
    checked.kind === "liveness"
      ? module.names.operator(specificationName(checked.fairness))
      : "Spec";
  const invariants = checked.kind === "liveness" ? [] : named(checked.names);
  return {
    moduleName,
    module: [
      `---- MODULE ${moduleName} ----`,
      "\\* A .cfg file cannot hold tuples: they are defined here.",
      `EXTENDS ${module.name}`,
      "",
      ...tuples.map(({ name, value }) => `MC${name} == ${tlaValue(value)}`),
      ...(symmetric.length === 0 ? [] : viewLines(model, module, symmetric)),
      "",
      "====",
      "",
    ].join("\n"),
    cfg: [
      `\\* ${title}`,
      `SPECIFICATION ${specification}`,
      "",
      "CONSTANTS",
      ...values.map(({ name, value }) =>
        typeof value === "object" ? `  ${name} <- MC${name}` : `  ${name} = ${tlaValue(value)}`,
      ),
      `  ${NONE} = ${NONE}`,
      "",
      ...(symmetric.length === 0 ? [] : ["VIEW", "  MCView", ""]),
      "INVARIANTS",
      ...["TypeOK", ...invariants].map((name) => `  ${name}`),
      "",
      ...(checked.kind === "liveness"
        ? ["PROPERTIES", ...named(checked.properties).map((name) => `  ${name}`), ""]
        : []),
    ].join("\n"),
  };
}

/** What TLC tells states apart by, where only equality of the values of some variables matters. */
function viewLines(
  model: Model,
  module: TlaModule,
  symmetric: readonly (readonly string[])[],
): readonly string[] {
  const others = model.variables
    .map(({ name }) => name)
    .filter((name) => !symmetric.some((group) => group.includes(name)));
  const groups = symmetric.map(
    (group) => `MCPlaces(<<${group.map(module.names.variable).join(", ")}>>)`,
  );
  return [
    "",
    "\\* Each value counts as the place where it comes first, so that states which differ only by",
    "\\* exchanged values are one to TLC.",
    "MCPlaces(values) ==",
    "  [i \\in DOMAIN values |->",
    `    IF values[i] = ${NONE} THEN 0`,
    "    ELSE CHOOSE j \\in 1 .. i :",
    "           /\\ values[j] = values[i]",
    "           /\\ \\A k \\in 1 .. j - 1 : values[k] # values[i]]",
    "",
    `MCView == <<${[...others.map(module.names.variable), ...groups].join(", ")}>>`,
  ];
}
