import { Node, type ObjectLiteralExpression, type SpreadAssignment } from "ts-morph";
import type { Expression } from "../ir/expression.js";
import { spreadCall } from "./calls.js";
import { refuse } from "./diagnostics.js";
import type { Evaluation } from "./evaluation.js";
import { after } from "./kept.js";
import { recordFields } from "./kinds.js";
import { requireFieldName } from "./literals.js";
import { evaluateDeclared, shorthandDeclarations } from "./names.js";
import type { Scope, Value } from "./value.js";

/** What an object literal has come to after some of its properties. */
type Partial =
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, Expression> }
  | Extract<Value, { kind: "state" }>
  /** A record whose fields only its type tells, with some of them replaced. */
  | {
      readonly kind: "changed";
      readonly of: Expression;
      readonly known: ReadonlySet<string>;
      readonly fields: ReadonlyMap<string, Expression>;
      /** Where the fields were written. */
      readonly nodes: ReadonlyMap<string, Node>;
    };

/** `{ ...base, field: value }`: a record, or the state with updates. */
export function evaluateObject(
  evaluation: Evaluation,
  node: ObjectLiteralExpression,
  scope: Scope,
): Value {
  let partial: Partial = { kind: "record", fields: new Map() };
  for (const property of node.getProperties()) {
    if (Node.isSpreadAssignment(property)) {
      const spread = property.getExpression();
      const value = Node.isCallExpression(spread)
        ? spreadCall(evaluation, spread, scope)
        : evaluation.evaluate(spread, scope);
      partial = withSpread(evaluation, partial, value, property);
    } else if (Node.isPropertyAssignment(property)) {
      if (!Node.isIdentifier(property.getNameNode())) {
        throw refuse("L105", property.getNameNode(), "the name of a field must be an identifier");
      }
      const value = evaluation.expression(property.getInitializerOrThrow(), scope);
      partial = withField(evaluation, partial, property.getName(), value, property);
    } else if (Node.isShorthandPropertyAssignment(property)) {
      const name = property.getName();
      const declarations = shorthandDeclarations(property);
      const value = evaluation.asExpression(
        evaluateDeclared(evaluation, property, name, declarations, scope),
        property,
      );
      partial = withField(evaluation, partial, name, value, property);
    } else {
      throw refuse("L105", property, "a field must have a plain value");
    }
  }
  switch (partial.kind) {
    case "record":
    case "state":
      return partial;
    case "changed":
      return { kind: "expression", expression: changed(evaluation, partial) };
  }
}

function changed(
  evaluation: Evaluation,
  { of, fields, nodes }: Extract<Partial, { kind: "changed" }>,
): Expression {
  return [...fields].reduce<Expression>((value, [name, field]) => {
    const path = [{ kind: "field", name }] as const;
    const expression: Expression = { kind: "with", of: value, path, value: field };
    const node = nodes.get(name);
    return node === undefined ? expression : evaluation.located(expression, node);
  }, of);
}

function withField(
  evaluation: Evaluation,
  partial: Partial,
  name: string,
  value: Expression,
  node: Node,
): Partial {
  switch (partial.kind) {
    case "record":
      requireFieldName(node, name);
      return {
        kind: "record",
        fields: new Map([...partial.fields, [name, replacing(evaluation, partial, name, value)]]),
      };
    case "changed":
      // `EXCEPT` leaves a record alone that has no such field, where TypeScript would add it.
      if (!partial.known.has(name)) {
        throw refuse("L115", node, `not every value that is spread here has a field \`${name}\``);
      }
      return {
        ...partial,
        fields: new Map([...partial.fields, [name, replacing(evaluation, partial, name, value)]]),
        nodes: withNode(partial.nodes, name, node),
      };
    case "state":
      if (!evaluation.shape.variables.has(name)) {
        throw refuse("L115", node, `the state has no field \`${name}\``);
      }
      return {
        kind: "state",
        updates: new Map([...partial.updates, [name, replacing(evaluation, partial, name, value)]]),
        nodes: withNode(partial.nodes ?? new Map(), name, node),
      };
  }
}

/** The new value of a field, before which the one that it takes the place of has been computed. */
function replacing(
  evaluation: Evaluation,
  partial: Partial,
  name: string,
  value: Expression,
): Expression {
  const old = (partial.kind === "state" ? partial.updates : partial.fields).get(name);
  return old === undefined ? value : after(evaluation, [old], value);
}

/** What a spread brings has no place of its own: it cannot be told from the rest of the spread. */
function withNode(
  nodes: ReadonlyMap<string, Node>,
  name: string,
  node: Node,
): ReadonlyMap<string, Node> {
  const others = [...nodes].filter(([other]) => other !== name);
  return new Map(Node.isSpreadAssignment(node) ? others : [...others, [name, node]]);
}

function withSpread(
  evaluation: Evaluation,
  partial: Partial,
  value: Value,
  node: SpreadAssignment,
): Partial {
  const isEmpty = partial.kind === "record" && partial.fields.size === 0;
  switch (value.kind) {
    case "state":
      if (!isEmpty) throw refuse("L105", node, "the state must be spread first");
      return value;
    case "record": {
      let result = partial;
      for (const [name, field] of value.fields) {
        result = withField(evaluation, result, name, field, node);
      }
      return result;
    }
    case "expression": {
      if (!isEmpty) throw refuse("L105", node, "a record must be spread first, then changed");
      const known = recordFields(node.getExpression().getType());
      if (known === null) throw refuse("L105", node, "only the state and records can be spread");
      return { kind: "changed", of: value.expression, known, fields: new Map(), nodes: new Map() };
    }
    default:
      throw refuse("L105", node, "only the state and records can be spread");
  }
}
