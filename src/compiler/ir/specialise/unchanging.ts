import { sameExpression } from "../equality.js";
import type { Expression } from "../expression.js";
import type { Model } from "../model.js";
import type { Step, Update } from "../step.js";
import { componentTypes, type Type, unnamed } from "../type.js";
import { modelExpressions, someExpression, subexpressions } from "../walk.js";
import { withoutDeadParts } from "./dead-parts.js";
import { folded } from "./folded.js";
import { rewriteModel } from "./rewrite-model.js";
import { type Total, totality } from "./total.js";

/** Parts of the state that never leave their first value, each with that value. */
export interface Unchanging {
  readonly variables: ReadonlyMap<string, Expression>;
  /** Fields of the records in variables, by their names: all records that have one have this value. */
  readonly fields: ReadonlyMap<string, Expression>;
}

/**
 * The variables that never leave their first value, and the fields of records in variables, except
 * `kept` and what is in them. All are taken to be so at first; those for which it does not follow are
 * dropped, and the others tried again, until it follows for all that are left: an inductive invariant.
 */
export function unchangingParts(model: Model, kept: ReadonlySet<string>): Unchanging {
  let candidates: Unchanging = {
    variables: new Map(
      model.variables
        .filter(({ name }) => !kept.has(name))
        .map(({ name, initial }) => [name, initial] as const),
    ),
    fields: fieldsOf(model, kept),
  };
  const asked = new Set(model.invariants.map(({ name }) => name));
  for (;;) {
    const supposed = withoutDeadParts(folded(supposing(model, candidates)), asked);
    const changing = changingIn(supposed, candidates);
    if (changing.size === 0) return candidates;
    const remain = (parts: ReadonlyMap<string, Expression>, prefix: string) =>
      new Map([...parts].filter(([name]) => !changing.has(prefix + name)));
    candidates = {
      variables: remain(candidates.variables, VARIABLE),
      fields: remain(candidates.fields, FIELD),
    };
  }
}

/** What tells the name of a variable from that of a field. */
const VARIABLE = "variable ";
const FIELD = "field ";

/** The fields that some variable has, each with the value that it has in the first record that is made. */
function fieldsOf(model: Model, kept: ReadonlySet<string>): ReadonlyMap<string, Expression> {
  const declared = new Set<string>();
  const foreign = new Set<string>();
  const collect = (type: Type, into: Set<string>): void => {
    const plain = unnamed(type);
    if (plain.kind === "union") {
      for (const { fields } of plain.variants) {
        for (const { name, type: inner } of [...fields]) {
          foreign.add(name);
          collect(inner, foreign);
        }
      }
      foreign.add(plain.tag);
      return;
    }
    if (plain.kind === "record") {
      for (const { name, type: inner } of plain.fields) {
        into.add(name);
        collect(inner, kept.has(name) ? foreign : into);
      }
      return;
    }
    for (const inner of componentTypes(plain)) collect(inner, into);
  };
  for (const { name, type } of model.variables) collect(type, kept.has(name) ? foreign : declared);
  for (const { type } of model.constants) collect(type, foreign);
  for (const { parameters } of model.actions) {
    for (const { type } of parameters) collect(type, foreign);
  }
  const values = new Map<string, Expression>();
  for (const expression of modelExpressions(model)) {
    for (const { name, value } of recordFields(expression)) {
      const isCandidate = declared.has(name) && !foreign.has(name) && !kept.has(name);
      if (isCandidate && !values.has(name) && isClosed(value)) values.set(name, value);
    }
  }
  return values;
}

/** Whether the value depends on constants alone. */
function isClosed(expression: Expression): boolean {
  return !someExpression(expression, ({ kind }) => kind === "variable" || kind === "local");
}

function* recordFields(
  expression: Expression,
): Generator<{ readonly name: string; readonly value: Expression }> {
  if (expression.kind === "record") yield* expression.fields;
  for (const part of subexpressions(expression)) yield* recordFields(part);
}

/** The model where each candidate that is a scalar has its first value, whenever it is read. */
function supposing(model: Model, { variables, fields }: Unchanging): Model {
  return rewriteModel(model, {
    expression: (original, rewritten) => {
      if (rewritten.kind !== "variable" && rewritten.kind !== "field") return rewritten;
      const initial = (original.kind === "variable" ? variables : fields).get(rewritten.name);
      return initial?.kind === "literal" ? { ...initial } : rewritten;
    },
    step: (_, rewritten) => rewritten,
  });
}

