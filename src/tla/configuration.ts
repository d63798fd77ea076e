import type { Model } from "../ir/model.js";
import type { TlaModule } from "./module.js";
import { NONE } from "./names.js";

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

/**
 * The files that configure `model` for TLC. `invariants` are names of the model's invariants;
 * `TypeOK` is always checked with them, and first.
 *
 * @throws Error when a constant of the model has no value: a mistake of the caller's.
 */
export function printConfiguration(
  model: Model,
  module: TlaModule,
  constants: Readonly<Record<string, ConstantValue>>,
  invariants: readonly string[],
  title: string,
): Configuration {
  const moduleName = configurationModuleName(module.name);
  const values = model.constants.map(({ name }) => {
    const value = constants[name];
    if (value === undefined) throw new Error(`the constant ${name} has no value`);
    return { name: module.names.constant(name), value };
  });
  const tuples = values.filter(({ value }) => typeof value === "object");
  return {
    moduleName,
    module: [
      `---- MODULE ${moduleName} ----`,
      "\\* A .cfg file cannot hold tuples: they are defined here.",
      `EXTENDS ${module.name}`,
      "",
      ...tuples.map(({ name, value }) => `MC${name} == ${tlaValue(value)}`),
      "",
      "====",
      "",
    ].join("\n"),
    cfg: [
      `\\* ${title}`,
      "SPECIFICATION Spec",
      "",
      "CONSTANTS",
      ...values.map(({ name, value }) =>
        typeof value === "object" ? `  ${name} <- MC${name}` : `  ${name} = ${tlaValue(value)}`,
      ),
      `  ${NONE} = ${NONE}`,
      "",
      "INVARIANTS",
      ...["TypeOK", ...invariants.map(module.names.operator)].map((name) => `  ${name}`),
      "",
    ].join("\n"),
  };
}
