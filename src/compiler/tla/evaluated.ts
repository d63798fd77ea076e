import type { Expression } from "../ir/expression.js";
import type { Model } from "../ir/model.js";
import { type Rewriting, rewriteBehaviour, rewriteExpression } from "../ir/rewrite.js";
import { changedAgain } from "./changed-again.js";
import { EVALUATE } from "./names.js";

/**
 * The model as it is printed. TLC may keep an array that is made (`[i \in S |-> e]`) unevaluated, and
 * its first change with it; when that is changed again, some releases take a wrong value (tlaplus
 * #1302). So in a model that changes a changed array again, TLC is told to evaluate each array where
 * it is made. Other models are printed as they are.
 */
export function evaluated(model: Model): Model {
  if (changedAgain(model).length === 0) return model;
  const places = new Map(model.places);
  const rewriting: Rewriting = {
    expression: (original, rewritten) => {
      const place = model.places.get(original);
      if (place !== undefined) places.set(rewritten, place);
      return rewritten.kind === "generate"
        ? { kind: "call", operator: EVALUATE, args: [rewritten] }
        : rewritten;
    },
    step: (original, rewritten) => {
      const place = model.places.get(original);
      if (place !== undefined) places.set(rewritten, place);
      return rewritten;
    },
  };
  const inside = (expression: Expression): Expression => rewriteExpression(expression, rewriting);
  const moved = <Part extends object>(original: Part, rewritten: Part): Part => {
    const place = model.places.get(original);
    if (place !== undefined) places.set(rewritten, place);
    return rewritten;
  };
  const behaviour = rewriteBehaviour(model, rewriting);
  return {
    ...behaviour,
    operators: model.operators.map((operator, index) =>
      moved(operator, behaviour.operators[index] ?? operator),
    ),
    actions: model.actions.map((action, index) =>
      moved(action, behaviour.actions[index] ?? action),
    ),
    invariants: model.invariants.map((invariant) =>
      moved(invariant, { ...invariant, body: inside(invariant.body) }),
    ),
    liveness: model.liveness.map((fairness) => ({
      ...fairness,
      properties: fairness.properties.map((property) =>
        moved(property, {
          ...property,
          whenever: inside(property.whenever),
          eventually: inside(property.eventually),
        }),
      ),
    })),
    places,
  };
}
