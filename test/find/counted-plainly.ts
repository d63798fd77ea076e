import type { State } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import type { Platform } from "../../spec/platforms.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import type { NmiEvent } from "../../src/machine/model/nmi-model.js";

/** One step of a run: the event, and where the CPU stood. */
export interface Step {
  readonly event: NmiEvent;
  readonly position: State<unknown>["position"];
}

export interface Counted {
  /** The minimal runs, each as the text of its events, sorted. */
  readonly runs: readonly string[];
  /** How many there are up to the order of neighbouring independent steps. */
  readonly classes: number;
  /** How many up to the names of places and of the slots of one handler as well. */
  readonly scenarios: number;
}

/** Counts runs, and what they are up to orders and names, by comparing each with each. */
export function countedPlainly(found: readonly (readonly Step[])[], platform: Platform): Counted {
  const classes = classesOf(found, platform.shadow);
  const orders = classes.map((steps) => leastOrder(steps, platform));
  return {
    runs: found.map(textOf).sort(),
    classes: classes.length,
    scenarios: new Set(orders).size,
  };
}

/** Every order of the numbers from 0 to below `count`. */
function orders(count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]];
  return orders(count - 1).flatMap((rest) =>
    Array.from({ length: count }, (_, place) => rest.toSpliced(place, 0, count - 1)),
  );
}

/**
 * What a run is under its least names: which occurrence of which step comes before which, for all
 * steps that may not change places. A handler's polls of different slots may: their order is a name.
 */
function leastOrder(steps: readonly Step[], { chain, rips, shadow }: Platform): string {
  const slotNames = chain.reduce<readonly (readonly (readonly number[])[])[]>(
    (all, count) => all.flatMap((names) => orders(count).map((own) => [...names, own])),
    [[]],
  );
  const placeNames = orders(rips - 1).map((others) => [0, ...others.map((other) => other + 1)]);
  const texts = slotNames.flatMap((slots) =>
    placeNames.map((places) => {
      const labels = steps.map((step) => named(step, slots, places));
      const occurrence = labels.map(
        (label, index) =>
          `${label}#${labels.slice(0, index).filter((other) => other === label).length}`,
      );
      const pairs = steps.flatMap((step, index) =>
        steps.slice(index + 1).flatMap((later, offset) => {
          const free = mayChangePlaces(step, later, shadow) || areOtherPolls(step, later);
          return free ? [] : [`${occurrence[index]}<${occurrence[index + 1 + offset]}`];
        }),
      );
      return [...occurrence.toSorted(), ...pairs.sort()].join(" ");
    }),
  );
  return texts.sort()[0] ?? "";
}

function named(
  { event, position }: Step,
  slots: readonly (readonly number[])[],
  places: readonly number[],
): string {
  if (event.name === "raise") {
    const { handler, slot } = event.parameters;
    return `raise ${handler} ${slots[handler]?.[slot]}`;
  }
  if (event.name === "execute") return `execute ${places[event.parameters.place - 1]}`;
  if (event.name === "poll" && position.at === "polling") {
    return `poll ${position.handler} ${slots[position.handler]?.[position.slot]}`;
  }
  return event.name;
}

function areOtherPolls(left: Step, right: Step): boolean {
  const [one, other] = [left.position, right.position];
  return (
    left.event.name === "poll" &&
    right.event.name === "poll" &&
    one.at === "polling" &&
    other.at === "polling" &&
    one.handler === other.handler &&
    one.slot !== other.slot
  );
}

function textOf(steps: readonly Step[]): string {
  return steps.map(({ event }) => eventText(event)).join(" ");
}

/**
 * Whether two steps may change places. By hand, from `spec/`: the CPU's own steps all move its
 * position; raise and external both set the latch, in either order, and deliver takes it; a raise and
 * the poll of its slot write one status bit, and so do two raises of one slot; execute needs the
 * position to be run, and an empty latch unless the platform is a shadow one.
 */
function mayChangePlaces(left: Step, right: Step, isShadow: boolean): boolean {
  const independentInThisOrder = (one: Step, other: Step): boolean => {
    const [a, b] = [one.event, other.event];
    if (a.name === "raise" && b.name === "raise") {
      const [slot, otherSlot] = [a.parameters, b.parameters];
      return slot.handler !== otherSlot.handler || slot.slot !== otherSlot.slot;
    }
    if (a.name === "raise" && b.name === "external") return true;
    if (a.name === "raise" && b.name === "poll") {
      const here = other.position;
      return !(
        here.at === "polling" &&
        here.handler === a.parameters.handler &&
        here.slot === a.parameters.slot
      );
    }
    if (a.name === "external" && b.name === "poll") return true;
    if ((a.name === "raise" || a.name === "external") && b.name === "decide") return true;
    return isShadow && (a.name === "raise" || a.name === "external") && b.name === "execute";
  };
  return independentInThisOrder(left, right) || independentInThisOrder(right, left);
}

/** Joins what differs in one change of places, until nothing joins any more: one run of each. */
function classesOf(
  runs: readonly (readonly Step[])[],
  isShadow: boolean,
): readonly (readonly Step[])[] {
  const numbers = new Map(runs.map((steps, number) => [textOf(steps), number]));
  const parent = runs.map((_, number) => number);
  const rootOf = (number: number): number =>
    at(parent, number) === number ? number : rootOf(at(parent, number));
  for (const [number, steps] of runs.entries()) {
    for (let place = 0; place + 1 < steps.length; place++) {
      const [left, right] = [at(steps, place), at(steps, place + 1)];
      if (!mayChangePlaces(left, right, isShadow)) continue;
      const other = numbers.get(textOf(steps.with(place, right).with(place + 1, left)));
      if (other !== undefined) parent[rootOf(other)] = rootOf(number);
    }
  }
  return runs.filter((_, number) => parent[number] === number);
}
