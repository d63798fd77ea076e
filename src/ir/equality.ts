import type { Expression } from "./expression.js";

/** Whether two expressions are the same to the letter, names included. */
export function sameExpression(left: Expression, right: Expression): boolean {
  return left === right || JSON.stringify(left) === JSON.stringify(right);
}
