import { isCheck, isStepCheck } from "../ir/explicit-checks.js";
import type { Expression } from "../ir/expression.js";
import { rootsAtConstant } from "../ir/expression.js";
import type { Model } from "../ir/model.js";
import type { Step } from "../ir/step.js";
import { modelExpressions, someExpression, someStep, subexpressions } from "../ir/walk.js";
import { type Block, line } from "./lines.js";
import { EVALUATE } from "./names.js";

/** What a module needs beside the model itself. */
export interface NeededDefinitions {
  /** The standard modules that it extends. */
  readonly modules: readonly string[];
  /** Definitions of the printer's own; models cannot have their names. */
  readonly definitions: Block;
  /** Whether TLC is told to evaluate something at once. */
  readonly evaluates: boolean;
}

/** The standard modules and definitions that the expressions of the model use. */
export function neededDefinitions(model: Model): NeededDefinitions {
  const expressions = modelExpressions(model);
  const uses = (test: (part: Expression) => boolean): boolean =>
    expressions.some((expression) => someExpression(expression, test));
  const counts =
    uses((part) => part.kind === "quantifier" && part.quantifier === "count") ||
    expressions.some(asksForLength);
  const lists = uses((part) => part.kind === "array" && part.items.length > 0);
  const evaluates = uses((part) => part.kind === "call" && part.operator === EVALUATE);
  const operation = (name: "least" | "greatest"): boolean =>
    uses((part) => part.kind === "binary" && part.operator === name);
  const checks = model.actions.some(({ step }) => someStep(step, isCheckedStep));
  const checksValues = uses((part) => part.kind === "let" && isCheck(part));
  return {
    evaluates,
    modules: [
      "Integers",
      "Sequences",
      ...(counts ? ["FiniteSets"] : []),
      ...(lists || evaluates ? ["TLC"] : []),
    ],
    definitions: [
      ...(operation("least") ? [line("Min(a, b) == IF a < b THEN a ELSE b"), line("")] : []),
      ...(operation("greatest") ? [line("Max(a, b) == IF a < b THEN b ELSE a"), line("")] : []),
      ...(uses((part) => part.kind === "maximum") ? MAXIMUM : []),
      ...(checks || checksValues ? COMPUTED : []),
    ],
  };
}

/** Whether a length is asked for as a number: as the bound of an index it is printed as `DOMAIN`. */
function asksForLength(expression: Expression): boolean {
  if (expression.kind === "length") {
    return !rootsAtConstant(expression.of) || asksForLength(expression.of);
  }
  const inner = subexpressions(expression);
  const isBound = expression.kind === "generate" || expression.kind === "quantifier";
  return inner.some((part) =>
    isBound && part.kind === "length" ? asksForLength(part.of) : asksForLength(part),
  );
}

function isCheckedStep(step: Step): boolean {
  return step.kind === "let" && isStepCheck(step);
}

/**
 * TLC computes what a name or a parameter stands for where it is needed, if it is at all. `Computed`
 * is true of whatever has a value, and TLC cannot tell without computing it to its last item.
 */
const COMPUTED: Block = [
  line("\\* TLC computes a value where it is needed, the typed model where it is written: these"),
  line("\\* two fail where `a` has no value, also where nothing needs it."),
  line("Computed(a) == (a = a)"),
  line("After(a, b) == CASE Computed(a) -> b"),
  line(""),
];

const MAXIMUM: Block = [
  line("Maximum(sequence) =="),
  line("  LET elements == {sequence[i] : i \\in DOMAIN sequence}"),
  line("  IN  CHOOSE m \\in elements : \\A n \\in elements : n <= m"),
  line(""),
];
