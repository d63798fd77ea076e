import { Node, type Statement } from "ts-morph";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { type DiagnosticCode, refuse } from "./diagnostics.js";

/** The diagnostic for a statement that a function of the model cannot have. */
export function refusedStatement(statement: Statement): Diagnostic<DiagnosticCode> {
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
    if (
      Node.isPostfixUnaryExpression(expression) ||
      Node.isPrefixUnaryExpression(expression) ||
      Node.isDeleteExpression(expression)
    ) {
      return refuse("L103", statement, `\`${expression.getText()}\` changes a value in place`);
    }
    return refuse("L111", statement, "a call whose result is not used can only have a side effect");
  }
  return refuse("L104", statement, `${describe(statement)} cannot be compiled`);
}

/** Statements that may stand at the top of a file of the model: nothing happens when it is loaded. */
export function topLevelDiagnostic(statement: Statement): Diagnostic<DiagnosticCode> | null {
  if (
    Node.isImportDeclaration(statement) ||
    Node.isExportDeclaration(statement) ||
    Node.isExportAssignment(statement) ||
    Node.isFunctionDeclaration(statement) ||
    Node.isInterfaceDeclaration(statement) ||
    Node.isTypeAliasDeclaration(statement) ||
    Node.isEmptyStatement(statement)
  ) {
    return null;
  }
  if (Node.isVariableStatement(statement)) {
    const keyword = statement.getDeclarationKind();
    if (keyword === "const") return null;
    return refuse("L102", statement, `\`${keyword}\` makes a variable that can change`);
  }
  return refusedStatement(statement);
}

function describe(statement: Statement): string {
  const kind = statement.getKindName().replace(/Statement$|Declaration$/, "");
  const words = kind.replace(/(?<=[a-z])(?=[A-Z])/g, " ").toLowerCase();
  return `${/^[aeiou]/.test(words) ? "an" : "a"} ${words} statement`;
}
