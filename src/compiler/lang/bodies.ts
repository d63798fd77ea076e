import { Node, type Statement, type VariableDeclaration, VariableDeclarationKind } from "ts-morph";
import type { Expression } from "../ir/expression.js";
import { refuse } from "./diagnostics.js";
import type { Evaluation } from "./evaluation.js";
import { returnedEnding } from "./expressions.js";
import { endingAfter } from "./kept.js";
import { requireBoolean, requireOneKind } from "./kinds.js";
import { refusedStatement } from "./statements.js";
import { type Rest, switchEnding } from "./switches.js";
import { type Ending, extend, type ModelFunction, type Scope } from "./value.js";

/** What the body of `node` comes to when its parameters have the values of `scope`. */
export function functionEnding(evaluation: Evaluation, node: ModelFunction, scope: Scope): Ending {
  if (!Node.isArrowFunction(node) && node.isGenerator()) {
    throw refuse("L111", node, "a generator gives its values over time");
  }
  if (node.isAsync()) throw refuse("L111", node, "an `async` function gives its value later");
  const body = node.getBody();
  if (body === undefined) {
    throw refuse("L110", node, "a function without a body cannot be compiled");
  }
  requireOneKind(node, node.getReturnType());
  if (Node.isBlock(body)) {
    return statementsEnding(evaluation, body.getStatements(), scope, () => {
      throw refuse("L114", body, "a path ends without `return`");
    });
  }
  if (Node.isExpression(body)) return returnedEnding(evaluation, body, scope);
  throw refuse("L104", body, "this body cannot be compiled");
}

/**
 * What `statements` come to. `after` is what follows them: it has the names of its own block, not
 * those that they declare.
 */
function statementsEnding(
  evaluation: Evaluation,
  statements: readonly Statement[],
  scope: Scope,
  after: Rest,
): Ending {
  const [first, ...others] = statements;
  if (first === undefined) return after();
  const rest: Rest = () => statementsEnding(evaluation, others, scope, after);

  if (Node.isReturnStatement(first)) {
    const returned = first.getExpression();
    if (returned === undefined) throw refuse("L114", first, "this `return` has no value");
    return returnedEnding(evaluation, returned, scope);
  }
  if (Node.isBlock(first)) return statementsEnding(evaluation, first.getStatements(), scope, rest);
  if (Node.isIfStatement(first)) {
    const otherwise = first.getElseStatement();
    requireBoolean(first.getExpression());
    return {
      kind: "if",
      node: first,
      condition: evaluation.expression(first.getExpression(), scope),
      whenTrue: statementsEnding(evaluation, [first.getThenStatement()], scope, rest),
      whenFalse:
        otherwise === undefined ? rest() : statementsEnding(evaluation, [otherwise], scope, rest),
    };
  }
  if (Node.isSwitchStatement(first)) {
    return switchEnding(evaluation, first, scope, rest, (inner, end) =>
      statementsEnding(evaluation, inner, scope, end),
    );
  }
  if (Node.isVariableStatement(first)) {
    if (first.getDeclarationKind() !== VariableDeclarationKind.Const) {
      const keyword = first.getDeclarationKind();
      throw refuse("L102", first, `\`${keyword}\` makes a variable that can change`);
    }
    return constEnding(evaluation, first.getDeclarations(), scope, (inner) =>
      statementsEnding(evaluation, others, inner, after),
    );
  }
  throw refusedStatement(first);
}

/** `const a = …, b = …`: names for the statements after it. */
function constEnding(
  evaluation: Evaluation,
  declarations: readonly VariableDeclaration[],
  scope: Scope,
  rest: (scope: Scope) => Ending,
): Ending {
  const [declaration, ...others] = declarations;
  if (declaration === undefined) return rest(scope);
  const nameNode = declaration.getNameNode();
  if (!Node.isIdentifier(nameNode)) {
    throw refuse("L118", nameNode, "destructuring cannot be compiled");
  }
  const name = nameNode.getText();
  const value = evaluation.evaluate(declaration.getInitializerOrThrow(), scope);
  const next = (inner: Scope): Ending => constEnding(evaluation, others, inner, rest);
  if (value.kind === "function") return next(extend(scope, declaration, { ...value, name }));
  // A path (`state.position`) and a value of known shape need no name of their own in the IR.
  if (value.kind !== "expression" || isPath(value.expression)) {
    return endingAfter(evaluation, [value], declaration, () =>
      next(extend(scope, declaration, value)),
    );
  }
  const bound = evaluation.bindLocal(scope, declaration, name);
  return {
    kind: "let",
    node: declaration,
    name: bound.local,
    value: value.expression,
    body: next(bound.scope),
  };
}

/** Whether `expression` only names a part of a value, so that it may stand in place of its name. */
function isPath(expression: Expression): boolean {
  switch (expression.kind) {
    case "literal":
    case "constant":
    case "variable":
    case "local":
      return true;
    case "field":
    case "length":
      return isPath(expression.of);
    case "call":
      return expression.args.length === 0;
    default:
      return false;
  }
}
