import { at } from "../../../spec/language.js";
import { accessWords, type Mealy, moveOf, tellingApart, type Word } from "./automaton/mealy.js";
import type { NmiLetter } from "./letters.js";
import { outputParts } from "./nmi-system.js";
import { shortestAlike } from "./shortest-alike.js";

/** What a policy does at the end of an NMI. */
export interface Ending {
  readonly next: number;
  /** What becomes of it if nobody claimed it. */
  readonly action: "report" | "swallow";
}

/** What a policy looks at: `Seen` alone, or also how many events each handler claimed (`SeenMore`). */
export type LooksAt = "seen" | "told";

/** What is done with an NMI that looks so. */
export interface Case {
  readonly sameIp: boolean;
  /** One of those that look so: how many events each handler claimed. */
  readonly claimed: readonly number[];
  readonly ending: Ending;
}

/** A learned machine as a policy: what it does is decided by what it looks at. Phase 0 is the first. */
export interface Phases {
  readonly count: number;
  readonly looksAt: LooksAt;
  /** For each phase the state of the learned machine. */
  readonly states: readonly number[];
  /** Whether the walk stops after a handler with so much (0, 1, 2 for more) claimed so far. */
  stops(phase: number, sameIp: boolean, handled: number): boolean;
  /** Everything that an NMI can be in this phase. */
  cases(phase: number): readonly Case[];
}

/** What a policy that looks at `Seen` does; null for what no NMI can be in this phase. */
export function endingOf(
  phases: Phases,
  phase: number,
  sameIp: boolean,
  handled: number,
): Ending | null {
  const found = phases
    .cases(phase)
    .find((one) => one.sameIp === sameIp && handledIn(one.claimed) === handled);
  return found?.ending ?? null;
}

/** Why a machine is no policy. */
export type NotAPolicy =
  /** A run that ends as no policy can end it. */
  | { readonly kind: "no outcome of a policy"; readonly word: Word }
  /** Two runs whose NMIs look the same to a policy, and that are answered otherwise. */
  | { readonly kind: "looks the same"; readonly words: readonly [Word, Word] };

export type PhasesResult = { readonly kind: "policy"; readonly phases: Phases } | NotAPolicy;

/** What is known of a decision, and the letter that shows it. */
interface Known<Value> {
  readonly value: Value;
  readonly letter: number;
}

/** What the machine does in one state, by what a policy sees. */
interface Row {
  readonly stops: ReadonlyMap<string, Known<boolean>>;
  readonly endings: ReadonlyMap<string, Known<Ending> & Omit<Case, "ending">>;
}

/** More than one is seen as two. */
export function handledIn(events: readonly number[]): number {
  return Math.min(
    events.reduce((sum, count) => sum + count, 0),
    2,
  );
}

function key(sameIp: boolean, look: number | string): string {
  return `${sameIp ? "same" : "other"} ${look}`;
}

/** What a policy sees of the events that were claimed. */
export function lookOf(looksAt: LooksAt, claimed: readonly number[]): string {
  return looksAt === "seen" ? String(handledIn(claimed)) : claimed.join(",");
}

/**
 * The learned machine as a policy that looks at no more than it must, and is as small as it can be: what
 * a kernel does before its first NMI, when
 * no NMI can be back-to-back, is left to a phase that does the same otherwise.
 *
 * @param swallowNmi what the kernel keeps in each state, where that is told: of two phases that may be
 * the first one, that which keeps the same as the kernel is
 */
export function phasesOf(
  machine: Mealy<string>,
  letters: readonly NmiLetter[],
  swallowNmi: readonly (boolean | undefined)[],
): PhasesResult {
  const result = phasesBy("seen", machine, letters, swallowNmi);
  if (result.kind !== "looks the same") return result;
  const widest = phasesBy("told", machine, letters, swallowNmi);
  if (widest.kind !== "looks the same") return widest;
  return { kind: "looks the same", words: shortestSame(machine, letters) ?? widest.words };
}

