import { sameExpression } from "../ir/equality.js";
import { isStepCheck } from "../ir/explicit-checks.js";
import type { Expression } from "../ir/expression.js";
import { negate } from "../ir/negate.js";
import { mentions } from "../ir/references.js";
import type { Step, Update } from "../ir/step.js";
import { updatedVariables } from "../ir/step.js";
import { someExpression, stepNames } from "../ir/walk.js";
import {
  binding,
  type Printing,
  printDefinition,
  printExpression,
  printOperand,
} from "./expressions.js";
import { PRECEDENCE, printFlat } from "./flat.js";
import { printGuards } from "./guards.js";
import { append, at, type Block, fits, hang, line } from "./lines.js";
import { isJunction, readJunction } from "./readings.js";
import { wrapItems } from "./sets.js";

/**
 * An action as a list of conjuncts: what must hold, then `variable' = …` for what changes, and
 * `UNCHANGED` for what does not. `variables` are all of the model in their order.
 */
export function printStep(
  step: Step,
  variables: readonly string[],
  width: number,
  printing: Printing,
): Block {
  const changed = updatedVariables(step);
  const untouched = variables.filter((variable) => !changed.has(variable));
  const order = variables.filter((variable) => changed.has(variable));
  return junction([
    ...conjuncts(step, order, width - 3, printing),
    ...unchanged(untouched, width - 3, printing),
  ]);
}

function junction(items: readonly Block[]): Block {
  const [only] = items;
  if (items.length === 1 && only !== undefined) return only;
  return items.flatMap((item) => hang("/\\ ", item));
}

function unchanged(
  variables: readonly string[],
  width: number,
  printing: Printing,
): readonly Block[] {
  const names = variables.map(printing.names.variable);
  if (names.length === 0) return [];
  if (names.length === 1) return [[line(`UNCHANGED ${names[0]}`)]];
  return [wrapItems("UNCHANGED <<", names, ">>", width)];
}

/** The conjuncts of `step`, which must say what becomes of each variable in `pending`. */
function conjuncts(
  step: Step,
  pending: readonly string[],
  width: number,
  printing: Printing,
): readonly Block[] {
  const place = printing.places.get(step);
  switch (step.kind) {
    case "disabled":
      return [[line("FALSE", place)]];
    case "update": {
      const updated = new Set(step.updates.map((update) => update.variable));
      const still = pending.filter((variable) => !updated.has(variable));
      const written = step.updates.filter((update) => pending.includes(update.variable));
      return [
        ...written.map((update) => at(place, printUpdate(update, width, printing))),
        ...unchanged(still, width, printing),
      ];
    }
    case "if":
      if (step.whenTrue.kind === "disabled") {
        return guarded(
          negate(step.condition),
          step.condition,
          step.whenFalse,
          pending,
          width,
          printing,
        );
      }
      if (step.whenFalse.kind === "disabled") {
        return guarded(step.condition, step.condition, step.whenTrue, pending, width, printing);
      }
      return printChoice(step, pending, width, printing);
    case "let":
      return isStepCheck(step)
        ? [
            at(
              place,
              hang("Computed(", append(printExpression(step.value, width - 10, printing), ")")),
            ),
            ...conjuncts(step.body, pending, width, printing),
          ]
        : [printLetStep(step, pending, width, printing)];
  }
}

/** A condition under which the action is enabled, then the rest of it. */
function guarded(
  guard: Expression,
  written: Expression,
  rest: Step,
  pending: readonly string[],
  width: number,
  printing: Printing,
): readonly Block[] {
  return [
    ...printGuards(guard, width, printing).map((part) => at(printing.places.get(written), part)),
    ...conjuncts(rest, pending, width, printing),
  ];
}

function printUpdate({ variable, value }: Update, width: number, printing: Printing): Block {
  return printEquation(`${printing.names.variable(variable)}'`, value, width, printing);
}

/** `subject = value`; what binds less tightly than `=` in parentheses, if it has no end of its own. */
export function printEquation(
  subject: string,
  value: Expression,
  width: number,
  printing: Printing,
): Block {
  const head = `${subject} = `;
  const room = width - head.length;
  const { text, level } = printFlat(value, printing.names);
  if (level === PRECEDENCE.open || level === PRECEDENCE.not) {
    return hang(head, printExpression(value, room, printing));
  }
  // A list of conjuncts or disjuncts on lines of their own has an end where its lines end: what
  // does not fit on one line in parentheses needs none.
  const inParentheses = room - 2;
  const isList =
    !fits(text, inParentheses) && isJunction(value) && readJunction(value).kind === "junction";
  return hang(
    head,
    isList
      ? printExpression(value, inParentheses, printing)
      : printOperand(value, PRECEDENCE.comparison + 1, room, printing),
  );
}

