import type { Node } from "web-tree-sitter";
import { type ValueText, valueSyntax } from "./diagnostics.js";
import type { FunctionEntry, RecordField, TlaValue } from "./value.js";

/** The text that a syntax tree was made of, and how many characters were put before it. */
export interface Context {
  readonly source: ValueText;
  readonly shift: number;
}

const unescaped: ReadonlyMap<string, string> = new Map([
  ['\\"', '"'],
  ["\\\\", "\\"],
  ["\\n", "\n"],
  ["\\t", "\t"],
  ["\\r", "\r"],
  ["\\f", "\f"],
]);

function wrong(node: Node, context: Context, problem: string) {
  return valueSyntax(context.source, Math.max(0, node.startIndex - context.shift), problem);
}

/**
 * The value that a node of the grammar stands for. Only the few forms in which TLC prints values
 * are read; any other expression is refused, even one that could be evaluated.
 *
 * @throws Diagnostic `tla/value-syntax`
 */
export function readNode(node: Node, context: Context): TlaValue {
  switch (node.type) {
    case "boolean":
      return { kind: "boolean", value: node.text === "TRUE" };
    case "nat_number":
      return { kind: "integer", value: integer(node, node.text, context) };
    case "bound_prefix_op":
      return { kind: "integer", value: negative(node, context) };
    case "string":
      return { kind: "string", value: readString(node, context) };
    case "identifier_ref":
      return { kind: "modelValue", name: node.text };
    case "tuple_literal": {
      const items = node.namedChildren.filter((child) => !child.type.endsWith("_bracket"));
      return { kind: "tuple", items: items.map((item) => readNode(item, context)) };
    }
    case "finite_set_literal":
      return { kind: "set", items: node.namedChildren.map((item) => readNode(item, context)) };
    case "record_literal":
      return { kind: "record", fields: recordFields(node, context) };
    case "parentheses":
      return { kind: "function", entries: functionEntries(node, context) };
    case "bound_infix_op":
      return interval(node, context);
    default:
      throw wrong(node, context, `${describe(node)} is no value`);
  }
}

function describe(node: Node): string {
  return node.type.replaceAll("_", " ");
}

function integer(node: Node, text: string, context: Context): number {
  const value = Number(text);
  if (Number.isSafeInteger(value)) return value;
  throw wrong(node, context, `${text} is beyond the integers of TLC`);
}

function negative(node: Node, context: Context): number {
  const operand = node.childForFieldName("rhs");
  const isNegation = node.childForFieldName("symbol")?.type === "negative";
  if (isNegation && operand?.type === "nat_number") return -integer(node, operand.text, context);
  throw wrong(node, context, "an operator is applied where only a negative integer can stand");
}

function readString(node: Node, context: Context): string {
  return node.text.slice(1, -1).replaceAll(/\\./gs, (written) => {
    const char = unescaped.get(written);
    if (char === undefined)
      throw wrong(node, context, `the string has the unknown escape ${written}`);
    return char;
  });
}

function recordFields(node: Node, context: Context): readonly RecordField[] {
  const parts = node.namedChildren.filter((child) => child.type !== "all_map_to");
  const fields: RecordField[] = [];
  for (let index = 0; index < parts.length; index += 2) {
    const [name, value] = parts.slice(index, index + 2);
    if (name?.type !== "identifier" || value === undefined) {
      throw wrong(name ?? node, context, "a field must be a name, |-> and a value");
    }
    if (fields.some((field) => field.name === name.text)) {
      throw wrong(name, context, `the record has two fields named ${name.text}`);
    }
    fields.push({ name: name.text, value: readNode(value, context) });
  }
  return fields;
}

/** `(a :> b @@ c :> d)`; the grammar nests the list to the left, one level for each entry. */
function functionEntries(node: Node, context: Context): readonly FunctionEntry[] {
  const entries: FunctionEntry[] = [];
  let rest = node.namedChildren[0];
  if (rest === undefined || node.namedChildren.length !== 1) {
    throw wrong(node, context, "parentheses must hold a function");
  }
  for (;;) {
    const operation = infix(rest, context);
    if (operation.symbol === "compose") {
      entries.push(functionEntry(operation.right, context));
      rest = operation.left;
    } else {
      entries.push(functionEntry(rest, context));
      return entries.reverse();
    }
  }
}

function functionEntry(node: Node, context: Context): FunctionEntry {
  const { symbol, left, right } = infix(node, context);
  if (symbol !== "map_to") throw wrong(node, context, "an entry of a function must be a :> b");
  return { argument: readNode(left, context), result: readNode(right, context) };
}

interface Infix {
  readonly symbol: string;
  readonly left: Node;
  readonly right: Node;
}

function infix(node: Node, context: Context): Infix {
  const left = node.childForFieldName("lhs");
  const right = node.childForFieldName("rhs");
  const symbol = node.childForFieldName("symbol")?.type;
  if (node.type === "bound_infix_op" && left && right && symbol) return { symbol, left, right };
  throw wrong(node, context, "parentheses must hold a function, a :> b @@ c :> d");
}

function interval(node: Node, context: Context): TlaValue {
  const { symbol, left, right } = infix(node, context);
  const [low, high] = symbol === "dots_2" ? [left, right].map((end) => readNode(end, context)) : [];
  if (low?.kind === "integer" && high?.kind === "integer") {
    return { kind: "interval", low: low.value, high: high.value };
  }
  throw wrong(node, context, "an operator is applied where only a value can stand");
}
