import type { State } from "../../spec/cpu/state.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import type { NmiModel } from "../../src/machine/model/nmi-model.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";

/** The events that the environment brings about; the others are the CPU's own steps. */
export const environment = new Set([
  ...["raise", "external", "portError", "ownEvent", "execute"],
  ...["touch", "fault"],
]);

/** The model as a table, its initial state first. */
export interface Table {
  readonly states: readonly State<unknown>[];
  /** Of each state, the state that each event leads to; null where it cannot happen. */
  readonly next: readonly (readonly (number | null)[])[];
  readonly isBad: readonly boolean[];
}

/** Executes everything that can happen, as the typed model has it. */
export function table(model: NmiModel<unknown>, property: NmiProperty): Table {
  const states: State<unknown>[] = [model.initial()];
  const numbers = new Map([[canonicalText(model.initial()), 0]]);
  const next: (number | null)[][] = [];
  for (const state of states) {
    next.push(
      model.events.map((event) => {
        const after = model.apply(event, state);
        if (after === null) return null;
        const key = canonicalText(after);
        const known = numbers.get(key);
        if (known !== undefined) return known;
        numbers.set(key, states.length);
        states.push(after);
        return states.length - 1;
      }),
    );
  }
  const invariant = model.invariants.find(({ name }) => name === property);
  return { states, next, isBad: states.map((state) => invariant?.holds(state) === false) };
}
