import type { Model } from "../ir/model.js";
import { boundNames } from "../ir/references.js";
import { TLA_WORDS } from "../ir/tla-words.js";
import type { Type } from "../ir/type.js";
import { componentTypes } from "../ir/type.js";
import { modelExpressions, stepNames } from "../ir/walk.js";
import type { OpenBundle } from "./open-bundle.js";

/** The model value that stands for `null`. */
export const NONE = "None";

/**
 * What the IR calls `TLCEval` of the module `TLC` once a model has been made ready for printing. No
 * operator of a model can have this name.
 */
export const EVALUATE = "(TLCEval)";

/**
 * What a model must not define again: words of TLA+, and the names of the standard modules that a
 * generated module extends ("Specifying Systems", tables 1 and 4).
 */
const RESERVED: ReadonlySet<string> = new Set([
  ...TLA_WORDS,
  ...(
    "Seq Len Append Head Tail SubSeq SelectSeq Cardinality " +
    "IsFiniteSet Print PrintT Assert Permutations SortSeq RandomElement Any ToString TLCGet TLCSet " +
    `TLCEval JavaTime ${NONE} Init Next Spec TypeOK vars Min Max Maximum Computed After`
  ).split(" "),
]);

/** What the names begin with that modules define which extend the model's: for a run, for counting. */
const OF_EXTENSIONS = /^(?:MC|Nmicheck)/;

/** Parameters and bound names of the printer's own definitions, which stand below the constants. */
const OWN_PARAMETERS = ["a", "b", "m", "n", "sequence", "elements"];

/** The names that the parts of a model have in TLA+. */
export interface Names {
  readonly constant: (name: string) => string;
  readonly variable: (name: string) => string;
  readonly operator: (name: string) => string;
  /** A parameter or bound name: TLA+ does not allow it to hide a name of the module. */
  readonly local: (name: string) => string;
  /** A bound name of the printer's own, around which stand parameters of actions at most. */
  readonly own: (name: string) => string;
  /** The set of the values of a named type. */
  readonly set: (type: NamedType) => string;
}

export type NamedType = Extract<Type, { kind: "named" }>;

/** The named types that variables and parameters of actions have, components before wholes. */
export function namedTypes(model: Model): readonly NamedType[] {
  const found = new Map<string, NamedType>();
  const visit = (type: Type): void => {
    for (const component of componentTypes(type)) visit(component);
    if (type.kind === "named" && !found.has(typeKey(type))) found.set(typeKey(type), type);
  };
  for (const variable of model.variables) visit(variable.type);
  for (const part of [
    ...model.actions,
    ...model.liveness.flatMap(({ properties }) => properties),
  ]) {
    for (const parameter of part.parameters) visit(parameter.type);
  }
  return [...found.values()];
}

/** Two files may each have a type of one name: what they stand for tells them apart. */
function typeKey(type: NamedType): string {
  return JSON.stringify([type.name, type.type]);
}

/** Names are given once each; where two parts would have the same, the later one gets underscores. */
class Claims {
  readonly #taken: Set<string>;

  constructor(taken: Iterable<string>) {
    this.#taken = new Set(taken);
  }

  get taken(): ReadonlySet<string> {
    return this.#taken;
  }

  claim(wanted: string): string {
    let name = identifier(wanted);
    while (this.#taken.has(name)) name += "_";
    this.#taken.add(name);
    return name;
  }

  table(
    keys: Iterable<string>,
    wanted = (key: string): string => key,
  ): ReadonlyMap<string, string> {
    return new Map([...new Set(keys)].map((key) => [key, this.claim(wanted(key))]));
  }
}

/** A name of TypeScript as one of TLA+ and of the model: letters, digits and `_`, among them a letter. */
function identifier(name: string): string {
  const plain = name.replaceAll("$", "_").replace(/[^\w]/g, "_");
  const isOurs = /[A-Za-z]/.test(plain) && !/^[WS]F_/.test(plain) && !OF_EXTENSIONS.test(plain);
  return isOurs ? plain : `x${plain}`;
}

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** What the specification with these fairness assumptions is called, before names are chosen. */
export function specificationName(fairness: string): string {
  return `${fairness}Spec`;
}

/** Chooses the names of everything in the model; the constants of what is left open have theirs. */
export function chooseNames(model: Model, open: OpenBundle | null = null): Names {
  const leadsTo = model.liveness.flatMap((fairness) => fairness.properties);
  const module = new Claims(RESERVED);
  const variables = module.table(model.variables.map((variable) => variable.name));
  const constants = new Claims([...module.taken, ...OWN_PARAMETERS]).table(
    [...model.constants.map((constant) => constant.name), ...(open === null ? [] : [open.first])],
    capitalised,
  );
  for (const name of constants.values()) module.claim(name);
  const operators = module.table(
    [
      ...model.actions,
      ...model.invariants,
      ...model.operators,
      ...model.liveness,
      ...leadsTo,
      ...model.liveness.map(({ name }) => ({ name: specificationName(name) })),
    ].map((part) => part.name),
  );
  const sets = new Map(
    namedTypes(model).map((type) => [typeKey(type), module.claim(capitalised(type.name))]),
  );
  const parameters = [...model.actions, ...leadsTo].flatMap((part) =>
    part.parameters.map(({ name }) => name),
  );
  const inner = new Claims(module.taken);
  const locals = inner.table([
    ...parameters,
    ...model.operators.flatMap((operator) => operator.parameters),
    ...model.actions.flatMap((action) => stepNames(action.step)),
    ...modelExpressions(model).flatMap(boundNames),
  ]);
  const outside = new Set([...module.taken, ...parameters.map((name) => locals.get(name) ?? name)]);
  return {
    constant: lookUp(constants, "constant"),
    variable: lookUp(variables, "variable"),
    operator: lookUp(new Map([...operators, [EVALUATE, "TLCEval"]]), "operator"),
    local: lookUp(locals, "local"),
    own: (name) => new Claims(outside).claim(name),
    set: (type) => lookUp(sets, "type")(typeKey(type)),
  };
}

/** Looks a name up that the checker of the IR has found to be declared. */
function lookUp(names: ReadonlyMap<string, string>, kind: string): (name: string) => string {
  return (name) => {
    const found = names.get(name);
    if (found === undefined) throw new Error(`the ${kind} ${name} is used and not declared`);
    return found;
  };
}