/** The shortest two runs that look the same to the widest policy, and are answered otherwise. */
function shortestSame(
  machine: Mealy<string>,
  letters: readonly NmiLetter[],
): readonly [Word, Word] | null {
  const isEnteredAgain = machine.moves.some((row) => row.some(({ next }) => next === 0));
  return shortestAlike(machine, (state, letter, isFirst) => {
    const { sameIp, events } = at(letters, letter);
    // Before the first NMI "the same ip" means nothing.
    if (sameIp && (isFirst || (state === 0 && !isEnteredAgain))) return null;
    const parts = outputParts(moveOf(machine, state, letter).output);
    const walk = parts === null ? null : walkOf(events, parts.claimed);
    const action = parts === null ? null : actionOf(parts.claimed, parts.outcome);
    if (parts === null || walk === null || action === null) return null;
    return {
      look: key(sameIp, lookOf("told", parts.claimed)),
      answer: action,
      onTheWay: new Map(
        walk.map(({ handled, isStop }) => [key(sameIp, handled), isStop ? "stop" : "on"]),
      ),
    };
  });
}

function phasesBy(
  looksAt: LooksAt,
  machine: Mealy<string>,
  letters: readonly NmiLetter[],
  swallowNmi: readonly (boolean | undefined)[],
): PhasesResult {
  const access = accessWords(machine);
  const wordTo = (state: number): Word => access.get(state) ?? [];
  const isEnteredAgain = machine.moves.some((row) => row.some(({ next }) => next === 0));
  const rows: Row[] = [];
  for (const state of machine.moves.keys()) {
    // Before the first NMI "the same ip" means nothing.
    const isAny = state !== 0 || isEnteredAgain;
    const asked = [...letters.keys()].filter((letter) => isAny || !at(letters, letter).sameIp);
    const row = rowOf(looksAt, machine, letters, state, asked, wordTo(state));
    if ("kind" in row) return row;
    rows.push(row);
  }
  const first = isEnteredAgain ? 0 : firstPhase(rows, swallowNmi);
  const order = reachedFrom(rows, first);
  const phaseOf = new Map(order.map((state, phase) => [state, phase]));
  return {
    kind: "policy",
    phases: {
      count: order.length,
      looksAt,
      states: order,
      stops: (phase, sameIp, handled) => stopIn(at(rows, at(order, phase)), sameIp, handled),
      cases: (phase) =>
        [...at(rows, at(order, phase)).endings.values()].map(({ sameIp, claimed, value }) => {
          const next = phaseOf.get(value.next);
          if (next === undefined) throw new Error("a phase leads out of the policy");
          return { sameIp, claimed, ending: { next, action: value.action } };
        }),
    },
  };
}

/** What is done in a state, or why that is no policy's. */
function rowOf(
  looksAt: LooksAt,
  machine: Mealy<string>,
  letters: readonly NmiLetter[],
  state: number,
  asked: readonly number[],
  access: Word,
): Row | NotAPolicy {
  const stops = new Map<string, Known<boolean>>();
  const endings = new Map<string, Known<Ending> & Omit<Case, "ending">>();
  const sameLook = (one: number, other: number, suffix: Word = []): NotAPolicy => ({
    kind: "looks the same",
    words: [
      [...access, one, ...suffix],
      [...access, other, ...suffix],
    ],
  });
  for (const letter of asked) {
    const { sameIp, events } = at(letters, letter);
    const { next, output } = moveOf(machine, state, letter);
    const parts = outputParts(output);
    const walk = parts === null ? null : walkOf(events, parts.claimed);
    const action = parts === null ? null : actionOf(parts.claimed, parts.outcome);
    if (walk === null || action === null || parts === null) {
      return { kind: "no outcome of a policy", word: [...access, letter] };
    }
    for (const { handled, isStop } of walk) {
      const known = stops.get(key(sameIp, handled));
      if (known !== undefined && known.value !== isStop) return sameLook(known.letter, letter);
      stops.set(key(sameIp, handled), known ?? { value: isStop, letter });
    }
    const { claimed } = parts;
    const seen = key(sameIp, lookOf(looksAt, claimed));
    const known = endings.get(seen);
    if (known !== undefined && known.value.action !== action) return sameLook(known.letter, letter);
    if (known !== undefined && known.value.next !== next) {
      const suffix = tellingApart(machine, machine, known.value.next, next) ?? [];
      return sameLook(known.letter, letter, suffix);
    }
    endings.set(seen, known ?? { value: { next, action }, letter, sameIp, claimed });
  }
  return { stops, endings };
}

