import type { State } from "../../../spec/cpu/state.js";
import type { Chain } from "../../../spec/platforms.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import type { Tracked } from "./machine.js";

type Field = keyof State<unknown>;

/** Variables that are true or false. */
const flags = [
  "latched",
  "latchCarriesUnknown",
  "secondLatched",
  "secondCarriesUnknown",
  "backToBack",
  "carriesUnknown",
  "lvtpcMasked",
  "serr",
  "iochk",
  "serrOff",
  "ownSource",
  "unblocked",
  "nested",
  "nestedCarriesUnknown",
  "panicked",
  "guest",
  "inFlight",
  "forgives",
  "summoned",
  "inFront",
] as const satisfies readonly Field[];

/** Variables that are packed otherwise. */
const others = [
  "active",
  "rip",
  "lastNmiRip",
  "position",
  "handled",
  "policyMemory",
  "claimedBy",
] as const satisfies readonly Field[];

/** Variables that are the same in all states that are compared (see `canonical`). */
const constants = [
  "owed",
  "outcome",
  "elsewhere",
  "latchSources",
  "secondSources",
  "sources",
] as const satisfies readonly Field[];

type Packed = (typeof flags | typeof others | typeof constants)[number];
/** A new variable of the model does not compile until it is in one of the lists. */
const left: [Exclude<Field, Packed>] extends [never] ? readonly [] : Exclude<Field, Packed> = [];

/** How the variables of a state are packed; a test compares the lists with a state. */
export const packedFields: readonly Field[] = [...flags, ...others, ...constants, ...left];

/** Places, and none: three where guests run. */
const PLACES = 4;
/** 0, 1, more. */
const COUNTS = 3;

/**
 * Packs what is tracked into one whole number: equal numbers, equal data. For chains of a few slots,
 * so that it stays below 2^53.
 */
export class StateNumbers {
  readonly #chain: Chain;
  readonly #memories = new Map<string, number>();
  readonly #memoryObjects = new Map<unknown, number>();

  constructor(chain: Chain) {
    this.#chain = chain;
  }

  number({ state, before }: Tracked): number {
    let bits = 0;
    for (const slots of state.active)
      for (const isActive of slots) bits = bits * 2 + (isActive ? 1 : 0);
    for (const flag of flags) bits = bits * 2 + (state[flag] ? 1 : 0);
    let number = bits;
    const add = (value: number, values: number): void => {
      number = number * values + value;
    };
    add(state.rip, PLACES);
    add(state.lastNmiRip ?? 0, PLACES);
    add(before ?? 0, PLACES);
    add(this.#position(state), this.#slots + 2);
    add(state.handled, COUNTS);
    for (const count of state.claimedBy) add(count, COUNTS);
    return this.#memory(state.policyMemory) * 2 ** 40 + number;
  }

  get #slots(): number {
    let sum = 0;
    for (const slots of this.#chain) sum += slots;
    return sum;
  }

  #position({ position }: State<unknown>): number {
    if (position.at === "run") return 0;
    if (position.at === "decide") return 1;
    let number = 2 + position.slot;
    for (let handler = 0; handler < position.handler; handler++)
      number += this.#chain[handler] ?? 0;
    return number;
  }

  #memory(memory: unknown): number {
    const known = this.#memoryObjects.get(memory);
    if (known !== undefined) return known;
    const text = canonicalText(memory);
    const number = this.#memories.get(text) ?? this.#memories.size;
    this.#memories.set(text, number);
    // A policy may make a new object each time: the oldest are looked up by their text again.
    if (this.#memoryObjects.size > MOST_OBJECTS) this.#memoryObjects.clear();
    this.#memoryObjects.set(memory, number);
    return number;
  }
}

const MOST_OBJECTS = 1024;
