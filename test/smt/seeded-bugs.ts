import type { BinaryOperator, Expression } from "../../src/compiler/ir/expression.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { type Rewriting, rewriteExpression } from "../../src/compiler/ir/rewrite.js";
import { rewriteModel } from "../../src/compiler/ir/specialise/rewrite-model.js";
import type { Step } from "../../src/compiler/ir/step.js";

/** A mistake in the translation of one kind of expression or step: what it is taken for. */
export interface SeededBug {
  readonly about:
    | Expression["kind"]
    | BinaryOperator
    | "all"
    | "some"
    | "count"
    | `step ${Step["kind"]}`;
  readonly rewriting: (model: Model) => Rewriting;
}

/** The model as a translation with the mistake takes it; itself where it has nothing of the kind. */
export function withBug(model: Model, { rewriting }: SeededBug): Model {
  return rewriteModel(model, rewriting(model));
}

const sameStep: Rewriting["step"] = (_, rewritten) => rewritten;
const sameExpression: Rewriting["expression"] = (_, rewritten) => rewritten;

type Of<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** Takes an expression for another; null leaves it as it is. */
function taking(
  about: SeededBug["about"],
  take: (expression: Expression, model: Model) => Expression | null,
): SeededBug {
  return {
    about,
    rewriting: (model) => ({
      expression: (_, rewritten) => take(rewritten, model) ?? rewritten,
      step: sameStep,
    }),
  };
}

function isKind<Kind extends Expression["kind"]>(
  expression: Expression,
  kind: Kind,
): expression is Of<Kind> {
  return expression.kind === kind;
}

function ofKind<Kind extends Expression["kind"]>(
  kind: Kind,
  take: (expression: Of<Kind>, model: Model) => Expression | null,
  about: SeededBug["about"] = kind,
): SeededBug {
  return taking(about, (expression, model) =>
    isKind(expression, kind) ? take(expression, model) : null,
  );
}

/** The expression in the initial state: what it was is not looked up again. */
function stale(expression: Expression, model: Model): Expression {
  return rewriteExpression(expression, {
    expression: (_, rewritten) =>
      rewritten.kind === "variable" ? initialOf(rewritten.name, model) : rewritten,
    step: sameStep,
  });
}

function initialOf(name: string, { variables }: Model): Expression {
  const variable = variables.find((one) => one.name === name);
  if (variable === undefined) throw new Error(`no variable ${name}`);
  return variable.initial;
}

/** Another value of the same type, where that is plain to see; else what the expression was at first. */
function wrong(expression: Expression, model: Model): Expression {
  const more: Expression = { kind: "binary", operator: "plus", left: expression, right: one };
  switch (expression.kind) {
    case "not":
    case "with":
      return expression.of;
    case "literal":
      if (typeof expression.value === "number") return more;
      return typeof expression.value === "boolean"
        ? { kind: "literal", value: !expression.value }
        : expression;
    case "quantifier":
      return expression.quantifier === "count" ? more : { kind: "not", of: expression };
    case "binary":
      return comparisons.has(expression.operator) ? { kind: "not", of: expression } : more;
    case "if":
      return { ...expression, whenTrue: expression.whenFalse, whenFalse: expression.whenTrue };
    case "let":
      return { ...expression, body: wrong(expression.body, model) };
    case "length":
    case "maximum":
      return more;
    case "array":
      return { kind: "array", items: expression.items.toReversed() };
    case "record":
      return {
        kind: "record",
        fields: expression.fields.map(({ name, value }) => ({ name, value: wrong(value, model) })),
      };
    default:
      return stale(expression, model);
  }
}

const comparisons: ReadonlySet<BinaryOperator> = new Set([
  "and",
  "or",
  "equal",
  "unequal",
  "less",
  "atMost",
]);

const zero: Expression = { kind: "literal", value: 0 };
const one: Expression = { kind: "literal", value: 1 };

const confused: Readonly<Record<BinaryOperator, BinaryOperator>> = {
  and: "or",
  or: "and",
  equal: "unequal",
  unequal: "equal",
  less: "atMost",
  atMost: "less",
  plus: "minus",
  minus: "plus",
  times: "plus",
  least: "greatest",
  greatest: "least",
};

