import type { Expression } from "./expression.js";

/** Whether two expressions are the same to the letter, names included. */
export function sameExpression(left: Expression, right: Expression): boolean {
  if (left === right) return true;
  return left.kind === right.kind && JSON.stringify(left) === JSON.stringify(right);
}
