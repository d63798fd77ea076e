import { binary, type Expression, literal } from "./expression.js";

/** The negation as the user would write it: pushed inwards over `and`, `or`, comparisons and quantifiers. */
export function negate(expression: Expression): Expression {
  switch (expression.kind) {
    case "literal":
      return literal(expression.value !== true);
    case "not":
      return expression.of;
    case "binary": {
      const { left, right } = expression;
      switch (expression.operator) {
        case "and":
          return binary("or", negate(left), negate(right));
        case "or":
          return binary("and", negate(left), negate(right));
        case "equal":
          return binary("unequal", left, right);
        case "unequal":
          return binary("equal", left, right);
        case "less":
          return binary("atMost", right, left);
        case "atMost":
          return binary("less", right, left);
        default:
          return { kind: "not", of: expression };
      }
    }
    case "quantifier":
      if (expression.quantifier === "count") return { kind: "not", of: expression };
      return {
        ...expression,
        quantifier: expression.quantifier === "all" ? "some" : "all",
        body: negate(expression.body),
      };
    default:
      return { kind: "not", of: expression };
  }
}
