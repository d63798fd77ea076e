import { type Expression, FALSE, literal, TRUE } from "../../compiler/ir/expression.js";
import type { Written } from "../../compiler/ir/model.js";
import { negate } from "../../compiler/ir/negate.js";
import { type Mutation, mutation, replaced } from "./mutation.js";
import { isWithin, withOperator } from "./operator-text.js";
import type { SitedModel } from "./sited-model.js";

/** A change that can be made to a part of a model, and how it is made. */
export interface Site<Part> {
  readonly mutation: Mutation;
  readonly change: (part: Part) => Part;
}

type Binary = Extract<Expression, { kind: "binary" }>;

/** Every change of `expression` itself, those of its parts left aside. */
export function expressionSites(
  expression: Expression,
  model: SitedModel,
): readonly Site<Expression>[] {
  const written = model.places.get(expression);
  if (expression.kind === "if") return ifSites(expression, model);
  if (written === undefined) return [];
  switch (expression.kind) {
    case "literal":
      return literalSites(expression.value, written);
    case "binary":
      return binarySites(expression, written, model);
    case "not":
      // As a condition it is negated there.
      if (model.conditions.has(expression)) return [];
      return [
        {
          mutation: replaced("negation", written, written.text.replace(/^!\s*/, "")),
          change: (part) => (part.kind === "not" ? part.of : part),
        },
      ];
    case "with":
      return [withSite(expression, written, model)];
    case "quantifier":
      return quantifierSites(expression, written, model);
    default:
      return [];
  }
}

/** The changes of a condition: negated, always true, always false. */
export function conditionSites<Part extends { readonly condition: Expression }>(
  condition: Expression,
  model: SitedModel,
): readonly Site<Part>[] {
  const written = model.places.get(condition);
  if (written === undefined) return [];
  const site = (after: string, change: (condition: Expression) => Expression): Site<Part> => ({
    mutation: replaced("condition", written, after),
    change: (part) => ({ ...part, condition: change(part.condition) }),
  });
  return [
    site(negatedText(written.text), negate),
    site("true", () => TRUE),
    site("false", () => FALSE),
  ];
}

function negatedText(text: string): string {
  if (/^![\w.]+$/.test(text)) return text.slice(1);
  return /^[\w.]+$/.test(text) ? `!${text}` : `!(${text})`;
}

function ifSites(
  expression: Extract<Expression, { kind: "if" }>,
  model: SitedModel,
): readonly Site<Expression>[] {
  return conditionSites<Extract<Expression, { kind: "if" }>>(expression.condition, model).map(
    ({ mutation: found, change }) => ({
      mutation: found,
      change: (part) => (part.kind === "if" ? change(part) : part),
    }),
  );
}

function literalSites(
  value: boolean | number | string | null,
  written: Written,
): readonly Site<Expression>[] {
  const site = (other: boolean | number | string): Site<Expression> => ({
    mutation: replaced("constant", written, JSON.stringify(other)),
    change: () => literal(other),
  });
  switch (typeof value) {
    case "boolean":
      return [site(!value)];
    case "number":
      return value > 0 ? [site(value - 1), site(value + 1)] : [site(value + 1)];
    case "string":
      return (written.alternatives ?? []).map(site);
    default:
      return [];
  }
}

function binarySites(
  expression: Binary,
  written: Written,
  model: SitedModel,
): readonly Site<Expression>[] {
  const operands = [model.places.get(expression.left), model.places.get(expression.right)];
  const swap = (
    operator: Mutation["operator"],
    to: Binary["operator"],
    replacements: Readonly<Record<string, string>>,
  ): readonly Site<Expression>[] => {
    const after = withOperator(written, operands, replacements);
    if (after === null) return [];
    return [
      {
        mutation: replaced(operator, written, after),
        change: (part) => (part.kind === "binary" ? { ...part, operator: to } : part),
      },
    ];
  };
  switch (expression.operator) {
    case "and":
      return [
        ...swap("connective", "or", { "&&": "||" }),
        ...oneSideSites(expression, written, model),
      ];
    case "or":
      return [
        ...swap("connective", "and", { "||": "&&" }),
        ...oneSideSites(expression, written, model),
      ];
    case "equal":
    case "unequal":
      // As a condition it is negated there.
      if (model.conditions.has(expression)) return [];
      return expression.operator === "equal"
        ? swap("comparison", "unequal", { "===": "!==" })
        : swap("comparison", "equal", { "!==": "===" });
    case "less":
      return swap("comparison", "atMost", { "<": "<=", ">": ">=" });
    case "atMost":
      return swap("comparison", "less", { "<=": "<", ">=": ">" });
    case "plus":
      return swap("arithmetic", "minus", { "+": "-" });
    case "minus":
      return swap("arithmetic", "plus", { "-": "+" });
    case "times":
      return [];
    case "least":
    case "greatest":
      return extremeSites(expression, written);
  }
}

/** `Math.min` for `Math.max`, and the other way round. */
function extremeSites(expression: Binary, written: Written): readonly Site<Expression>[] {
  const [from, to, operator] =
    expression.operator === "least"
      ? (["Math.min", "Math.max", "greatest"] as const)
      : (["Math.max", "Math.min", "least"] as const);
  if (!written.text.startsWith(from)) return [];
  return [
    {
      mutation: replaced("arithmetic", written, written.text.replace(from, to)),
      change: (part) => (part.kind === "binary" ? { ...part, operator } : part),
    },
  ];
}

/** `a && b` without its left or its right side. */
function oneSideSites(
  { left, right }: Binary,
  written: Written,
  { places }: SitedModel,
): readonly Site<Expression>[] {
  const only = (kept: Expression, side: "left" | "right"): readonly Site<Expression>[] => {
    const text = places.get(kept);
    if (text === undefined || !isWithin(written, text)) return [];
    const after = /^!?[\w.]+$/.test(text.text) ? text.text : `(${text.text})`;
    return [
      {
        mutation: replaced("connective", written, after),
        change: (part) => (part.kind === "binary" ? part[side] : part),
      },
    ];
  };
  return [...only(right, "right"), ...only(left, "left")];
}

/** A field or an item that keeps its old value. */
function withSite(
  { of }: Extract<Expression, { kind: "with" }>,
  written: Written,
  { places }: SitedModel,
): Site<Expression> {
  const base = places.get(of);
  const isCall =
    base !== undefined && isWithin(written, base) && written.text.startsWith(`${base.text}.with(`);
  return {
    mutation: isCall
      ? replaced("update", written, base.text)
      : mutation("update", written, { kind: "dropped" }),
    change: (part) => (part.kind === "with" ? part.of : part),
  };
}

function quantifierSites(
  { quantifier, body }: Extract<Expression, { kind: "quantifier" }>,
  written: Written,
  { places }: SitedModel,
): readonly Site<Expression>[] {
  const test = places.get(body);
  const negated: readonly Site<Expression>[] =
    test === undefined
      ? []
      : [
          {
            mutation: replaced("quantifier", test, negatedText(test.text)),
            change: (part) =>
              part.kind === "quantifier" ? { ...part, body: negate(part.body) } : part,
          },
        ];
  if (quantifier === "count") return negated;
  const [from, to, other] =
    quantifier === "some"
      ? ([".some(", ".every(", "all"] as const)
      : ([".every(", ".some(", "some"] as const);
  if (written.text.split(from).length !== 2) return negated;
  return [
    ...negated,
    {
      mutation: replaced("quantifier", written, written.text.replace(from, to)),
      change: (part) => (part.kind === "quantifier" ? { ...part, quantifier: other } : part),
    },
  ];
}
