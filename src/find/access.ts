import { at } from "../../spec/language.js";
import { withSlot } from "../../spec/machine.js";
import type { State } from "../../spec/state.js";
import { eventText } from "../explore/executable-model.js";
import type { NmiEvent, NmiModel } from "../explore/nmi-model.js";
import { canonicalText } from "../explore/state-keys.js";
import { isOfEnvironment } from "./environment.js";

/** What a step reads and writes, by the names of variables; each slot's status bit is one. */
export interface Access {
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
}

/** The accesses of every step of a model, by `stepLabel`. */
export type Accesses = ReadonlyMap<string, Access>;

type AnyState = State<unknown>;

interface Variable {
  readonly name: string;
  value(state: AnyState): unknown;
  /** `state` with this variable as it is in `other`. */
  with(state: AnyState, other: AnyState): AnyState;
}

/**
 * What names a step of a run: the event, and for a step of the CPU also where the CPU stands, since
 * a poll of one slot and a poll of another are different steps.
 */
export function stepLabel(event: NmiEvent, before: AnyState): string {
  return isOfEnvironment(event)
    ? eventText(event)
    : `${event.name} at ${canonicalText(before.position)}`;
}

/** Whether two steps are independent: neither writes what the other reads or writes. */
export function isIndependent(left: Access, right: Access): boolean {
  return !writesInto(left, right) && !writesInto(right, left);
}

function writesInto(writer: Access, other: Access): boolean {
  return [...writer.writes].some((name) => other.reads.has(name) || other.writes.has(name));
}

/**
 * What each step reads and writes, found by executing the model: a step writes a variable when in
 * some state it changes it, and reads one when changing this variable alone, to another value that
 * occurs, changes whether the step can be taken or what it does to a variable. `outcome` is left
 * out: it only displays what the last step was.
 *
 * @param states every reachable state
 */
export function accessesOf(model: NmiModel<unknown>, states: readonly AnyState[]): Accesses {
  const distinct = withoutOutcome(states);
  const variables = variablesOf(model.initial());
  const found = new Map<string, { reads: Set<string>; writes: Set<string> }>();
  const examples = variables.map((variable) => {
    const byValue = new Map(
      distinct.map((state) => [canonicalText(variable.value(state)), state] as const),
    );
    return [...byValue.values()];
  });
  for (const state of distinct) {
    for (const event of model.events) {
      const after = model.apply(event, state);
      const label = stepLabel(event, state);
      if (after === null) continue;
      const access = found.get(label) ?? { reads: new Set(), writes: new Set() };
      found.set(label, access);
      for (const [index, variable] of variables.entries()) {
        if (!same(variable.value(state), variable.value(after))) access.writes.add(variable.name);
        if (access.reads.has(variable.name)) continue;
        const isRead = at(examples, index).some((example) => {
          if (same(variable.value(example), variable.value(state))) return false;
          const changed = variable.with(state, example);
          return makesDifference(variable, variables, [state, after], changed, () =>
            model.apply(event, changed),
          );
        });
        if (isRead) access.reads.add(variable.name);
      }
    }
  }
  return found;
}

function makesDifference(
  variable: Variable,
  variables: readonly Variable[],
  [state, after]: readonly [AnyState, AnyState],
  changed: AnyState,
  apply: () => AnyState | null,
): boolean {
  const other = apply();
  if (other === null) return true;
  return variables.some((one) => {
    const [left, right] = [one.value(after), one.value(other)];
    if (same(left, right)) return false;
    const isLeftAlone =
      one === variable && same(left, one.value(state)) && same(right, one.value(changed));
    return !isLeftAlone;
  });
}

function same(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== "object" || typeof right !== "object") return false;
  return canonicalText(left) === canonicalText(right);
}

/** The states that differ in more than what they display of the last step. */
function withoutOutcome(states: readonly AnyState[]): readonly AnyState[] {
  const plain = states.map((state): AnyState => ({ ...state, outcome: null }));
  return [...new Map(plain.map((state) => [canonicalText(state), state])).values()];
}

const scalars = [
  "latched",
  "latchCarriesUnknown",
  "rip",
  "lastNmiRip",
  "handled",
  "backToBack",
  "carriesUnknown",
  "policyMemory",
  "owed",
] as const satisfies readonly Exclude<keyof AnyState, "active" | "position" | "outcome">[];

function variablesOf({ active }: AnyState): readonly Variable[] {
  const slots = active.flatMap((own, handler) =>
    own.map((_, slot): Variable => {
      const value = (state: AnyState): boolean => at(at(state.active, handler), slot);
      return {
        name: `active[${handler}][${slot}]`,
        value,
        with: (state, other) => ({
          ...state,
          active: withSlot(state, handler, slot, value(other)),
        }),
      };
    }),
  );
  const others = scalars.map((name): Variable => {
    return {
      name,
      value: (state) => state[name],
      with: (state, other) => ({ ...state, [name]: other[name] }),
    };
  });
  const position: Variable = {
    name: "position",
    value: ({ position: here }) =>
      here.at === "polling" ? `${here.handler}.${here.slot}` : here.at,
    with: (state, other) => ({ ...state, position: other.position }),
  };
  return [...slots, position, ...others];
}
