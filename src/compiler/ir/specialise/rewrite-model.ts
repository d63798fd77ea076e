import type { Expression } from "../expression.js";
import type { Model, Written } from "../model.js";
import { changed, each, type Rewriting, rewriteExpression, rewriteStep } from "../rewrite.js";
import type { Step } from "../step.js";

/**
 * The model with all expressions and steps rewritten, its invariants and temporal properties included;
 * itself where nothing changed. What a part is rewritten to has the place of that part, unless it has a
 * place of its own.
 */
export function rewriteModel(model: Model, rewriting: Rewriting): Model {
  const places = new Map<object, Written>();
  const keep = <Part extends object>(original: object, made: Part): Part => {
    const place = model.places.get(original);
    if (place !== undefined && !places.has(made)) places.set(made, place);
    return made;
  };
  const placed: Rewriting = {
    expression: (original, rewritten) => keep(original, rewriting.expression(original, rewritten)),
    step: (original, rewritten) => {
      if (original.kind === "update" && rewritten.kind === "update") {
        for (const [index, update] of original.updates.entries()) {
          const made = rewritten.updates[index];
          if (made !== undefined) keep(update, made);
        }
      }
      return keep(original, rewriting.step(original, rewritten));
    },
  };
  const expression = (part: Expression): Expression => rewriteExpression(part, placed);
  const step = (part: Step): Step => rewriteStep(part, placed);
  const parts = {
    variables: each(model.variables, (one) =>
      keep(one, changed(one, { initial: expression(one.initial) })),
    ),
    operators: each(model.operators, (one) =>
      keep(one, changed(one, { body: expression(one.body) })),
    ),
    actions: each(model.actions, (one) => keep(one, changed(one, { step: step(one.step) }))),
    invariants: each(model.invariants, (one) =>
      keep(one, changed(one, { body: expression(one.body) })),
    ),
    liveness: each(model.liveness, (fairness) =>
      changed(fairness, {
        properties: each(fairness.properties, (one) =>
          keep(
            one,
            changed(one, {
              whenever: expression(one.whenever),
              eventually: expression(one.eventually),
            }),
          ),
        ),
      }),
    ),
  };
  const same = changed(model, parts);
  return same === model ? model : { ...same, places };
}

/** The model in which what was made from a part has that part's place. */
export function withPlaces(
  model: Model,
  made: readonly (readonly [original: object, made: object])[],
): Model {
  const places = new Map(model.places);
  for (const [original, part] of made) {
    const place = places.get(original);
    if (place !== undefined) places.set(part, place);
  }
  return { ...model, places };
}
