import type { Node } from "ts-morph";
import type { Expression } from "../ir/expression.js";
import type { Step, Update } from "../ir/step.js";
import { refuse } from "./diagnostics.js";
import type { Evaluation } from "./evaluation.js";
import { mayFail } from "./kept.js";
import type { Ending, Value } from "./value.js";

/** Every value that the function can return. */
export function returnedValues(ending: Ending): readonly Value[] {
  switch (ending.kind) {
    case "return":
      return [ending.value];
    case "if":
      return [...returnedValues(ending.whenTrue), ...returnedValues(ending.whenFalse)];
    case "let":
      return returnedValues(ending.body);
  }
}

/** The ending of a function that returns a plain value, as one expression. */
export function endingExpression(evaluation: Evaluation, ending: Ending): Expression {
  switch (ending.kind) {
    case "return":
      return evaluation.asExpression(ending.value, ending.node);
    case "if":
      return evaluation.located(
        {
          kind: "if",
          condition: ending.condition,
          whenTrue: endingExpression(evaluation, ending.whenTrue),
          whenFalse: endingExpression(evaluation, ending.whenFalse),
        },
        ending.node,
      );
    case "let":
      return evaluation.located(
        {
          kind: "let",
          name: ending.name,
          value: ending.value,
          body: endingExpression(evaluation, ending.body),
        },
        ending.node,
      );
  }
}

function updates(
  evaluation: Evaluation,
  changed: ReadonlyMap<string, Expression>,
  nodes?: ReadonlyMap<string, Node>,
): readonly Update[] {
  return [...changed]
    .filter(([name, value]) => !(value.kind === "variable" && value.name === name))
    .map(([variable, value]) => {
      const node = nodes?.get(variable);
      const update = { variable, value };
      return node === undefined ? update : evaluation.located(update, node);
    });
}

/** The ending of an action as a step; `null` on a path means that the action is not enabled. */
export function endingStep(evaluation: Evaluation, ending: Ending): Step {
  switch (ending.kind) {
    case "return": {
      const { value, node } = ending;
      if (value.kind === "state") {
        const changed = updates(evaluation, value.updates, value.nodes);
        return evaluation.located({ kind: "update", updates: changed }, node);
      }
      if (value.kind === "record") {
        const unknown = [...value.fields.keys()].find(
          (name) => !evaluation.shape.variables.has(name),
        );
        if (unknown !== undefined) {
          throw refuse("L115", node, `the state has no field \`${unknown}\``);
        }
        const missing = [...evaluation.shape.variables].filter((name) => !value.fields.has(name));
        if (missing.length > 0) {
          throw refuse(
            "L131",
            node,
            `the new state has no ${missing.map((name) => `\`${name}\``).join(", ")}`,
          );
        }
        return evaluation.located(
          { kind: "update", updates: updates(evaluation, value.fields) },
          node,
        );
      }
      if (
        value.kind === "expression" &&
        value.expression.kind === "literal" &&
        value.expression.value === null
      ) {
        return evaluation.located({ kind: "disabled" }, node);
      }
      throw refuse("L131", node, "an action returns the new state or `null`, this is neither");
    }
    case "if":
      return evaluation.located(
        {
          kind: "if",
          condition: ending.condition,
          whenTrue: endingStep(evaluation, ending.whenTrue),
          whenFalse: endingStep(evaluation, ending.whenFalse),
        },
        ending.node,
      );
    case "let":
      return evaluation.located(
        {
          kind: "let",
          name: ending.name,
          value: ending.value,
          body: endingStep(evaluation, ending.body),
        },
        ending.node,
      );
  }
}

function choose(condition: Expression, then: Expression, otherwise: Expression): Expression {
  return { kind: "if", condition, whenTrue: then, whenFalse: otherwise };
}

/**
 * The ending as one value, so that its fields can be read or spread. Alternatives of states and of
 * records are merged field by field.
 */
export function endingValue(evaluation: Evaluation, ending: Ending): Value {
  if (ending.kind === "return") return ending.value;
  if (ending.kind === "let") {
    const body = endingValue(evaluation, ending.body);
    const bind = (value: Expression): Expression => ({
      kind: "let",
      name: ending.name,
      value: ending.value,
      body: value,
    });
    if (body.kind === "state") {
      return { ...body, updates: mapValues(orUnchanged(evaluation, body.updates), bind) };
    }
    if (body.kind === "record" && body.fields.size > 0)
      return { kind: "record", fields: mapValues(body.fields, bind) };
    return { kind: "expression", expression: bind(evaluation.asExpression(body, ending.node)) };
  }
  const then = endingValue(evaluation, ending.whenTrue);
  const otherwise = endingValue(evaluation, ending.whenFalse);
  if (then.kind === "state" && otherwise.kind === "state") {
    const changed = new Map([...then.updates, ...otherwise.updates]);
    const isKept = changed.size > 0 || !mayFail(evaluation, ending.condition);
    const names = (isKept ? changed : orUnchanged(evaluation, changed)).keys();
    const merged = [...names].map((name): [string, Expression] => {
      const unchanged: Expression = { kind: "variable", name };
      return [
        name,
        choose(
          ending.condition,
          then.updates.get(name) ?? unchanged,
          otherwise.updates.get(name) ?? unchanged,
        ),
      ];
    });
    return { kind: "state", updates: new Map(merged) };
  }
  if (then.kind === "record" && otherwise.kind === "record") {
    const merged = mergeRecords(ending.condition, then.fields, otherwise.fields);
    if (merged !== null) return { kind: "record", fields: merged };
  }
  return {
    kind: "expression",
    expression: choose(
      ending.condition,
      evaluation.asExpression(then, ending.whenTrue.node),
      evaluation.asExpression(otherwise, ending.whenFalse.node),
    ),
  };
}

/**
 * The updates, or one that changes nothing where there are none: so that what is computed on the
 * way has a place to stand in.
 */
function orUnchanged(
  evaluation: Evaluation,
  updates: ReadonlyMap<string, Expression>,
): ReadonlyMap<string, Expression> {
  const [name] = evaluation.shape.variables;
  if (updates.size > 0 || name === undefined) return updates;
  return new Map([[name, { kind: "variable", name }]]);
}

/** The records merged, or null if they have no fields, or not the same. */
function mergeRecords(
  condition: Expression,
  then: ReadonlyMap<string, Expression>,
  otherwise: ReadonlyMap<string, Expression>,
): ReadonlyMap<string, Expression> | null {
  if (then.size !== otherwise.size || then.size === 0) return null;
  const merged = new Map<string, Expression>();
  for (const [name, value] of then) {
    const other = otherwise.get(name);
    if (other === undefined) return null;
    merged.set(name, choose(condition, value, other));
  }
  return merged;
}

function mapValues(
  map: ReadonlyMap<string, Expression>,
  change: (value: Expression) => Expression,
): ReadonlyMap<string, Expression> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}
