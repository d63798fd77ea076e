import type { Code } from "./code.js";
import { operandsOf } from "./code.js";
import type { Residual } from "./residual.js";
import type { FieldWrite } from "./symbolic-state.js";

/** What generated code does, before it is text. */
export type Statement =
  | {
      readonly kind: "if";
      readonly condition: Code;
      readonly whenTrue: readonly Statement[];
      readonly whenFalse: readonly Statement[];
    }
  /** The event leads to the state with these bits changed. */
  | { readonly kind: "successor"; readonly event: number; readonly writes: readonly FieldWrite[] }
  /** The model is wrong here: it reads outside of an array, or leaves the range of a variable. */
  | { readonly kind: "failure"; readonly event: number };

/** The statements for what is left of the step of event number `event`. */
export function statementsOf(residual: Residual, event: number): readonly Statement[] {
  switch (residual.kind) {
    case "disabled":
      return [];
    case "write":
      return [{ kind: "successor", event, writes: residual.writes }];
    case "branch":
      return [
        {
          kind: "if",
          condition: residual.condition,
          whenTrue: statementsOf(residual.whenTrue, event),
          whenFalse: statementsOf(residual.whenFalse, event),
        },
      ];
    case "check":
      if (residual.condition.op === "constant") return [{ kind: "failure", event }];
      return [
        {
          kind: "if",
          condition: residual.condition,
          whenTrue: statementsOf(residual.body, event),
          whenFalse: [{ kind: "failure", event }],
        },
      ];
  }
}

/** The code that a statement computes itself, without the statements inside of it. */
export function ownCode(statement: Statement): readonly Code[] {
  switch (statement.kind) {
    case "if":
      return [statement.condition];
    case "successor":
      return statement.writes.map((write) => write.code);
    case "failure":
      return [];
  }
}

/** Nodes that cost nothing to compute twice. */
function isCheap(code: Code): boolean {
  return (
    code.op === "constant" ||
    code.op === "field" ||
    (code.op === "not" && isCheap(code.of)) ||
    (code.op === "equal" && isCheap(code.left) && isCheap(code.right))
  );
}

/**
 * The nodes that are worth a name at the start of these statements: used more than once in them,
 * and not just inside of one inner block. In an order in which each uses only those before it.
 */
export function sharedNodes(
  statements: readonly Statement[],
  named: ReadonlySet<Code>,
): readonly Code[] {
  const uses = new Map<Code, number>();
  const use = (code: Code): void => {
    if (isCheap(code) || named.has(code)) return;
    const count = uses.get(code) ?? 0;
    uses.set(code, count + 1);
    if (count === 0) for (const operand of operandsOf(code)) use(operand);
  };
  for (const statement of statements) {
    for (const code of ownCode(statement)) use(code);
    for (const code of usedInside(statement, named)) uses.set(code, (uses.get(code) ?? 0) + 1);
  }
  const shared = [...uses].filter(([, count]) => count > 1).map(([code]) => code);
  return shared.sort((left, right) => left.id - right.id);
}

/** Every node that the blocks inside of a statement use. */
function usedInside(statement: Statement, named: ReadonlySet<Code>): ReadonlySet<Code> {
  const used = new Set<Code>();
  const use = (code: Code): void => {
    if (isCheap(code) || named.has(code) || used.has(code)) return;
    used.add(code);
    for (const operand of operandsOf(code)) use(operand);
  };
  const visit = (inner: Statement): void => {
    for (const code of ownCode(inner)) use(code);
    for (const deeper of innerStatements(inner)) visit(deeper);
  };
  for (const inner of innerStatements(statement)) visit(inner);
  return used;
}

function innerStatements(statement: Statement): readonly Statement[] {
  return statement.kind === "if" ? [...statement.whenTrue, ...statement.whenFalse] : [];
}
