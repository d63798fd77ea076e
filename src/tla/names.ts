import type { Model } from "../ir/model.js";
import type { Type } from "../ir/type.js";
import { componentTypes } from "../ir/type.js";

/** The model value that stands for `null`. */
export const NONE = "None";

/** Words of TLA+ and of its standard modules that a model must not define again. */
const RESERVED = new Set(
  (
    "ACTION ASSUME ASSUMPTION AXIOM BOOLEAN BY CASE CHOOSE CONSTANT CONSTANTS COROLLARY DEF DEFINE DEFS " +
    "DOMAIN ELSE ENABLED EXCEPT EXTENDS FALSE HAVE HIDE IF IN INSTANCE LAMBDA LEMMA LET LOCAL MODULE NEW " +
    "OBVIOUS OMITTED ONLY OTHER PICK PROOF PROPOSITION PROVE QED RECURSIVE SF_ STATE STRING SUBSET SUFFICES " +
    "TAKE TEMPORAL THEN THEOREM TRUE UNCHANGED UNION USE VARIABLE VARIABLES WF_ WITH WITNESS " +
    "Nat Int Seq Len Append Head Tail SubSeq SelectSeq Cardinality IsFiniteSet Print PrintT Assert " +
    "Permutations SortSeq RandomElement Any ToString TLCGet TLCSet TLCEval JavaTime " +
    `${NONE} Init Next Spec TypeOK vars Min Max Maximum`
  ).split(" "),
);

/** The names that the parts of a model have in TLA+. */
export interface Names {
  readonly constant: (name: string) => string;
  readonly variable: (name: string) => string;
  readonly operator: (name: string) => string;
  /** A parameter or bound name: TLA+ does not allow it to hide a name of the module. */
  readonly local: (name: string) => string;
  /** The set of the values of a named type. */
  readonly set: (type: NamedType) => string;
}

export type NamedType = Extract<Type, { kind: "named" }>;

function capitalised(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}

/** The named types that variables and parameters of actions have, components before wholes. */
export function namedTypes(model: Model): readonly NamedType[] {
  const found = new Map<string, NamedType>();
  const visit = (type: Type): void => {
    for (const component of componentTypes(type)) visit(component);
    if (type.kind === "named" && !found.has(type.name)) found.set(type.name, type);
  };
  for (const variable of model.variables) visit(variable.type);
  for (const action of model.actions) {
    for (const parameter of action.parameters) visit(parameter.type);
  }
  return [...found.values()];
}

/** Chooses the names; where two parts would have the same, the later one gets underscores. */
export function chooseNames(model: Model): Names {
  const taken = new Set(RESERVED);
  const claim = (wanted: string): string => {
    let name = wanted;
    while (taken.has(name)) name += "_";
    taken.add(name);
    return name;
  };
  const table = (keys: readonly string[]): ReadonlyMap<string, string> =>
    new Map(keys.map((key) => [key, claim(key)]));
  const lookUp = (map: ReadonlyMap<string, string>, kind: string) => (name: string) => {
    const found = map.get(name);
    if (found === undefined) throw new Error(`the ${kind} ${name} is used and not declared`);
    return found;
  };
  const variables = table(model.variables.map((variable) => variable.name));
  const constants = new Map(
    model.constants.map((constant) => [constant.name, claim(capitalised(constant.name))]),
  );
  const operators = table([
    ...model.actions.map((action) => action.name),
    ...model.invariants.map((invariant) => invariant.name),
    ...model.operators.map((operator) => operator.name),
  ]);
  const sets = table(namedTypes(model).map((type) => type.name));
  const setName = lookUp(sets, "type");
  return {
    constant: lookUp(constants, "constant"),
    variable: lookUp(variables, "variable"),
    operator: lookUp(operators, "operator"),
    local: (name) => {
      let free = name;
      while (taken.has(free)) free += "_";
      return free;
    },
    set: (type) => setName(type.name),
  };
}
