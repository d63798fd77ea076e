import type { BitField } from "./bit-field.js";
import type { Code } from "./code.js";
import type { Residual } from "./residual.js";
import { bitsOf, type CodeReads, noBits, type StateBits, union } from "./state-bits.js";
import type { FieldWrite } from "./symbolic-state.js";

/** What a property is after a step, as a computation on the state before it. */
export interface Observation {
  readonly invariant: number;
  readonly reads: StateBits;
  /** It holds after the step whatever the state before it. */
  readonly alwaysHolds: boolean;
}

/** One way that a step can go. */
export interface Outcome {
  readonly writes: readonly FieldWrite[];
  readonly written: StateBits;
  /** The values that the control variable can have afterwards, by their numbers. */
  readonly targets: readonly number[];
  readonly observations: readonly Observation[];
}

/** What an event does where the control variable has one of its values. */
export interface Effect {
  readonly event: number;
  /** What decides whether it can happen, and which way it goes. */
  readonly tests: StateBits;
  readonly outcomes: readonly Outcome[];
  /** Whether the model can be wrong in it. */
  readonly canFail: boolean;
}

/** Whether the event can happen at all. */
export function isPossible({ outcomes, canFail }: Effect): boolean {
  return outcomes.length > 0 || canFail;
}

/**
 * The values that the control variable can come to have, from the value that it begins with: others
 * of its type may make no sense, such as a slot that a handler does not have.
 */
export function reachableValues(
  effects: readonly (readonly Effect[])[],
  initial: number,
): ReadonlySet<number> {
  const reached = new Set([initial]);
  for (const value of reached) {
    for (const { outcomes } of effects[value] ?? []) {
      for (const { targets } of outcomes) for (const target of targets) reached.add(target);
    }
  }
  return reached;
}

/** The effect of what is left of a step where the control variable has the value `control`. */
export function effectOf(
  residual: Residual,
  event: number,
  control: { readonly field: BitField; readonly value: number },
  reads: CodeReads,
  words: number,
): Effect {
  let tests = noBits(words);
  let canFail = false;
  const outcomes: Outcome[] = [];
  const visit = (part: Residual): void => {
    switch (part.kind) {
      case "disabled":
        return;
      case "branch":
        tests = union(tests, reads.of(part.condition));
        visit(part.whenTrue);
        visit(part.whenFalse);
        return;
      case "check":
        tests = union(tests, reads.of(part.condition));
        canFail = true;
        visit(part.body);
        return;
      case "write": {
        const written = part.writes.reduce(
          (bits, { field }) => union(bits, bitsOf(field, words)),
          noBits(words),
        );
        outcomes.push({
          writes: part.writes,
          written,
          targets: targetsOf(part.writes, control),
          observations: part.observed.map(({ invariant, holds, defined }) => {
            return {
              invariant,
              reads: union(reads.of(holds), reads.of(defined)),
              alwaysHolds: isOne(holds) && isOne(defined),
            };
          }),
        });
      }
    }
  };
  visit(residual);
  return { event, tests, outcomes, canFail };
}

/** The values that the control variable can have after these writes. */
export function targetsOf(
  writes: readonly FieldWrite[],
  control: { readonly field: BitField; readonly value: number },
): readonly number[] {
  const move = writes.find(({ field }) => field === control.field);
  return move === undefined ? [control.value] : [...possibleValues(move.code)];
}

function isOne(code: Code): boolean {
  return code.op === "constant" && code.value === 1;
}

/** Every value that the computation can have, or more. */
function possibleValues(code: Code): ReadonlySet<number> {
  if (code.op === "constant") return new Set([code.value]);
  if (code.op === "select") {
    return new Set([...possibleValues(code.whenTrue), ...possibleValues(code.whenFalse)]);
  }
  if (code.op === "table") return new Set(code.values);
  return new Set(Array.from({ length: code.high - code.low + 1 }, (_, index) => code.low + index));
}