const operators: readonly BinaryOperator[] = [
  "and",
  "or",
  "equal",
  "unequal",
  "less",
  "atMost",
  "plus",
  "minus",
  "times",
  "least",
  "greatest",
];

/** One mistake for each kind of expression, of operator, of quantifier and of step. */
export const seededBugs: readonly SeededBug[] = [
  ofKind("literal", ({ value }) =>
    typeof value === "boolean" ? { kind: "literal", value: !value } : null,
  ),
  ofKind("constant", (constant, { constants }) => {
    const type = constants.find(({ name }) => name === constant.name)?.type;
    return type?.kind === "boolean" ? { kind: "not", of: constant } : null;
  }),
  ofKind("variable", ({ name }, model) => initialOf(name, model)),
  // A name that a quantifier or an array binds stands for its first index.
  taking("local", (expression) => {
    if (expression.kind !== "quantifier" && expression.kind !== "generate") return null;
    const part = expression.kind === "quantifier" ? expression.body : expression.item;
    const replaced = rewriteExpression(part, {
      expression: (_, rewritten) =>
        rewritten.kind === "local" && rewritten.name === expression.index ? zero : rewritten,
      step: sameStep,
    });
    return expression.kind === "quantifier"
      ? { ...expression, body: replaced }
      : { ...expression, item: replaced };
  }),
  ofKind("field", ({ of, name }, model) => ({ kind: "field", of: stale(of, model), name })),
  ofKind("item", ({ of }) => ({ kind: "item", of, index: zero })),
  ofKind("length", (length) => ({
    kind: "binary",
    operator: "minus",
    left: length,
    right: one,
  })),
  ofKind("maximum", ({ of }) => ({ kind: "item", of, index: zero })),
  ofKind("not", ({ of }) => of),
  ...operators.map((operator) =>
    ofKind(
      "binary",
      (binary) =>
        binary.operator === operator ? { ...binary, operator: confused[operator] } : null,
      operator,
    ),
  ),
  ofKind("binary", (binary) => ({ ...binary, left: binary.right, right: binary.left })),
  ofKind("if", ({ condition, whenTrue, whenFalse }) => ({
    kind: "if",
    condition,
    whenTrue: whenFalse,
    whenFalse: whenTrue,
  })),
  ofKind("let", (bound, model) => ({ ...bound, value: wrong(bound.value, model) })),
  ofKind("record", ({ fields }, model) => ({
    kind: "record",
    fields: fields.map(({ name, value }) => ({ name, value: wrong(value, model) })),
  })),
  ofKind("array", ({ items }) => ({ kind: "array", items: items.toReversed() })),
  ofKind("with", ({ of }) => of),
  ofKind("generate", ({ index, length, item }, model) => ({
    kind: "generate",
    index,
    length,
    item: stale(item, model),
  })),
  ...(["all", "some", "count"] as const).map((quantifier) =>
    ofKind(
      "quantifier",
      (quantified) => {
        if (quantified.quantifier !== quantifier) return null;
        return { ...quantified, body: { kind: "not", of: quantified.body } };
      },
      quantifier,
    ),
  ),
  ofKind("call", ({ operator, args }, model) => {
    const called = model.operators.find(({ name }) => name === operator);
    if (called === undefined) return null;
    return called.parameters.reduceRight(
      (body: Expression, name, index): Expression => {
        const value = args[index];
        return value === undefined ? body : { kind: "let", name, value, body };
      },
      wrong(called.body, model),
    );
  }),
  {
    about: "step disabled",
    rewriting: () => ({
      expression: sameExpression,
      step: (_, step) => (step.kind === "disabled" ? { kind: "update", updates: [] } : step),
    }),
  },
  {
    about: "step update",
    rewriting: () => ({
      expression: sameExpression,
      step: (_, step) =>
        step.kind === "update" ? { kind: "update", updates: step.updates.slice(1) } : step,
    }),
  },
  {
    about: "step if",
    rewriting: () => ({
      expression: sameExpression,
      step: (_, step) =>
        step.kind === "if" ? { ...step, whenTrue: step.whenFalse, whenFalse: step.whenTrue } : step,
    }),
  },
  {
    about: "step let",
    rewriting: (model) => ({
      expression: sameExpression,
      step: (_, step) =>
        step.kind === "let" ? { ...step, value: wrong(step.value, model) } : step,
    }),
  },
];
