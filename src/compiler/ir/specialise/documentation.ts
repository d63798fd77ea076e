import type { Model } from "../model.js";
import { changed, each } from "../rewrite.js";

/**
 * `{@when lvtpc text}`: a part of a comment that is about one constant. A line break after the name
 * stands for the two blanks before a sentence that follows another.
 */
const CONDITIONAL = /\{@(when|unless)\s(\w+)(?: |(\n))([^{}]*)\}/g;

/**
 * The model with the parts of its comments left out that are not about it: `{@when name text}` where
 * the constant `name` is in `off`, `{@unless name text}` where it is not.
 */
export function documentedFor(model: Model, off: ReadonlySet<string>): Model {
  const places = new Map(model.places);
  const document = <Part extends { readonly doc: string }>(part: Part): Part => {
    const doc = documentation(part.doc, off);
    if (doc === part.doc) return part;
    const made = { ...part, doc };
    const place = model.places.get(part);
    if (place !== undefined) places.set(made, place);
    return made;
  };
  return {
    ...document(model),
    constants: each(model.constants, document),
    variables: each(model.variables, document),
    operators: each(model.operators, document),
    actions: each(model.actions, document),
    invariants: each(model.invariants, document),
    liveness: each(model.liveness, (fairness) =>
      document(changed(fairness, { properties: each(fairness.properties, document) })),
    ),
    places,
  };
}

function documentation(text: string, off: ReadonlySet<string>): string {
  return text.replace(CONDITIONAL, (_, word: string, name: string, line = "", part: string) =>
    off.has(name) === (word === "unless") ? `${line}${part}` : "",
  );
}
