import type { LiteralTypeNode, Node } from "ts-morph";
import { TLA_WORDS } from "../ir/tla-words.js";
import { refuse } from "./diagnostics.js";

/** The greatest integer of TLC (`tlc2.value.impl.IntValue` holds a Java `int`). */
const GREATEST = 2 ** 31 - 1;

/** `value` if TLC can compute with it. */
export function requireInteger(node: Node, value: number): number {
  if (!Number.isInteger(value)) throw refuse("L105", node, `${node.getText()} is not an integer`);
  if (Math.abs(value) > GREATEST) {
    throw refuse("L105", node, `${node.getText()} is beyond the 32 bits of an integer in TLC`);
  }
  return value;
}

/** The number that a literal type is: `-1`, `0x10`, `1_000`; NaN if it is none. */
export function numberOfLiteral(node: LiteralTypeNode): number {
  return Number(node.getText().replaceAll("_", ""));
}

/** `value` if TLA+ can hold it: TLC prints other characters as its platform likes. */
export function requireString(node: Node, value: string): string {
  if (/^[\x20-\x7e]*$/.test(value)) return value;
  throw refuse("L124", node, "this string has characters other than printable ASCII");
}

/** `name` if it can be the name of a field in TLA+ as it is. */
export function requireFieldName(node: Node, name: string): string {
  if (TLA_WORDS.has(name)) {
    throw refuse("L124", node, `\`${name}\` is a word of TLA+ and cannot be the name of a field`);
  }
  if (/^\w*[A-Za-z]\w*$/.test(name) && !/^(WF_|SF_|__proto__$)/.test(name)) return name;
  throw refuse("L124", node, `\`${name}\` cannot be the name of a field`);
}
