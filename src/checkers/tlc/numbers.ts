/**
 * A whole number as Java prints it in any locale: digits of any script, grouped by comma, point,
 * apostrophe, space or the like. TLC writes its progress through `java.text.NumberFormat` of the
 * default locale. The expression has no groups of its own.
 */
export const WHOLE = String.raw`\p{Nd}(?:[.,'’٬_\p{Zs}]?\p{Nd})*`;

/** The value of a text that `WHOLE` matches. */
export function wholeNumber(text: string): number {
  let value = 0;
  for (const character of text) {
    if (isDigit(character)) value = value * 10 + digitValue(character);
  }
  return value;
}

/** A probability as TLC prints it: `2.7E-12`, or `2,7E-12` where the locale has a decimal comma. */
export function probability(text: string): number {
  return Number(text.replace(",", "."));
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character);
}

/** Unicode lays decimal digits out in runs of ten, from zero to nine. */
function digitValue(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  let before = 0;
  while (isDigit(String.fromCodePoint(code - before - 1))) before++;
  return before % 10;
}
