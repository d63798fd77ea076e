import {
  Node,
  type Statement,
  type SwitchStatement,
  type VariableDeclaration,
  VariableDeclarationKind,
} from "ts-morph";
import { binary, type Expression } from "../ir/expression.js";
import { refuse } from "./diagnostics.js";
import type { Evaluation } from "./evaluation.js";
import { isPath, returnedEnding } from "./expressions.js";
import { type Ending, extend, type ModelFunction, type Scope } from "./value.js";

/** What the body of `node` comes to when its parameters have the values of `scope`. */
export function functionEnding(evaluation: Evaluation, node: ModelFunction, scope: Scope): Ending {
  const body = node.getBody();
  if (body === undefined) {
    throw refuse("L110", node, "a function without a body cannot be compiled");
  }
  if (Node.isBlock(body)) return statementsEnding(evaluation, body.getStatements(), scope, body);
  if (Node.isExpression(body)) return returnedEnding(evaluation, body, scope);
  throw refuse("L104", body, "this body cannot be compiled");
}

function statementsEnding(
  evaluation: Evaluation,
  statements: readonly Statement[],
  scope: Scope,
  enclosing: Node,
): Ending {
  const [first, ...rest] = statements;
  if (first === undefined) throw refuse("L114", enclosing, "a path ends without `return`");

  if (Node.isReturnStatement(first)) {
    const returned = first.getExpression();
    if (returned === undefined) throw refuse("L114", first, "this `return` has no value");
    return returnedEnding(evaluation, returned, scope);
  }
  if (Node.isBlock(first)) {
    return statementsEnding(evaluation, [...first.getStatements(), ...rest], scope, enclosing);
  }
  if (Node.isIfStatement(first)) {
    const otherwise = first.getElseStatement();
    return {
      kind: "if",
      node: first,
      condition: evaluation.expression(first.getExpression(), scope),
      whenTrue: statementsEnding(evaluation, [first.getThenStatement(), ...rest], scope, first),
      whenFalse: statementsEnding(
        evaluation,
        otherwise === undefined ? rest : [otherwise, ...rest],
        scope,
        enclosing,
      ),
    };
  }
  if (Node.isSwitchStatement(first)) {
    return switchEnding(evaluation, first, rest, scope);
  }
  if (Node.isVariableStatement(first)) {
    if (first.getDeclarationKind() !== VariableDeclarationKind.Const) {
      throw refuse(
        "L102",
        first,
        `\`${first.getDeclarationKind()}\` makes a variable that can change`,
      );
    }
    return constEnding(evaluation, first.getDeclarations(), 0, scope, (inner) =>
      statementsEnding(evaluation, rest, inner, enclosing),
    );
  }
  throw refuseStatement(first);
}

/** `const a = …, b = …`: names for the statements after it. */
function constEnding(
  evaluation: Evaluation,
  declarations: readonly VariableDeclaration[],
  position: number,
  scope: Scope,
  rest: (scope: Scope) => Ending,
): Ending {
  const declaration = declarations[position];
  if (declaration === undefined) return rest(scope);
  const nameNode = declaration.getNameNode();
  if (!Node.isIdentifier(nameNode))
    throw refuse("L118", nameNode, "destructuring cannot be compiled");
  const initializer = declaration.getInitializerOrThrow();
  const name = nameNode.getText();
  const value = evaluation.evaluate(initializer, scope);
  const next = (inner: Scope): Ending =>
    constEnding(evaluation, declarations, position + 1, inner, rest);
  // A path (`state.position`) and a value of known shape need no name of their own in the IR.
  if (value.kind !== "expression" || isPath(value.expression))
    return next(extend(scope, name, value));
  const bound = evaluation.bindLocal(scope, name);
  return {
    kind: "let",
    node: declaration,
    name: bound.local,
    value: value.expression,
    body: next(bound.scope),
  };
}

/** A switch as a chain of conditions; clauses that fall through without statements share one. */
function switchEnding(
  evaluation: Evaluation,
  node: SwitchStatement,
  rest: readonly Statement[],
  scope: Scope,
): Ending {
  const subject = evaluation.expression(node.getExpression(), scope);
  const clauses = node.getClauses();
  const alternatives: { readonly condition: Expression | null; readonly ending: Ending }[] = [];
  let labels: Expression[] = [];
  let isDefault = false;
  for (const clause of clauses) {
    if (Node.isCaseClause(clause)) {
      const label = evaluation.expression(clause.getExpression(), scope);
      labels.push(binary("equal", subject, label));
    } else {
      isDefault = true;
    }
    if (clause.getStatements().length === 0) continue;
    const [head, ...tail] = labels;
    alternatives.push({
      condition:
        isDefault || head === undefined
          ? null
          : tail.reduce((left, right) => binary("or", left, right), head),
      ending: statementsEnding(evaluation, [...clause.getStatements()], scope, clause),
    });
    labels = [];
    isDefault = false;
  }
  // Without a default, what follows the switch is the last alternative. Where nothing follows,
  // TypeScript has checked that the cases are all there are, so the last one needs no condition.
  if (!alternatives.some((alternative) => alternative.condition === null)) {
    if (rest.length > 0) {
      alternatives.push({
        condition: null,
        ending: statementsEnding(evaluation, rest, scope, node),
      });
    } else {
      const last = alternatives.pop();
      if (last === undefined) throw refuse("L114", node, "this `switch` has no case");
      alternatives.push({ condition: null, ending: last.ending });
    }
  }
  return chain(node, alternatives);
}

function chain(
  node: SwitchStatement,
  alternatives: readonly { readonly condition: Expression | null; readonly ending: Ending }[],
): Ending {
  const fallback = alternatives.find((alternative) => alternative.condition === null);
  if (fallback === undefined) throw refuse("L114", node, "this `switch` has no last case");
  return alternatives.reduceRight<Ending>((otherwise, { condition, ending }) => {
    if (condition === null) return otherwise;
    return { kind: "if", node, condition, whenTrue: ending, whenFalse: otherwise };
  }, fallback.ending);
}

function refuseStatement(statement: Statement): Error {
  if (
    Node.isForStatement(statement) ||
    Node.isForOfStatement(statement) ||
    Node.isForInStatement(statement) ||
    Node.isWhileStatement(statement) ||
    Node.isDoStatement(statement)
  ) {
    return refuse("L101", statement, "a loop cannot be compiled");
  }
  if (Node.isExpressionStatement(statement)) {
    const expression = statement.getExpression();
    if (Node.isBinaryExpression(expression)) {
      return refuse("L103", statement, "an assignment changes a value in place");
    }
    if (Node.isPostfixUnaryExpression(expression) || Node.isPrefixUnaryExpression(expression)) {
      return refuse("L103", statement, `\`${expression.getText()}\` changes a value in place`);
    }
    return refuse("L111", statement, "a call whose result is not used can only have a side effect");
  }
  return refuse("L104", statement, `a ${describe(statement)} cannot be compiled`);
}

function describe(statement: Statement): string {
  return `${statement
    .getKindName()
    .replace(/Statement$|Declaration$/, "")
    .toLowerCase()} statement`;
}
