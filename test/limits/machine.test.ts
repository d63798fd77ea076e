import fc from "fast-check";
import { expect, test } from "vitest";
import { at } from "../../spec/language.js";
import { type Machine, type Move, minimise } from "../../src/analyses/limits/machine.js";

const inputs = ["a", "b"];

/** Machines with up to six states, in which some inputs cannot come. */
const machines = fc.integer({ min: 1, max: 6 }).chain((states) => {
  const move = fc.record({
    next: fc.nat(states - 1),
    action: fc.constantFrom("report", "swallow", null),
  });
  const row = fc.tuple(...inputs.map(() => fc.option(move, { freq: 5 })));
  return fc.array(row, { minLength: states, maxLength: states }).map(
    (rows): Machine => ({
      rows: rows.map(
        (moves) =>
          new Map(
            moves.flatMap((one, index): readonly (readonly [string, Move])[] =>
              one === null ? [] : [[at(inputs, index), one]],
            ),
          ),
      ),
    }),
  );
});

test("a minimised machine does the same on everything that can come", () => {
  fc.assert(
    fc.property(machines, (machine) => {
      const small = minimise(machine);
      expect(small.rows.length).toBeLessThanOrEqual(machine.rows.length);
      expect(follows(machine, small, 0, 0, new Set())).toBe(true);
    }),
  );
});

/** Whether every run of the machine is one of the small machine, with the same actions. */
function follows(
  machine: Machine,
  small: Machine,
  state: number,
  other: number,
  known: Set<string>,
): boolean {
  const key = `${state},${other}`;
  if (known.has(key)) return true;
  known.add(key);
  return [...at(machine.rows, state)].every(([input, { next, action }]) => {
    const move = at(small.rows, other).get(input);
    return (
      move !== undefined &&
      move.action === action &&
      follows(machine, small, next, move.next, known)
    );
  });
}

const both = (next: number, action: Move["action"]): ReadonlyMap<string, Move> =>
  new Map(inputs.map((input) => [input, { next, action }]));

test("states that nothing tells apart are one, and it is said that there are no fewer", () => {
  const machine: Machine = { rows: [both(1, "report"), both(2, "report"), both(0, "report")] };
  expect(minimise(machine)).toMatchObject({ isSmallest: true, rows: { length: 1 } });
});

test("states that something tells apart stay two", () => {
  const machine: Machine = { rows: [both(1, "report"), both(0, "swallow")] };
  expect(minimise(machine)).toMatchObject({ isSmallest: true, rows: { length: 2 } });
});
