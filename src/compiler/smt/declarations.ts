import type { Expression } from "../ir/expression.js";
import type { Model } from "../ir/model.js";
import { componentTypes, type Type, unnamed } from "../ir/type.js";
import { modelExpressions, subexpressions } from "../ir/walk.js";
import { int, NO, type Sort, symbol, type Term, word } from "./term.js";
import { printTerm, symbolText } from "./text.js";
import type { Values } from "./translate.js";
import { type Leaf, leafTerms, leavesOf } from "./typed-value.js";

/** Every text that the model has, in alphabetical order. */
export function wordsOf(model: Model): readonly string[] {
  const words = new Set<string>();
  const visit = (expression: Expression): void => {
    if (expression.kind === "literal" && typeof expression.value === "string") {
      words.add(expression.value);
    }
    subexpressions(expression).forEach(visit);
  };
  const visitType = (type: Type): void => {
    const plain = unnamed(type);
    if (plain.kind === "enumeration") for (const value of plain.values) words.add(value);
    if (plain.kind === "union") for (const { tag } of plain.variants) words.add(tag);
    componentTypes(type).forEach(visitType);
  };
  modelExpressions(model).forEach(visit);
  for (const { type } of [...model.constants, ...model.variables]) visitType(type);
  for (const { type } of model.actions.flatMap(({ parameters }) => parameters)) visitType(type);
  return [...words].sort();
}

/** The declarations of the symbols that a value is made of. */
export function declarations(leaves: readonly Leaf[]): string {
  return leaves
    .map(({ name, indices, sort }) => {
      const args = Array.from({ length: indices }, () => "Int").join(" ");
      return `(declare-fun ${symbolText(name)} (${args}) ${sort})\n`;
    })
    .join("");
}

/** The primed symbols of the variables that have a new value, defined as what they become. */
export function definedValues(model: Model, values: Values): string {
  return model.variables
    .flatMap(({ name, type }) => {
      const value = values.get(name);
      if (value === undefined) return [];
      return leavesOf(type, name).map((leaf) => {
        const primed = leaf.name.replace(name, `${name}'`);
        const names = Array.from({ length: leaf.indices }, (_, index) => `at!${index + 1}`);
        const indices = names.map((index) => symbol(index, "Int"));
        const [, term] =
          leafTerms(type, name, value, indices).find(([own]) => own === leaf.name) ?? [];
        const bound = names.map((index) => `(${symbolText(index)} Int)`).join(" ");
        const head = `(define-fun ${symbolText(primed)} (${bound}) ${leaf.sort}`;
        return `${head} ${printTerm(term ?? anyOf(leaf.sort, model), head.length + 1)})\n`;
      });
    })
    .join("");
}

/** Some value: it is read nowhere that a value has not been computed. */
function anyOf(sort: Sort, model: Model): Term {
  switch (sort) {
    case "Bool":
      return NO;
    case "Int":
      return int(0);
    case "Word":
      return word(wordsOf(model)[0] ?? "");
  }
}
