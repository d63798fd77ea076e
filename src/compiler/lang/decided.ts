import {
  Node,
  type Expression as TsExpression,
  type Symbol as TsSymbol,
  type Type,
} from "ts-morph";
import type { BinaryOperator } from "../ir/expression.js";
import { refuse } from "./diagnostics.js";
import { documentation } from "./documentation.js";
import type { Evaluation } from "./evaluation.js";
import { isNumber } from "./kinds.js";
import { shorten } from "./shorten.js";
import { typeDeclaration } from "./type-scope.js";

/** What the declared type of an expression allows: numbers of a range, `null`, anything else. */
interface Allowed {
  /** Above `high` where it is no number. */
  readonly low: number;
  readonly high: number;
  readonly isNull: boolean;
  readonly isOther: boolean;
}

/**
 * Refuses a comparison in a bundle (a policy) that has the same answer whatever its sides are, as
 * far as their declared types tell: it is not what its author means. The model itself, which is
 * written for any parameters, may have some.
 *
 * @param text how the comparison reads
 */
export function requireUndecided(
  evaluation: Evaluation,
  operator: BinaryOperator,
  [left, right]: readonly [TsExpression, TsExpression],
  { node, text }: { readonly node: Node; readonly text: string },
): void {
  if (!evaluation.shape.isOfBundle(node)) return;
  const sides = [left, right].map((side) => allowedBy(declaredType(side), evaluation));
  const [one, other] = sides;
  if (!one || !other) return;
  const answer = answerTo(operator, one, other);
  if (answer === null) return;
  const facts = [left, right].flatMap((side, index) =>
    factsOf(side, sides[index] ?? null, evaluation),
  );
  const why = facts.length === 0 ? "" : `${facts.join(", and ")}, so `;
  throw refuse("L126", node, `${why}\`${shorten(text)}\` is ${answer ? "always" : "never"} true`);
}

/** The answer that a comparison has for all that both sides can be; null if it depends. */
function answerTo(operator: BinaryOperator, left: Allowed, right: Allowed): boolean | null {
  switch (operator) {
    case "less":
      if (!isNumeric(left) || !isNumeric(right)) return null;
      return left.high < right.low ? true : left.low >= right.high ? false : null;
    case "atMost":
      if (!isNumeric(left) || !isNumeric(right)) return null;
      return left.high <= right.low ? true : left.low > right.high ? false : null;
    case "equal":
      return areEqual(left, right);
    case "unequal": {
      const equal = areEqual(left, right);
      return equal === null ? null : !equal;
    }
    default:
      return null;
  }
}

function areEqual(left: Allowed, right: Allowed): boolean | null {
  const meet =
    (left.isNull && right.isNull) ||
    (left.isOther && right.isOther) ||
    Math.max(left.low, right.low) <= Math.min(left.high, right.high);
  if (!meet) return false;
  const isOnly = (side: Allowed): boolean =>
    !side.isOther && (side.isNull ? !isNumeric(side) : side.low === side.high);
  return isOnly(left) && isOnly(right) ? true : null;
}

function isNumeric({ low, high }: Allowed): boolean {
  return low <= high;
}

/** The type that a name or a field was declared with, whatever is known of it at this place. */
function declaredType(node: TsExpression): Type {
  const plain = withoutParentheses(node);
  const symbol = declaredSymbol(plain);
  // Asked for at a place that is no name, TypeScript does not narrow it.
  return symbol === undefined ? plain.getType() : symbol.getTypeAtLocation(plain.getSourceFile());
}

function withoutParentheses(node: TsExpression): TsExpression {
  return Node.isParenthesizedExpression(node) ? withoutParentheses(node.getExpression()) : node;
}

function declaredSymbol(node: TsExpression): TsSymbol | undefined {
  if (Node.isPropertyAccessExpression(node)) return node.getNameNode().getSymbol();
  const symbol = Node.isIdentifier(node) ? node.getSymbol() : undefined;
  return symbol?.getAliasedSymbol() ?? symbol;
}