/** The candidates that some step, or some record, gives another value than their first. */
function changingIn(model: Model, candidates: Unchanging): ReadonlySet<string> {
  const isTotal = totality(model);
  const bound = bindingsIn(model);
  const stays = (value: Expression, initial: Expression): boolean =>
    staysFirst(value, initial, { candidates, isTotal, bound });
  const changing = new Set<string>();
  for (const { variable, value } of model.actions.flatMap(({ step }) => updatesOf(step))) {
    const initial = candidates.variables.get(variable);
    if (initial === undefined || stays(value, initial)) continue;
    changing.add(VARIABLE + variable);
  }
  const look = (expression: Expression): void => {
    if (expression.kind === "record") {
      for (const { name, value } of expression.fields) note(name, value);
    }
    if (expression.kind === "with") {
      for (const [index, step] of expression.path.entries()) {
        if (step.kind !== "field") continue;
        if (index === expression.path.length - 1) note(step.name, expression.value);
        else changing.add(FIELD + step.name);
      }
    }
    for (const part of subexpressions(expression)) look(part);
  };
  const note = (name: string, value: Expression): void => {
    const initial = candidates.fields.get(name);
    if (initial !== undefined && !stays(value, initial)) {
      changing.add(FIELD + name);
    }
  };
  for (const expression of modelExpressions(model)) look(expression);
  return new Set(
    [...changing].filter((name) =>
      name.startsWith(FIELD)
        ? candidates.fields.has(name.slice(FIELD.length))
        : candidates.variables.has(name.slice(VARIABLE.length)),
    ),
  );
}

interface Known {
  readonly candidates: Unchanging;
  readonly isTotal: Total;
  /** What each local name is bound to, in all places where it is. */
  readonly bound: ReadonlyMap<string, readonly Expression[]>;
}

/** Whether the value is the first one of a candidate, as long as all candidates have theirs. */
function staysFirst(value: Expression, initial: Expression, known: Known): boolean {
  const { candidates, isTotal, bound } = known;
  const inner = (part: Expression): boolean => staysFirst(part, initial, known);
  if (sameExpression(value, initial)) return true;
  switch (value.kind) {
    case "variable":
    case "field": {
      const { variables, fields } = candidates;
      const other = (value.kind === "variable" ? variables : fields).get(value.name);
      return other !== undefined && sameExpression(other, initial);
    }
    case "local": {
      const values = bound.get(value.name) ?? [];
      // A name that is bound to itself, through a parameter, says nothing.
      const without = new Map([...bound].filter(([name]) => name !== value.name));
      return (
        values.length > 0 &&
        values.every((one) => staysFirst(one, initial, { ...known, bound: without }))
      );
    }
    case "if":
      return isTotal(value.condition) && inner(value.whenTrue) && inner(value.whenFalse);
    case "let":
      return isTotal(value.value) && inner(value.body);
    default:
      return false;
  }
}

/** What names are bound to by `let`s and as parameters of operators; not those of indices and actions. */
function bindingsIn(model: Model): ReadonlyMap<string, readonly Expression[]> {
  const bound = new Map<string, Expression[]>();
  const unknown = new Set(
    model.actions.flatMap(({ parameters }) => parameters.map(({ name }) => name)),
  );
  const operators = new Map(model.operators.map((operator) => [operator.name, operator]));
  const bind = (name: string, value: Expression): void => {
    bound.set(name, [...(bound.get(name) ?? []), value]);
  };
  const look = (expression: Expression): void => {
    if (expression.kind === "let") bind(expression.name, expression.value);
    if (expression.kind === "generate" || expression.kind === "quantifier") {
      unknown.add(expression.index);
    }
    if (expression.kind === "call") {
      for (const [index, arg] of expression.args.entries()) {
        const name = operators.get(expression.operator)?.parameters[index];
        if (name !== undefined) bind(name, arg);
      }
    }
    for (const part of subexpressions(expression)) look(part);
  };
  for (const expression of modelExpressions(model)) look(expression);
  const ofSteps = (step: Step): void => {
    if (step.kind === "let") {
      bind(step.name, step.value);
      ofSteps(step.body);
    }
    if (step.kind === "if") {
      ofSteps(step.whenTrue);
      ofSteps(step.whenFalse);
    }
  };
  for (const { step } of model.actions) ofSteps(step);
  return new Map([...bound].filter(([name]) => !unknown.has(name)));
}

function updatesOf(step: Step): readonly Update[] {
  switch (step.kind) {
    case "disabled":
      return [];
    case "update":
      return step.updates;
    case "if":
      return [...updatesOf(step.whenTrue), ...updatesOf(step.whenFalse)];
    case "let":
      return updatesOf(step.body);
  }
}
