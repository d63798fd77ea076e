import type { BitField } from "./bit-field.js";
import type { Code } from "./code.js";
import { operandsOf } from "./code.js";
import type { ObservedInvariant, Residual } from "./residual.js";
import type { StateBits } from "./state-bits.js";
import type { FieldWrite } from "./symbolic-state.js";

/** The bits of a state that matter, by the value of a field of it: masks for each of its words. */
export interface Kept {
  readonly control: BitField;
  readonly masks: readonly StateBits[];
  /** The values of the field that are possible here. */
  readonly targets: readonly number[];
}

/** What generated code does, before it is text. */
export type Statement =
  | {
      readonly kind: "if";
      readonly condition: Code;
      readonly whenTrue: readonly Statement[];
      readonly whenFalse: readonly Statement[];
    }
  /** The event leads to the state with these bits changed. */
  | {
      readonly kind: "successor";
      readonly event: number;
      readonly writes: readonly FieldWrite[];
      readonly kept: Kept | null;
      /** Whether a property may be violated after it, for all that is known here. */
      readonly isObserved: boolean;
    }
  /** The model is wrong here: it reads outside of an array, or leaves the range of a variable. */
  | { readonly kind: "failure"; readonly event: number };

/** A statement that leads to a state. */
export type SuccessorStatement = Extract<Statement, { kind: "successor" }>;

/** The statements for what is left of the step of event number `event`. */
export function statementsOf(
  residual: Residual,
  event: number,
  keep: (writes: readonly FieldWrite[]) => Kept | null = () => null,
): readonly Statement[] {
  switch (residual.kind) {
    case "disabled":
      return [];
    case "write":
      return [
        {
          kind: "successor",
          event,
          writes: residual.writes,
          kept: keep(residual.writes),
          isObserved: isObserved(residual.observed),
        },
      ];
    case "branch":
      return [
        {
          kind: "if",
          condition: residual.condition,
          whenTrue: statementsOf(residual.whenTrue, event, keep),
          whenFalse: statementsOf(residual.whenFalse, event, keep),
        },
      ];
    case "check":
      if (residual.condition.op === "constant") return [{ kind: "failure", event }];
      return [
        {
          kind: "if",
          condition: residual.condition,
          whenTrue: statementsOf(residual.body, event, keep),
          whenFalse: [{ kind: "failure", event }],
        },
      ];
  }
}

function isObserved(observed: readonly ObservedInvariant[]): boolean {
  return observed.some(({ holds, defined }) => !isOne(holds) || !isOne(defined));
}

/** Whether the computation is known to give 1. */
export function isOne(code: Code): boolean {
  return code.op === "constant" && code.value === 1;
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
