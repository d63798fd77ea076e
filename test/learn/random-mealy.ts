import type { System } from "../../src/analyses/learn/automaton/answers.js";
import { type Mealy, outputsOf, type Word } from "../../src/analyses/learn/automaton/mealy.js";

/** Numbers from 0 to `below` - 1, always the same for a seed (mulberry32). */
export function randomNumbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** A machine with every move drawn; few outputs, so that states are hard to tell apart. */
export function randomMealy(seed: number): Mealy<number> {
  const draw = randomNumbers(seed);
  const [states, letters, outputs] = [1 + draw(9), 1 + draw(4), 1 + draw(3)];
  const moves = Array.from({ length: states }, () =>
    Array.from({ length: letters }, () => ({
      next: draw(states),
      // Most moves put out the same, so that words have to be long.
      output: draw(3) === 0 ? draw(outputs) : 0,
    })),
  );
  return { letters, moves };
}

/** A machine as a system that is asked. */
export function systemOf(machine: Mealy<number>): System<number> {
  return {
    letters: machine.letters,
    run: async (words: readonly Word[]) => words.map((word) => outputsOf(machine, word)),
  };
}

/** How many states of a machine can be reached and told apart: partitions, refined until nothing changes. */
export function minimalStates({ letters, moves }: Mealy<number>): number {
  const reached = new Set([0]);
  for (const state of reached) for (const { next } of moves[state] ?? []) reached.add(next);
  const states = [...reached];
  let classes = new Map(states.map((state) => [state, ""]));
  for (let count = 0; count !== new Set(classes.values()).size; ) {
    count = new Set(classes.values()).size;
    const signatures = states.map((state) =>
      JSON.stringify([
        classes.get(state),
        Array.from({ length: letters }, (_, letter) => {
          const move = moves[state]?.[letter];
          return [move?.output, classes.get(move?.next ?? -1)];
        }),
      ]),
    );
    const numbers = [...new Set(signatures)];
    classes = new Map(
      states.map((state, index) => [state, String(numbers.indexOf(signatures[index] ?? ""))]),
    );
  }
  return new Set(classes.values()).size;
}
