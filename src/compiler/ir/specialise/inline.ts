import type { Expression } from "../expression.js";
import type { Model, Operator } from "../model.js";
import { rewriteExpression } from "../rewrite.js";
import { rewriteModel } from "./rewrite-model.js";
import type { Total } from "./total.js";

/**
 * The model with operators gone that are no more than a literal, a name or one of their parameters:
 * what they stand for takes the place of their calls. A call whose arguments may be undefined stays.
 */
export function inlined(model: Model, isTotal: Total): Model {
  const plain = new Map(
    model.operators.filter(({ body }) => isPlain(body)).map((one) => [one.name, one] as const),
  );
  if (plain.size === 0) return model;
  return rewriteModel(model, {
    expression: (_, rewritten) => {
      if (rewritten.kind !== "call") return rewritten;
      const operator = plain.get(rewritten.operator);
      if (operator === undefined || !rewritten.args.every(isTotal)) return rewritten;
      return bodyWith(operator, rewritten.args);
    },
    step: (_, rewritten) => rewritten,
  });
}

function isPlain(body: Expression): boolean {
  const { kind } = body;
  if (kind === "call") return body.args.length === 0;
  return kind === "literal" || kind === "constant" || kind === "variable" || kind === "local";
}

function bodyWith({ parameters, body }: Operator, args: readonly Expression[]): Expression {
  return rewriteExpression(body, {
    expression: (original, rewritten) =>
      original.kind === "local"
        ? (args[parameters.indexOf(original.name)] ?? rewritten)
        : rewritten,
    step: (_, rewritten) => rewritten,
  });
}
