import { at } from "../../../spec/language.js";
import type {
  MachineEvent,
  MachineModel,
  MachineState,
} from "../../machine/model/machine-model.js";
import { machineProperties, type NmiProperty } from "../../machine/model/property-names.js";
import { consoleText } from "./console-text.js";
import { noSuchStep, nowhere } from "./diagnostics.js";
import { keysOf, readKeys } from "./keys.js";
import { modelOfMachine, type PlayedMachine } from "./machine.js";

/** What the console of a run says, the last message first. */
export interface ConsoleLine {
  readonly text: string;
  /** The number of the step that made the kernel say it. */
  readonly step: number;
  readonly before: ConsoleLine | null;
}

/** A state that was played, and how it was come to. */
export interface PlayedState {
  /** Counted from 0, the initial state, in the order in which they were first come to. */
  readonly number: number;
  /** The state before it; null for the initial one. */
  readonly parent: number | null;
  /** Which event of the model led to it; null for the initial state. */
  readonly event: number | null;
  readonly state: MachineState;
  /** The steps from the initial state to this one. */
  readonly steps: number;
  /** The states that were tried from here, oldest first. */
  readonly children: readonly number[];
  /** Each property that is violated on the way to here, and after how many steps it was first. */
  readonly broken: ReadonlyMap<NmiProperty, number>;
  /** The properties that are violated in this very state. */
  readonly brokenHere: readonly NmiProperty[];
  readonly console: ConsoleLine | null;
}

/** A step that can be taken. */
export interface PossibleStep {
  /** Which event of the model it is. */
  readonly index: number;
  readonly event: MachineEvent;
  readonly key: string;
  /** The state after it. */
  readonly after: MachineState;
}

interface Kept extends PlayedState {
  readonly children: number[];
}

/**
 * What is played with a machine: a tree of the states that were tried, and the line in it that one is
 * on. Every state is what the executed model says; nothing here knows what a step does.
 */
export class Session {
  readonly machine: PlayedMachine;
  readonly model: MachineModel;
  readonly properties: readonly NmiProperty[];
  /** Of each event of the model. */
  readonly keys: readonly string[];
  readonly #states: Kept[] = [];
  /** The states of the line that one is on, from the initial one; it may go on behind where one is. */
  #line: number[] = [0];
  #at = 0;
  #hasBranches = false;