const NOTHING: Allowed = { low: Infinity, high: -Infinity, isNull: false, isOther: false };

/** What a type allows; null where it does not tell. */
function allowedBy(type: Type, evaluation: Evaluation): Allowed | null {
  if (type.isUnion()) {
    let all: Allowed | null = NOTHING;
    for (const part of type.getUnionTypes()) {
      const own = allowedBy(part, evaluation);
      if (own === null) return null;
      all = {
        low: Math.min(all.low, own.low),
        high: Math.max(all.high, own.high),
        isNull: all.isNull || own.isNull,
        isOther: all.isOther || own.isOther,
      };
    }
    return all;
  }
  if (type.isTypeParameter() || type.isAny() || type.isUnknown() || type.isNever()) return null;
  if (type.isNull()) return { ...NOTHING, isNull: true };
  if (!isNumber(type)) return { ...NOTHING, isOther: true };
  const value = type.getLiteralValue();
  if (typeof value === "number") return { ...NOTHING, low: value, high: value };
  return { ...NOTHING, ...(boundsOf(type, evaluation) ?? { low: -Infinity, high: Infinity }) };
}

/** The bounds of a `Range` or a `Below`, as far as they are numbers; null if it is none. */
function boundsOf(
  type: Type,
  { shape }: Evaluation,
): { readonly low: number; readonly high: number } | null {
  for (const property of type.getProperties()) {
    const declaration = property.getValueDeclaration();
    if (declaration === undefined || !shape.isVocabulary(declaration)) continue;
    const alias = declaration.getFirstAncestor(Node.isTypeAliasDeclaration)?.getName();
    if (alias !== "Range" && alias !== "Below") continue;
    const bounds = property.getTypeAtLocation(declaration).getNonNullableType().getTupleElements();
    const [low, high] = bounds.map((bound) => bound.getLiteralValue());
    return {
      low: typeof low === "number" ? low : -Infinity,
      high: typeof high === "number" ? high - (alias === "Below" ? 1 : 0) : Infinity,
    };
  }
  return null;
}

/** What a side can be, in words, and what its type says of itself; nothing of a literal. */
function factsOf(
  side: TsExpression,
  allowed: Allowed | null,
  evaluation: Evaluation,
): readonly string[] {
  const node = withoutParentheses(side);
  const isName = Node.isPropertyAccessExpression(node) || Node.isIdentifier(node);
  if (!isName || allowed === null) return [];
  const doc = typeDocumentation(node, evaluation);
  const about = doc === "" ? "" : ` (${doc.replace(/\.$/, "")})`;
  return [`\`${shorten(node.getText())}\` is ${allowedText(allowed)}${about}`];
}

/** What is written above the named type of a field or of a name. */
function typeDocumentation(node: TsExpression, { shape }: Evaluation): string {
  const declaration = declaredSymbol(node)?.getDeclarations()[0];
  const type =
    Node.isPropertySignature(declaration) ||
    Node.isParameterDeclaration(declaration) ||
    Node.isVariableDeclaration(declaration)
      ? declaration.getTypeNode()
      : undefined;
  if (!Node.isTypeReference(type)) return "";
  const named = typeDeclaration(type.getTypeName());
  return Node.isTypeAliasDeclaration(named) && !shape.isVocabulary(named)
    ? documentation(named)
    : "";
}

/** Below this many numbers each is named. */
const MOST_NAMED = 4;

function allowedText({ low, high, isNull, isOther }: Allowed): string {
  const count = high - low + 1;
  // What is no number, or any number, is only ever compared with `null`.
  if (isOther || count === Infinity) return "never `null`";
  const numbers =
    count > MOST_NAMED
      ? [`a whole number from ${low} to ${high}`]
      : Array.from({ length: Math.max(0, count) }, (_, index) => String(low + index));
  return new Intl.ListFormat("en", { type: "disjunction" })
    .format([...numbers, ...(isNull ? ["`null`"] : [])])
    .replace(", or ", " or ");
}
