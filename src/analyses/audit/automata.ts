import { Automaton } from "./automaton.js";
import type { FollowedChain } from "./followed-chain.js";
import type { AuditMachine } from "./machine.js";

/** To which CPUs edges of unknown sources come. */
export const unknownTargets = ["all", "boot"] as const;

export type UnknownTo = (typeof unknownTargets)[number];

/** The automata of one machine: one for each chain, with and without unknown edges. */
export class Automata {
  readonly #machine: AuditMachine;
  readonly #unknownTo: UnknownTo;
  readonly #kept = new Map<string, Automaton>();
  #mayStop: boolean | null = null;

  constructor(machine: AuditMachine, unknownTo: UnknownTo) {
    this.#machine = machine;
    this.#unknownTo = unknownTo;
  }

  /** Whether the policy can end a walk before the last handler. */
  get mayStop(): boolean {
    this.#mayStop ??= new Automaton(this.#machine, [2, 1], true).stopsWalks;
    return this.#mayStop;
  }

  /** The automaton of a chain on a CPU; a new one where the kept one is full. */
  of(cpu: number, { chain }: FollowedChain): Automaton {
    const hasUnknown = this.#unknownTo === "all" || cpu === 0;
    const key = `${chain.join()}${hasUnknown}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined && !kept.isFull) return kept;
    const automaton = new Automaton(this.#machine, chain, hasUnknown);
    this.#kept.set(key, automaton);
    return automaton;
  }
}
