import { type Expression, operands } from "../ir/expression.js";
import { negate } from "../ir/negate.js";
import type { Step } from "../ir/step.js";
import {
  binding,
  type Printing,
  printExpression,
  printImplication,
  printOperand,
} from "./expressions.js";
import { flat, flatOperand, PRECEDENCE } from "./flat.js";
import { append, type Block, fits, line } from "./lines.js";
import { asImplication, isJunction, readJunction } from "./readings.js";

/**
 * The conditions under which an action is enabled, each a conjunct. TLC takes each disjunct of an
 * action, and each witness of an `\\E`, for a step of its own (`tlc2.tool.impl.Tool`,
 * `getNextStates`): it would compute disjuncts that an earlier one makes meaningless, and count the
 * same step twice. So a disjunction is written as an implication here, and what may still branch
 * is compared with `TRUE`, which TLC evaluates as a value.
 */
export function printGuards(
  guard: Expression,
  width: number,
  printing: Printing,
): readonly Block[] {
  return operands("and", guard).map((part) => printGuard(part, width, printing));
}

function printGuard(guard: Expression, width: number, printing: Printing): Block {
  if (!branches(guard, printing)) return printExpression(guard, width, printing);
  const implication = asGuard(guard, printing);
  if (implication === null) {
    const operand = printOperand(guard, PRECEDENCE.comparison + 1, width - 7, printing);
    return append(operand, " = TRUE");
  }
  const { premise, conclusion } = implication;
  const oneLine = `${flatOperand(premise, printing.names, PRECEDENCE.junction)} => ${flat(conclusion, printing.names)}`;
  return fits(oneLine, width)
    ? [line(oneLine, printing.places.get(guard))]
    : printImplication(premise, conclusion, width, printing);
}

/** The guard as an implication that does not branch, if it can be one. */
function asGuard(guard: Expression, printing: Printing): ReturnType<typeof asImplication> | null {
  if (!isJunction(guard)) return null;
  const implication = asImplication(operands(guard.operator, guard));
  return branches(implication.conclusion, printing) ? null : implication;
}

/** Whether a guard of the step is compared with `TRUE`. */
export function comparesGuards(step: Step, printing: Printing): boolean {
  switch (step.kind) {
    case "disabled":
    case "update":
      return false;
    case "let":
      return comparesGuards(step.body, binding(printing, step.name, step.value));
    case "if": {
      const inner = [step.whenTrue, step.whenFalse];
      const guard = step.whenTrue.kind === "disabled" ? negate(step.condition) : step.condition;
      return (
        inner.some((part) => comparesGuards(part, printing)) ||
        (inner.some((part) => part.kind === "disabled") &&
          operands("and", guard).some(
            (part) => branches(part, printing) && asGuard(part, printing) === null,
          ))
      );
    }
  }
}

/** Whether TLC, asked for the steps of an action, would take the guard apart into several. */
function branches(guard: Expression, printing: Printing): boolean {
  const inner = (part: Expression): boolean => branches(part, printing);
  switch (guard.kind) {
    case "binary": {
      if (!isJunction(guard)) return false;
      const reading = readJunction(guard);
      if (reading.kind === "implication") return inner(reading.conclusion);
      return reading.kind === "junction" && (guard.operator === "or" || reading.parts.some(inner));
    }
    case "quantifier":
      // `\\A` over one index is its body.
      return guard.quantifier === "some" || (guard.quantifier === "all" && inner(guard.body));
    case "if":
      return inner(guard.whenTrue) || inner(guard.whenFalse);
    case "let":
      return branches(guard.body, binding(printing, guard.name, guard.value));
    case "local": {
      // TLC keeps what a name stands for unevaluated, and takes it apart where the name stands.
      const value = printing.bound.get(guard.name);
      return value !== undefined && inner(value);
    }
    case "call": {
      const body = printing.bodies.get(guard.operator);
      return body !== undefined && (inner(body) || guard.args.some(inner));
    }
    default:
      return false;
  }
}
