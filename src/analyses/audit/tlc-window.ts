import { canonicalText } from "../../checkers/explore/state-keys.js";
import { Automaton } from "./automaton.js";
import { notCertified } from "./diagnostics.js";
import type { WindowNmi, WindowPart } from "./log-window.js";
import type { AuditMachine, Tracked } from "./machine.js";

/** So many NMIs TLC follows in one run, unless it is said: it keeps what it has printed as one value. */
const NMIS_OF_A_RUN = 300;

/** NMIs of one CPU, one after the other, as they are in a run. */
export interface Stretch {
  /** The places in the run of its first NMI and its last, from 0. */
  readonly first: number;
  readonly last: number;
  /** In which states the machine may be before it; null where it may be in any. */
  readonly from: readonly Tracked[] | null;
  /** In which it may be after it; none where no behaviour explains the last NMI. */
  readonly to: readonly Tracked[];
}

/** A part of a log that TLC follows in one run. */
export interface TlcWindow extends WindowPart {
  readonly stretches: readonly Stretch[];
}

/**
 * Cuts a part of a log into windows. Each goes on where the one before it ends: the observers follow
 * the part once more, on the chain that it comes to, and say in which states each window may begin and
 * end. TLC is asked whether it ends in just these.
 *
 * @param size so many NMIs are in a window; those of several CPUs share one
 * @throws Diagnostic `audit/not-certified` where they say something else on this chain than before
 */
export function tlcWindows(
  machine: AuditMachine,
  part: WindowPart,
  size: number = NMIS_OF_A_RUN,
): readonly TlcWindow[] {
  const windows: TlcWindow[] = [];
  let nmis: WindowNmi[] = [];
  let stretches: Stretch[] = [];
  const close = (): void => {
    if (nmis.length > 0) windows.push({ ...part, nmis, stretches });
    nmis = [];
    stretches = [];
  };
  const followed = new FollowedAgain(machine, part);
  for (const own of streamsOf(part)) {
    followed.begin();
    for (let at = 0; at < own.length; ) {
      const taken = own.slice(at, at + size - nmis.length);
      const from = at === 0 ? null : followed.states;
      const first = nmis.length;
      for (const nmi of taken) followed.nmi(nmi);
      nmis.push(...taken);
      stretches.push({ first, last: nmis.length - 1, from, to: followed.states });
      at += taken.length;
      if (nmis.length >= size) close();
    }
  }
  close();
  return windows;
}

/** The NMIs of a part up to the next one before which nothing is known. */
function streamsOf({ nmis }: WindowPart): readonly (readonly WindowNmi[])[] {
  const streams: WindowNmi[][] = [];
  for (const nmi of nmis) {
    const last = streams.at(-1);
    if (nmi.begins || last === undefined) streams.push([nmi]);
    else last.push(nmi);
  }
  return streams;
}

/** CPUs that are followed once more, one after the other. */
class FollowedAgain {
  readonly #machine: AuditMachine;
  readonly #part: WindowPart;
  #automaton: Automaton;
  #set: number | null = null;

  constructor(machine: AuditMachine, part: WindowPart) {
    this.#machine = machine;
    this.#part = part;
    this.#automaton = this.#newAutomaton();
  }

  /** From here on it is one of which nothing is known. */
  begin(): void {
    if (this.#automaton.isFull) this.#automaton = this.#newAutomaton();
    this.#set = this.#automaton.anything;
  }

  /** In which states the machine may be by now. */
  get states(): readonly Tracked[] {
    return this.#set === null ? [] : this.#automaton.statesOf(this.#set);
  }

  nmi({ number, isExplained, verdict, same, claimed, mask }: WindowNmi): void {
    if (this.#automaton.isFull) this.#renew();
    const after =
      this.#set === null ? null : this.#automaton.after(this.#set, { same, claimed, mask });
    const isSame =
      after !== null &&
      (after.next !== null) === isExplained &&
      (!isExplained || canonicalText(after.verdict) === canonicalText(verdict));
    if (!isSame) {
      throw notCertified(
        `of NMI #${number} the observers say otherwise on the chain [${this.#part.chain.join()}]`,
      );
    }
    this.#set = after.next;
  }

  #newAutomaton(): Automaton {
    const { chain, hasUnknown } = this.#part;
    return new Automaton(this.#machine, chain, hasUnknown);
  }

  #renew(): void {
    const states = this.states;
    this.#automaton = this.#newAutomaton();
    this.#set = this.#automaton.setOf(states);
  }
}
