import type { State } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import type { Platform } from "../../spec/platforms.js";
import type { Path } from "../explore/executable-model.js";
import type { NmiEvent } from "../explore/nmi-model.js";
import type { Independent } from "./commutation.js";
import { normalForm } from "./normal-form.js";
import { stepLabel } from "./step-label.js";

/** Other names for the slots of each handler, and for the places outside NMI context. */
export interface Renaming {
  /** Of each handler, the new name of each of its slots. */
  readonly slots: readonly (readonly number[])[];
  /** The new name of each place, which count from 1; the first place keeps its name. */
  readonly places: readonly number[];
}

/** Every way to name slots and places anew: a run begins at place 1, whatever it is called. */
export function renamings({ chain, rips }: Platform): readonly Renaming[] {
  const ofChain = chain.reduce<readonly (readonly (readonly number[])[])[]>(
    (found, count) => {
      const own = permutations(Array.from({ length: count }, (_, slot) => slot));
      return found.flatMap((slots) => own.map((one) => [...slots, one]));
    },
    [[]],
  );
  const others = permutations(Array.from({ length: rips - 1 }, (_, place) => place + 2));
  return ofChain.flatMap((slots) => others.map((places) => ({ slots, places: [1, ...places] })));
}

function permutations(items: readonly number[]): readonly (readonly number[])[] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations(items.toSpliced(index, 1)).map((rest) => [item, ...rest]),
  );
}

/** A step by its own name and by its new one. */
interface NamedStep {
  readonly label: string;
  readonly renamed: string;
  /** The slot that is polled, if the step is a poll. */
  readonly polled: { readonly handler: number; readonly slot: number } | null;
}

/**
 * The text of what a run is apart from names and orders: two runs have the same text exactly when
 * slots of one handler, and places, can be named so that the runs differ only in the order of
 * neighbouring independent steps. In which order a handler polls its slots is then no more than a
 * name, so polls of different slots of one handler may change places too.
 */
export function namelessText(
  { initial, steps }: Path<State<unknown>, NmiEvent>,
  names: readonly Renaming[],
  isIndependent: Independent,
): string {
  const texts = names.map((naming) => {
    const named = steps.map(({ event }, index) =>
      renamedStep(event, steps[index - 1]?.state ?? initial, naming),
    );
    const byName = new Map(named.map((step) => [step.renamed, step]));
    const order = normalForm(
      named.map(({ renamed }) => renamed),
      (left, right) => {
        const [one, other] = [byName.get(left), byName.get(right)];
        if (one === undefined || other === undefined) return false;
        return isIndependent(one.label, other.label) || areOtherPolls(one, other);
      },
    );
    return order.map((place) => at(named, place).renamed).join(" ");
  });
  return texts.reduce((least, text) => (text < least ? text : least));
}

function areOtherPolls({ polled: one }: NamedStep, { polled: other }: NamedStep): boolean {
  return one !== null && one.handler === other?.handler && one.slot !== other.slot;
}

function renamedStep(event: NmiEvent, before: State<unknown>, naming: Renaming): NamedStep {
  const label = stepLabel(event, before);
  const slotName = (handler: number, slot: number): number => at(at(naming.slots, handler), slot);
  switch (event.name) {
    case "raise": {
      const { handler, slot } = event.parameters;
      return { label, renamed: `raise(${handler}, ${slotName(handler, slot)})`, polled: null };
    }
    case "execute":
      return {
        label,
        renamed: `execute(${at(naming.places, event.parameters.place - 1)})`,
        polled: null,
      };
    case "poll": {
      if (before.position.at !== "polling") return { label, renamed: label, polled: null };
      const { handler, slot } = before.position;
      return {
        label,
        renamed: `poll(${handler}, ${slotName(handler, slot)})`,
        polled: { handler, slot },
      };
    }
    default:
      return { label, renamed: label, polled: null };
  }
}
