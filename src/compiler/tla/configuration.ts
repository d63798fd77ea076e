import type { Model } from "../ir/model.js";
import type { StateView } from "../ir/state-view.js";
import type { BundleModule } from "./bundle-module.js";
import { livenessModuleName } from "./liveness.js";
import type { TlaModule } from "./module.js";
import { NONE, specificationName } from "./names.js";
import { printView, VIEW, viewModules } from "./view.js";

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

/** How TLC is to tell states apart, where not all that they hold matters. */
export interface Reduced {
  readonly view: StateView;
  /**
   * States that the view does not tell apart may differ in whether an invariant holds. TLC asks
   * invariants, and properties of steps where it is distributed, only of states that it has not
   * seen: so the view tells those apart as well.
   */
  readonly hidesInvariants: boolean;
}

/**
 * The files that configure `model` for TLC. `module` is the model's, or for temporal properties the
 * one that extends it. The names in `checked` are those of the model; `TypeOK` is always checked
 * with them, and first. Of states that `reduced` does not tell apart TLC explores one: the caller
 * knows that nothing else of them matters. `bundle` is the
 * module of what `module` leaves open, if it does.
 *
 * @throws Error when a constant of the model has no value: a mistake of the caller's.
 */
export function printConfiguration(
  model: Model,
  module: TlaModule,
  constants: Readonly<Record<string, ConstantValue>>,
  checked: Checked,
  title: string,
  reduced: Reduced | null = null,
  bundle?: BundleModule,
): Configuration {
  const moduleName = configurationModuleName(
    bundle === undefined ? module.name : boundName(bundle.module.name, checked),
  );
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
  const invariants = ["TypeOK", ...(checked.kind === "liveness" ? [] : named(checked.names))];
  const told = reduced?.hidesInvariants === true ? invariants : [];
  const properties = checked.kind === "liveness" ? named(checked.properties) : [];
  const modules = [
    module.name,
    ...(bundle === undefined ? [] : [bundle.module.name]),
    ...(reduced === null ? [] : viewModules(reduced.view)),
  ];
  return {
    moduleName,
    module: [
      `---- MODULE ${moduleName} ----`,
      "\\* A .cfg file cannot hold tuples: they are defined here.",
      `EXTENDS ${modules.join(", ")}`,
      "",
      ...tuples.map(({ name, value }) => `MC${name} == ${tlaValue(value)}`),
      ...(reduced === null ? [] : printView(model, module, reduced.view, told)),
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
      ...(bundle?.bindings ?? []).map(
        ({ constant, is, text }) => `  ${constant} ${is === "definition" ? "<-" : "="} ${text}`,
      ),
      "",
      ...(reduced === null ? [] : ["VIEW", `  ${VIEW}`, ""]),
      "INVARIANTS",
      ...invariants.map((name) => `  ${name}`),
      "",
      ...(properties.length === 0
        ? []
        : ["PROPERTIES", ...properties.map((name) => `  ${name}`), ""]),
    ].join("\n"),
  };
}

/** What is checked of a bundle is named after it, whatever module leaves it open. */
function boundName(bundle: string, checked: Checked): string {
  return checked.kind === "liveness" ? livenessModuleName(bundle) : bundle;
}