/** What an NMI shows of the walk: where it went on, and where it stopped; null for what is no walk. */
export function walkOf(
  events: readonly number[],
  claimed: readonly number[],
): readonly { readonly handled: number; readonly isStop: boolean }[] | null {
  const shown: { readonly handled: number; readonly isStop: boolean }[] = [];
  let isOver = false;
  for (const [handler, count] of events.entries()) {
    const got = claimed[handler];
    if (got !== (isOver ? 0 : count) && got !== 0) return null;
    if (count === 0) continue;
    const before = claimed.slice(0, handler);
    if (got === 0) {
      // The first handler is always called.
      if (handler === 0) return null;
      if (!isOver) shown.push({ handled: handledIn(before), isStop: true });
      isOver = true;
      continue;
    }
    if (isOver) return null;
    for (const [earlier] of before.entries()) {
      shown.push({ handled: handledIn(claimed.slice(0, earlier + 1)), isStop: false });
    }
  }
  return shown;
}

export function actionOf(
  claimed: readonly number[],
  outcome: "handled" | "unknown" | "swallowed",
): "report" | "swallow" | null {
  const isClaimed = claimed.some((count) => count > 0);
  if (isClaimed !== (outcome === "handled")) return null;
  return outcome === "swallowed" ? "swallow" : "report";
}

/** What was not seen of a walk is as it is with fewer events claimed, or with the other ip. */
function stopIn({ stops }: Row, sameIp: boolean, handled: number): boolean {
  for (let count = handled; count > 0; count--) {
    const known = stops.get(key(sameIp, count));
    if (known !== undefined) return known.value;
  }
  if (handled > 0) return false;
  return stops.get(key(sameIp, 0))?.value ?? false;
}

/**
 * The state that does what the first one does, in which no NMI is back-to-back: it becomes the first
 * phase. The first one itself where there is none.
 */
function firstPhase(rows: readonly Row[], swallowNmi: readonly (boolean | undefined)[]): number {
  const start = at(rows, 0);
  const alike = [...rows.keys()].filter((state) => state > 0 && includes(at(rows, state), start));
  const keepsSame = (state: number): number => (swallowNmi[state] === swallowNmi[0] ? 0 : 1);
  const looksAtIp = (state: number): number => (isBlindToIp(at(rows, state)) ? 0 : 1);
  const [best = 0] = alike.sort(
    (one, other) => keepsSame(one) - keepsSame(other) || looksAtIp(one) - looksAtIp(other),
  );
  return best;
}

/** Whether a row does everything that is known of another. */
function includes(row: Row, other: Row): boolean {
  const stops = [...other.stops].every(([seen, { value }]) => {
    const known = row.stops.get(seen);
    return known === undefined || known.value === value;
  });
  return (
    stops &&
    [...other.endings].every(([seen, { value }]) => {
      const known = row.endings.get(seen)?.value;
      return known?.next === value.next && known.action === value.action;
    })
  );
}

function isBlindToIp({ endings }: Row): boolean {
  return [...endings].every(([seen, { sameIp, value }]) => {
    const other = endings.get(seen.replace(/^\w+/, sameIp ? "other" : "same"))?.value;
    return other?.next === value.next && other.action === value.action;
  });
}

/** The states that a policy can come to which begins in `first`, in the order in which they are met. */
function reachedFrom(rows: readonly Row[], first: number): readonly number[] {
  const met = new Set([first]);
  for (const state of met) {
    for (const { value } of at(rows, state).endings.values()) met.add(value.next);
  }
  return [...met];
}
