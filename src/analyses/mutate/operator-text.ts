import type { Written } from "../../compiler/ir/model.js";

/** Longer operators first: `<=` begins with `<`. */
const OPERATOR = /===|!==|&&|\|\||<=|>=|<|>|\+|-/g;

/**
 * The text of a binary operation with its operator replaced; null where it cannot be told which of
 * several operators in the text is its own.
 *
 * @param whole the operation
 * @param operands what its two sides are, in any order, where that is known
 * @param replacements the new operator for each that it may be
 */
export function withOperator(
  whole: Written,
  operands: readonly (Written | undefined)[],
  replacements: Readonly<Record<string, string>>,
): string | null {
  const [from, to] = between(whole, operands) ?? [0, whole.text.length];
  const found = [...whole.text.slice(from, to).matchAll(OPERATOR)];
  const [only, ...others] = found;
  if (only === undefined || others.length > 0) return null;
  const after = replacements[only[0]];
  if (after === undefined) return null;
  const at = from + only.index;
  return whole.text.slice(0, at) + after + whole.text.slice(at + only[0].length);
}

/** The part of the text between two operands, which holds the operator. */
function between(
  whole: Written,
  operands: readonly (Written | undefined)[],
): readonly [number, number] | null {
  const known = operands.flatMap((operand) =>
    operand !== undefined && isWithin(whole, operand) ? [operand] : [],
  );
  const [first, second] = known.sort((one, other) => one.offset - other.offset);
  if (first === undefined || second === undefined) return null;
  return [first.offset + first.text.length - whole.offset, second.offset - whole.offset];
}

/** Whether the text of `part` is a part of the text of `whole`. */
export function isWithin(whole: Written, part: Written): boolean {
  return (
    part.file === whole.file &&
    part.offset >= whole.offset &&
    part.offset + part.text.length <= whole.offset + whole.text.length
  );
}
