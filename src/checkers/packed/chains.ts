import { type Effect, isPossible, type Outcome } from "./effects.js";
import type { Residual } from "./residual.js";
import {
  bitsOf,
  type CodeReads,
  meets,
  noBits,
  type StateBits,
  union,
  without,
} from "./state-bits.js";

/** What is known of a model whose control variable is taken case by case. */
export interface ControlledSteps {
  /** For each value of the control variable the effect of each event. */
  readonly effects: readonly (readonly Effect[])[];
  /** The same steps themselves. */
  readonly residuals: readonly (readonly Residual[])[];
  /** For each value the bits that matter there, see `liveBits`. */
  readonly live: readonly StateBits[];
  /** The values that the control variable can come to have. */
  readonly reachable: ReadonlySet<number>;
  /** The bits of the control variable. */
  readonly control: StateBits;
  /** The bits that each property asked about looks at, by the number of the property. */
  readonly invariantReads: ReadonlyMap<number, StateBits>;
}

/**
 * For each value of the control variable the events that have to be explored there: a persistent
 * set. It begins with the events that change the control variable, and grows by every event that
 * one of the set depends on. All others commute with it, leave the control variable alone, and end
 * in states without a violation. So on every shortest way to a violation the first event of the set
 * can come first, and the way is as long as before: the others may wait.
 *
 * All events, where the model can be wrong in one: then none may wait.
 */
export function exploredEvents(
  steps: ControlledSteps,
  reads: CodeReads,
): readonly ReadonlySet<number>[] {
  const possible = steps.effects.map((here) => here.filter(isPossible));
  const all = possible.map((here) => new Set(here.map(({ event }) => event)));
  const canFail = possible.some(
    (here, value) => steps.reachable.has(value) && here.some((effect) => effect.canFail),
  );
  if (canFail) return all;
  return possible.map((here, value) => {
    const isMoving = ({ outcomes }: Effect): boolean =>
      outcomes.some(({ targets }) => targets.some((target) => target !== value));
    const chosen = here.filter(isMoving);
    if (chosen.length === 0) return all[value] ?? new Set();
    for (;;) {
      const rest = here.filter((effect) => !chosen.includes(effect));
      const bound = rest.filter(
        (other) =>
          !isQuiet(other) || !chosen.every((one) => commute(one, other, value, steps, reads)),
      );
      const more = bound.length > 0 ? bound : chosen.flatMap((one) => disturbers(one, rest, steps));
      if (more.length === 0) break;
      chosen.push(...new Set(more));
    }
    return new Set(chosen.map(({ event }) => event));
  });
}

/** Whether no property can be violated right after the event. */
function isQuiet({ outcomes }: Effect): boolean {
  return outcomes.every(({ observations }) => observations.every((one) => one.alwaysHolds));
}

/** Everything that decides what an event does: its tests and what it computes. */
function inputs({ tests, outcomes }: Effect, reads: CodeReads): StateBits {
  return outcomes
    .flatMap(({ writes }) => writes)
    .reduce((bits, { code }) => union(bits, reads.of(code)), tests);
}

/**
 * Whether the two events give the same in either order, up to bits that do not matter afterwards,
 * and neither decides whether the other can happen. `one` may move the control variable.
 */
function commute(
  one: Effect,
  other: Effect,
  value: number,
  { residuals, live, control }: ControlledSteps,
  reads: CodeReads,
): boolean {
  const words = control.length;
  for (const moved of one.outcomes) {
    // Where `one` leads, `other` must be the same step as here.
    const isSame = moved.targets.every((target) =>
      sameResidual(residuals[target]?.[other.event], residuals[value]?.[other.event]),
    );
    if (!isSame) return false;
    if (meets(without(moved.written, control), inputs(other, reads))) return false;
    for (const outcome of other.outcomes) {
      if (meets(outcome.written, inputs(one, reads))) return false;
      const matters = moved.targets.reduce(
        (bits, target) => union(bits, live[target] ?? noBits(words)),
        noBits(words),
      );
      if (meets(conflicts(moved, outcome, words), matters)) return false;
    }
  }
  return true;
}

/**
 * The events of `rest` that keep a property from being the same after `one` whether they came before
 * it or come after it. It is the same if none of them writes what decides it, computed before the
 * step; or else if it looks at nothing that they and the step write differently.
 */
function disturbers(
  one: Effect,
  rest: readonly Effect[],
  { control, invariantReads }: ControlledSteps,
): readonly Effect[] {
  const words = control.length;
  for (const moved of one.outcomes) {
    for (const { alwaysHolds, invariant, reads } of moved.observations) {
      if (alwaysHolds) continue;
      const looked = invariantReads.get(invariant) ?? noBits(words);
      const deciding = rest.filter(({ outcomes }) =>
        outcomes.some(({ written }) => meets(written, reads)),
      );
      const differing = rest.filter(({ outcomes }) =>
        outcomes.some((outcome) => meets(conflicts(moved, outcome, words), looked)),
      );
      if (deciding.length > 0 && differing.length > 0) {
        return deciding.length < differing.length ? deciding : differing;
      }
    }
  }
  return [];
}

/** Bits that both write, and not to the same constant. */
export function conflicts(
  one: Pick<Outcome, "writes">,
  other: Pick<Outcome, "writes">,
  words: number,
): StateBits {
  let bits = noBits(words);
  for (const left of one.writes) {
    for (const right of other.writes) {
      const isAlike = left.field === right.field && left.code === right.code;
      if (isAlike && left.code.op === "constant") continue;
      const both = bitsOf(left.field, words).map(
        (mask, word) => mask & (bitsOf(right.field, words)[word] ?? 0),
      );
      bits = union(bits, both);
    }
  }
  return bits;
}

/** Whether two steps are the same, down to their code. */
function sameResidual(one: Residual | undefined, other: Residual | undefined): boolean {
  if (one === undefined || other === undefined) return one === other;
  switch (one.kind) {
    case "disabled":
      return other.kind === "disabled";
    case "branch":
      return (
        other.kind === "branch" &&
        one.condition === other.condition &&
        sameResidual(one.whenTrue, other.whenTrue) &&
        sameResidual(one.whenFalse, other.whenFalse)
      );
    case "check":
      return (
        other.kind === "check" &&
        one.condition === other.condition &&
        sameResidual(one.body, other.body)
      );
    case "write":
      return (
        other.kind === "write" &&
        one.writes.length === other.writes.length &&
        one.writes.every(
          ({ field, code }, index) =>
            other.writes[index]?.field === field && other.writes[index]?.code === code,
        )
      );
  }
}
