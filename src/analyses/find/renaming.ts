import { at } from "../../../spec/language.js";
import type { Platform } from "../../../spec/platforms.js";
import {
  isBoardEvent,
  isBoardState,
  type MachineEvent,
  type MachinePath,
  type MachineState,
} from "../../machine/model/machine-model.js";
import type { SmpEvent } from "../../machine/model/smp-model.js";
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

/**
 * Every way to name slots and places anew: a run begins at place 1, whatever it is called. Slot 0 of the
 * last handler keeps its name where it is the source that several CPUs share.
 */
export function renamings(platform: Platform, hasShared = false): readonly Renaming[] {
  const all = everyRenaming(platform);
  return hasShared ? all.filter(({ slots }) => slots.at(-1)?.[0] === 0) : all;
}

function everyRenaming({ chain, rips }: Platform): readonly Renaming[] {
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
  readonly polled: {
    readonly cpu: number;
    readonly handler: number;
    readonly slot: number;
  } | null;
}

/**
 * The text of what a run is apart from names and orders: two runs have the same text exactly when
 * slots of one handler, and places, can be named so that the runs differ only in the order of
 * neighbouring independent steps. In which order a handler polls its slots is then no more than a
 * name, so polls of different slots of one handler may change places too.
 */
export function namelessText(
  { initial, steps }: MachinePath,
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
  if (one === null || other === null || one.cpu !== other.cpu) return false;
  return one.handler === other.handler && one.slot !== other.slot;
}

function renamedStep(event: MachineEvent, before: MachineState, naming: Renaming): NamedStep {
  const label = stepLabel(event, before);
  if (isBoardEvent(event)) return renamedOnBoard(event, before, naming, label);
  if (isBoardState(before)) throw new Error(`${event.name} is no event of several CPUs`);
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
        polled: { cpu: 0, handler, slot },
      };
    }
    default:
      return { label, renamed: label, polled: null };
  }
}

/** The same of an event of several CPUs, which keep their names: one of them is the boot CPU. */
function renamedOnBoard(
  event: SmpEvent,
  before: MachineState,
  naming: Renaming,
  label: string,
): NamedStep {
  const slotName = (handler: number, slot: number): number => at(at(naming.slots, handler), slot);
  switch (event.name) {
    case "raiseOn": {
      const { cpu, handler, slot } = event.parameters;
      const renamed = `raiseOn(${cpu}, ${handler}, ${slotName(handler, slot)})`;
      return { label, renamed, polled: null };
    }
    case "executeOn": {
      const { cpu, place } = event.parameters;
      return { label, renamed: `executeOn(${cpu}, ${at(naming.places, place - 1)})`, polled: null };
    }
    case "pollOn": {
      const { cpu } = event.parameters;
      const position = isBoardState(before) ? at(before.cpus, cpu).position : null;
      if (position?.at !== "polling") return { label, renamed: label, polled: null };
      const { handler, slot } = position;
      const renamed = `pollOn(${cpu}, ${handler}, ${slotName(handler, slot)})`;
      return { label, renamed, polled: { cpu, handler, slot } };
    }
    default:
      return { label, renamed: label, polled: null };
  }
}
