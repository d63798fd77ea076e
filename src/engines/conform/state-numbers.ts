import { hasSources } from "../../../spec/cpu/sources.js";
import type { Config, Elsewhere, Outcome, State } from "../../../spec/cpu/state.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";

const OUTCOMES: readonly (Outcome | null)[] = [
  null,
  "handled",
  "masked",
  "swallowed",
  "falseSwallow",
  "reported",
  "misattributed",
  "spurious",
];
/** Values of the ghost: three flags and the outcome. */
const GHOSTS = 8 * OUTCOMES.length;

/** Numbers the states of one configuration: equal numbers, equal data. */
export class StateNumbers {
  readonly #slots: readonly (readonly [handler: number, slot: number])[];
  readonly #rips: number;
  readonly #memories = new Map<string, number>();
  readonly #known = new WeakMap<object, number>();

  constructor({ platform }: Pick<Config<unknown>, "platform">) {
    this.#rips = platform.rips;
    this.#slots = platform.chain.flatMap((slots, handler) =>
      Array.from({ length: slots }, (_, slot) => [handler, slot] as const),
    );
  }

  /**
   * The number of a state without its ghost.
   *
   * @throws Error when the chain has so many slots that a number cannot tell all states apart
   */
  observed(state: State<unknown>): number {
    let number = this.#memory(state.policyMemory);
    const add = (value: number, values: number) => {
      number = number * values + value;
    };
    for (const [handler, slot] of this.#slots) add(state.active[handler]?.[slot] ? 1 : 0, 2);
    add(state.latched ? 1 : 0, 2);
    add(state.rip, this.#rips + 1);
    add(state.lastNmiRip ?? 0, this.#rips + 1);
    add(this.#position(state), this.#slots.length + 2);
    add(state.handled, 3);
    add(state.backToBack ? 1 : 0, 2);
    if (!Number.isSafeInteger(number * GHOSTS)) throw new Error("the chain is too long to number");
    return number;
  }

  /** The number of a whole state, given that of the state without its ghost. */
  full(observed: number, state: State<unknown>): number {
    const flags = [state.latchCarriesUnknown, state.carriesUnknown, state.owed];
    const bits = flags.reduce((sum, flag) => sum * 2 + (flag ? 1 : 0), 0);
    return observed * GHOSTS + bits * OUTCOMES.length + OUTCOMES.indexOf(state.outcome);
  }

  #position({ position }: State<unknown>): number {
    if (position.at === "run") return 0;
    if (position.at === "decide") return 1;
    const { handler, slot } = position;
    return 2 + this.#slots.findIndex(([h, s]) => h === handler && s === slot);
  }

  #memory(memory: unknown): number {
    if (typeof memory === "object" && memory !== null) {
      const known = this.#known.get(memory);
      if (known !== undefined) return known;
      const number = this.#numbered(canonicalText(memory));
      this.#known.set(memory, number);
      return number;
    }
    return this.#numbered(canonicalText(memory));
  }

  #numbered(text: string): number {
    const known = this.#memories.get(text);
    if (known !== undefined) return known;
    this.#memories.set(text, this.#memories.size);
    return this.#memories.size - 1;
  }
}

const ELSEWHERE: readonly (Elsewhere | null)[] = [
  null,
  "external",
  "recognised",
  "taken",
  "hidden",
];

function bits(flags: readonly boolean[]): number {
  return flags.reduce((sum, flag) => sum * 2 + (flag ? 1 : 0), 0);
}

/** What the full model has beside the core that is true or false, and no ghost. */
const FLAGS = [
  "secondLatched",
  "lvtpcMasked",
  "serr",
  "iochk",
  "serrOff",
  "ownSource",
  "unblocked",
  "guest",
  "inFlight",
  "forgives",
  "summoned",
  "inFront",
  "nested",
] as const satisfies readonly (keyof State<unknown>)[];

/** The same for the full model. */
export class PathStateNumbers {
  readonly #core: StateNumbers;
  readonly #config: Config<unknown>;

  constructor(config: Config<unknown>) {
    this.#core = new StateNumbers(config);
    this.#config = config;
  }

  /**
   * The number of a state without its ghost.
   *
   * @throws Error when the chain has so many slots that a number cannot tell all states apart
   */
  observed(state: State<unknown>): number {
    const { axes, platform } = this.#config;
    let number = this.#core.observed(state);
    for (const flag of FLAGS) number = number * 2 + (state[flag] ? 1 : 0);
    if (axes.panic !== "never") number = number * 2 + (state.panicked ? 1 : 0);
    if (axes.policyInput !== "nothing") {
      for (const count of state.claimedBy)
        number = number * (Math.max(...platform.chain) + 1) + count;
    }
    if (hasSources(axes)) {
      for (const { handlers, other } of [state.latchSources, state.secondSources, state.sources])
        number = number * 2 ** (platform.chain.length + 1) + bits([...handlers, other]);
    }
    return number;
  }

  /** The number of a whole state, given that of the state without its ghost. */
  full(observed: number, state: State<unknown>): number {
    const flags = bits([state.secondCarriesUnknown, state.nestedCarriesUnknown]);
    const added = flags * ELSEWHERE.length + ELSEWHERE.indexOf(state.elsewhere);
    const number = this.#core.full(observed, state) * 4 * ELSEWHERE.length + added;
    if (!Number.isSafeInteger(number)) throw new Error("the chain is too long to number");
    return number;
  }
}