  constructor(machine: PlayedMachine) {
    this.machine = machine;
    this.model = modelOfMachine(machine);
    this.properties = machineProperties(machine.axes !== undefined);
    this.keys = keysOf(this.model.events);
    const state = this.model.initial();
    const brokenHere = this.#brokenIn(state);
    this.#states.push({
      ...{ number: 0, parent: null, event: null, state, steps: 0, children: [] },
      ...{ broken: new Map(), brokenHere, console: null },
    });
  }

  /** Where one is. */
  get here(): PlayedState {
    return this.state(at(this.#line, this.#at));
  }

  /** The numbers of the states of the line that one is on, before and behind where one is. */
  get line(): readonly number[] {
    return this.#line;
  }

  /** Whether more than one step was tried from some state. */
  get hasBranches(): boolean {
    return this.#hasBranches;
  }

  /** How many states there are in the tree. */
  get size(): number {
    return this.#states.length;
  }

  /** @throws Diagnostic `play/nowhere` */
  state(number: number): PlayedState {
    const found = this.#states[number];
    if (found === undefined) throw nowhere(String(number));
    return found;
  }

  /** What can happen here, in the order of the model's events. */
  possible(): readonly PossibleStep[] {
    const { state } = this.here;
    return this.model.events.flatMap((event, index) => {
      const after = this.model.apply(event, state);
      return after === null ? [] : [{ index, event, key: at(this.keys, index), after }];
    });
  }

  /**
   * Takes a step: comes to the state that was tried before, or to a new one.
   *
   * @throws Diagnostic `play/no-such-step`
   */
  take(key: string): PlayedState {
    const { here } = this;
    const index = this.keys.findIndex(
      (own, one) =>
        own === key && this.model.apply(at(this.model.events, one), here.state) !== null,
    );
    if (index < 0) {
      throw noSuchStep(
        key,
        here.steps + 1,
        this.possible().map((step) => step.key),
      );
    }
    return this.takeEvent(index);
  }

  /** The same, by the number of the event of the model; it must be possible. */
  takeEvent(index: number): PlayedState {
    const here = at(this.#states, this.here.number);
    const tried = here.children.find((child) => this.state(child).event === index);
    const next = tried ?? this.#add(here, index);
    if (this.#line[this.#at + 1] !== next) this.#line.splice(this.#at + 1, Infinity, next);
    this.#at++;
    return this.state(next);
  }

  /**
   * Plays keys from here on, `12kb`.
   *
   * @throws Diagnostic `play/no-such-step`; one is then where the keys before led
   */
  play(keys: string): void {
    for (const key of readKeys(keys)) this.take(key);
  }

  /** Goes so many steps back, or with a negative number forward, along the line; not beyond its ends. */
  back(steps = 1): void {
    this.#at = Math.min(Math.max(this.#at - steps, 0), this.#line.length - 1);
  }

  /**
   * Goes to a state of the tree. The line then goes through it; behind it, it goes where it went, or to
   * what was tried last.
   *
   * @throws Diagnostic `play/nowhere`
   */
  goTo(number: number): void {
    const { steps } = this.state(number);
    if (this.#line[steps] !== number) {
      const way: number[] = [];
      for (let one: number | null = number; one !== null; one = this.state(one).parent)
        way.push(one);
      way.reverse();
      for (let next = this.state(number).children.at(-1); next !== undefined; ) {
        way.push(next);
        next = this.state(next).children.at(-1);
      }
      this.#line = way;
    }
    this.#at = steps;
  }

  /**
   * Goes to a state of the tree, and lays the line behind it through these events of the model, which must
   * be possible one after the other.
   *
   * @throws Diagnostic `play/nowhere`
   */
  lead(from: number, events: readonly number[]): void {
    this.goTo(from);
    for (const event of events) this.takeEvent(event);
    this.back(events.length);
  }

  /** The states from the initial one to a state, both included. */
  wayTo(number: number = this.here.number): readonly PlayedState[] {
    const way: PlayedState[] = [];
    for (let one: number | null = number; one !== null; ) {
      const state = this.state(one);
      way.push(state);
      one = state.parent;
    }
    return way.reverse();
  }

  /** The run from the initial state to here as its keys. */
  get run(): string {
    return this.wayTo()
      .map(({ event }) => (event === null ? "" : at(this.keys, event)))
      .join("");
  }

  #add(parent: Kept, index: number): number {
    const event = at(this.model.events, index);
    const state = this.model.apply(event, parent.state);
    if (state === null) throw new Error(`${event.name} is not possible`);
    const number = this.#states.length;
    const steps = parent.steps + 1;
    const brokenHere = this.#brokenIn(state);
    const isNew = brokenHere.some((name) => !parent.broken.has(name));
    const said = consoleText(event, parent.state, state);
    this.#states.push({
      ...{ number, parent: parent.number, event: index, state, steps, children: [], brokenHere },
      broken: isNew
        ? new Map([...brokenHere.map((name) => [name, steps] as const), ...parent.broken])
        : parent.broken,
      console: said === null ? parent.console : { text: said, step: steps, before: parent.console },
    });
    parent.children.push(number);
    this.#hasBranches ||= parent.children.length > 1;
    return number;
  }

  #brokenIn(state: MachineState): readonly NmiProperty[] {
    const { invariants } = this.model;
    return this.properties.filter(
      (name) => invariants.find((one) => one.name === name)?.holds(state) === false,
    );
  }
}
