import { at } from "../../../spec/language.js";
import type { Action, Knowledge } from "./knowledge.js";

/** What a machine does with one input. */
export interface Move {
  readonly next: number;
  /** Null where there is nothing to decide. */
  readonly action: Action | null;
}

/**
 * A Mealy machine, its states numbered from the first one on. An input that a state does not have
 * cannot come there: whatever is done with it is right.
 */
export interface Machine {
  readonly rows: readonly ReadonlyMap<string, Move>[];
}

/** A machine that no smaller one can replace, if that could be shown. */
export interface SmallMachine extends Machine {
  /** Every two states are told apart by some sequence of inputs: no machine has fewer. */
  readonly isSmallest: boolean;
}

/** The observer as a machine: knowledge sets are its states, observations its inputs. */
export function machineOf({ sets }: Knowledge): Machine {
  const rows = sets.map(
    (answers) =>
      new Map(
        [...answers].map(([seen, { next, decision }]) => {
          return [seen, { next, action: decision?.action ?? null }] as const;
        }),
      ),
  );
  return { rows };
}

/**
 * A machine that does the same on every sequence of inputs that can come, with states folded
 * together as long as nothing contradicts it. That is the classical minimisation where every input
 * can come everywhere; elsewhere a smaller machine is found first and then, where possible, shown to
 * be a smallest one.
 */
export function minimise(machine: Machine): SmallMachine {
  let folding = machine.rows.map((_, state) => state);
  const kept: number[] = [];
  // The first state lacks inputs, so it may fit in several places: last, and where least happens.
  for (const state of [...machine.rows.keys()].slice(1)) {
    const folded = firstOf(kept, (one) => fold(machine, folding, one, state));
    if (folded === null) kept.push(state);
    else folding = folded;
  }
  const swallows = (state: number): number =>
    [...at(machine.rows, state).values()].filter(({ action }) => action === "swallow").length;
  const quietest = [...kept].sort((left, right) => swallows(left) - swallows(right));
  folding = firstOf(quietest, (one) => fold(machine, folding, one, 0)) ?? folding;
  const classes = [...new Set(folding)].sort((left, right) => left - right);
  const numbers = new Map(classes.map((root, number) => [root, number]));
  const members = classes.map((root) =>
    [...folding.keys()].filter((state) => at(folding, state) === root),
  );
  const rows = members.map((states) => {
    const row = new Map<string, Move>();
    for (const [input, { next, action }] of states.flatMap((state) => [
      ...at(machine.rows, state),
    ])) {
      row.set(input, { next: numbers.get(at(folding, next)) ?? 0, action });
    }
    return row;
  });
  return { rows, isSmallest: hasDifferentMembers(members, distinguishable(machine), []) };
}

/** Whether one state of each class can be chosen so that all of them are told apart. */
function hasDifferentMembers(
  classes: readonly (readonly number[])[],
  differ: ReadonlySet<string>,
  chosen: readonly number[],
): boolean {
  const [first, ...rest] = classes;
  if (first === undefined) return true;
  return first.some(
    (state) =>
      chosen.every((other) => differ.has(`${state},${other}`)) &&
      hasDifferentMembers(rest, differ, [...chosen, state]),
  );
}

function firstOf<Item, Found>(
  items: readonly Item[],
  find: (item: Item) => Found | null,
): Found | null {
  for (const item of items) {
    const found = find(item);
    if (found !== null) return found;
  }
  return null;
}

/**
 * The folding in which two states are one, and whatever has to be one for that; null when some
 * input would have to be answered in two ways.
 *
 * @param folding of each state, the least state that it is one with
 */
function fold(
  { rows }: Machine,
  folding: readonly number[],
  left: number,
  right: number,
): number[] | null {
  const next = [...folding];
  const open: (readonly [number, number])[] = [[left, right]];
  for (const [one, other] of open) {
    const [a, b] = [at(next, one), at(next, other)];
    if (a === b) continue;
    const [root, gone] = [Math.min(a, b), Math.max(a, b)];
    for (const [state, own] of next.entries()) if (own === gone) next[state] = root;
    const moves = new Map<string, Move>();
    for (const [state, row] of rows.entries()) {
      if (at(next, state) !== root) continue;
      for (const [input, move] of row) {
        const known = moves.get(input);
        if (known === undefined) moves.set(input, move);
        else if (known.action !== move.action) return null;
        else open.push([known.next, move.next]);
      }
    }
  }
  return next;
}

/** The pairs of states that some sequence of inputs, possible in both, tells apart. */
function distinguishable({ rows }: Machine): ReadonlySet<string> {
  const found = new Set<string>();
  for (let size = -1; size !== found.size; ) {
    size = found.size;
    for (const [left, row] of rows.entries()) {
      for (const [right, other] of rows.entries()) {
        const differs = [...row].some(([input, move]) => {
          const same = other.get(input);
          if (same === undefined) return false;
          return move.action !== same.action || found.has(`${move.next},${same.next}`);
        });
        if (differs) found.add(`${left},${right}`).add(`${right},${left}`);
      }
    }
  }
  return found;
}