/** What both alternatives do alike comes before the `IF`. */
function printChoice(
  step: Extract<Step, { kind: "if" }>,
  pending: readonly string[],
  width: number,
  printing: Printing,
): readonly Block[] {
  const shared = sharedUpdates(step);
  const settled = new Set(shared.map((update) => update.variable));
  const changed = updatedVariables(step);
  const untouched = pending.filter((variable) => !changed.has(variable));
  const rest = pending.filter((variable) => changed.has(variable) && !settled.has(variable));
  const written = shared.filter((update) => pending.includes(update.variable));
  const alternative = (prefix: string, branch: Step): Block =>
    hang(prefix, junction(orTrue(conjuncts(branch, rest, width - prefix.length - 3, printing))));
  const choice: Block = [
    ...hang("IF ", printExpression(step.condition, width - 3, printing)),
    ...alternative("THEN ", step.whenTrue),
    ...alternative("ELSE ", step.whenFalse),
  ];
  return [
    ...written.map((update) => at(printing.places.get(step), printUpdate(update, width, printing))),
    ...unchanged(untouched, width, printing),
    ...(rest.length === 0 && isUpdateOnly(step) && !canFailToDecide(step)
      ? []
      : [at(printing.places.get(step), choice)]),
  ];
}

function orTrue(items: readonly Block[]): readonly Block[] {
  return items.length === 0 ? [[line("TRUE")]] : items;
}

/** Whether computing what decides about the step can fail. */
function canFailToDecide(step: Step): boolean {
  switch (step.kind) {
    case "disabled":
    case "update":
      return false;
    case "if":
      return readsItem(step.condition) || [step.whenTrue, step.whenFalse].some(canFailToDecide);
    case "let":
      return isStepCheck(step) || canFailToDecide(step.body);
  }
}

function readsItem(expression: Expression): boolean {
  return someExpression(
    expression,
    ({ kind }) => kind === "item" || kind === "call" || kind === "let",
  );
}

/** Whether nothing but updates depends on the choice: no alternative is disabled. */
function isUpdateOnly(step: Step): boolean {
  switch (step.kind) {
    case "disabled":
      return false;
    case "update":
      return true;
    case "if":
      return isUpdateOnly(step.whenTrue) && isUpdateOnly(step.whenFalse);
    case "let":
      return isUpdateOnly(step.body);
  }
}

/** Every way that the step can end in an update. */
function leaves(step: Step): readonly (readonly Update[])[] {
  switch (step.kind) {
    case "disabled":
      return [];
    case "update":
      return [step.updates];
    case "if":
      return [...leaves(step.whenTrue), ...leaves(step.whenFalse)];
    case "let":
      return leaves(step.body);
  }
}

/** The updates that every alternative has, with the same value, and that can stand before the choice. */
function sharedUpdates(step: Step): readonly Update[] {
  const [first, ...others] = leaves(step);
  const inner = stepNames(step);
  const isTotal = isUpdateOnly(step);
  return (first ?? []).filter(
    (update) =>
      others.every((leaf) =>
        leaf.some(
          (other) =>
            other.variable === update.variable && sameExpression(other.value, update.value),
        ),
      ) &&
      !inner.some((name) => mentions(update.value, name)) &&
      // Where an alternative is disabled, its guard may be what keeps the value from failing.
      (isTotal || cannotFail(update.value)),
  );
}

/** Whether the value exists in every state, whatever guards stand before it. */
function cannotFail(value: Expression): boolean {
  switch (value.kind) {
    case "literal":
    case "constant":
    case "variable":
    case "local":
      return true;
    case "not":
      return cannotFail(value.of);
    case "record":
      return value.fields.every((field) => cannotFail(field.value));
    case "array":
      return value.items.every(cannotFail);
    case "binary":
      return cannotFail(value.left) && cannotFail(value.right);
    default:
      return false;
  }
}

function printLetStep(
  step: Step,
  pending: readonly string[],
  width: number,
  printing: Printing,
): Block {
  const definitions: Block[] = [];
  let body = step;
  let within = printing;
  while (body.kind === "let" && !isStepCheck(body)) {
    definitions.push(
      at(printing.places.get(body), printDefinition(body.name, body.value, width - 4, printing)),
    );
    within = binding(within, body.name, body.value);
    body = body.body;
  }
  return [
    ...definitions.flatMap((definition, index) => hang(index === 0 ? "LET " : "    ", definition)),
    ...hang("IN  ", junction(orTrue(conjuncts(body, pending, width - 7, within)))),
  ];
}
