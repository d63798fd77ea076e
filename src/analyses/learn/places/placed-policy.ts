import { at } from "../../../../spec/language.js";
import { accessWords, type Mealy, moveOf, tellingApart, type Word } from "../automaton/mealy.js";
import { outputParts } from "../nmi-system.js";
import {
  actionOf,
  type Ending,
  handledIn,
  type LooksAt,
  lookOf,
  type NotAPolicy,
  walkOf,
} from "../phases.js";
import type { InOrbit, Orbit } from "./orbits.js";
import type { PlacedAlphabet } from "./placed-letters.js";

/** Where an NMI finds the CPU: at the place of a register of the phase, or at none of them. */
export type Where = number | "elsewhere";

/** What a register holds next: what one of the phase held, or the place of this NMI. */
export type Source = number | "now";

/** What is done with an NMI in a phase. */
export interface PlacedCase {
  readonly where: Where;
  readonly claimed: readonly number[];
  readonly ending: Ending;
  /** For each register of the next phase. */
  readonly sources: readonly Source[];
}

/** Whether the walk goes on where so much was claimed. */
export interface PlacedStop {
  readonly where: Where;
  readonly handled: number;
  readonly isStop: boolean;
}

/** A place that a phase depends on. */
export interface Register {
  /** It is always that of the last NMI: `backToBack` tells whether this one is there. */
  readonly isLast: boolean;
  /** It is kept: it is not the last one, or what it holds is still wanted when it is no longer that. */
  readonly isKept: boolean;
}

/** What is done with NMIs in a phase of a policy that remembers places. */
export interface PlacedPhase {
  readonly registers: readonly Register[];
  readonly cases: readonly PlacedCase[];
  readonly stops: readonly PlacedStop[];
}

/** A learned machine as a policy that remembers places. Phase 0 is the first. */
export interface PlacedPolicy {
  readonly phases: readonly PlacedPhase[];
  /** For each phase a state of the learned machine. */
  readonly states: readonly number[];
  readonly looksAt: LooksAt;
}

export type PlacedResult = { readonly kind: "policy"; readonly policy: PlacedPolicy } | NotAPolicy;

interface Row {
  readonly cases: readonly PlacedCase[];
  readonly stops: readonly PlacedStop[];
}

/** The machine as a policy that looks at no more of what was claimed than it must. */
export function placedPolicyOf(
  machine: Mealy<string>,
  alphabet: PlacedAlphabet,
  orbits: readonly Orbit[],
  of: readonly InOrbit[],
): PlacedResult {
  const narrow = policyBy("seen", machine, alphabet, orbits, of);
  return narrow.kind === "looks the same"
    ? policyBy("told", machine, alphabet, orbits, of)
    : narrow;
}

function policyBy(
  looksAt: LooksAt,
  machine: Mealy<string>,
  alphabet: PlacedAlphabet,
  orbits: readonly Orbit[],
  of: readonly InOrbit[],
): PlacedResult {
  const access = accessWords(machine);
  const rows: Row[] = [];
  for (const orbit of orbits) {
    const row = rowOf(looksAt, machine, alphabet, orbits, of, orbit, access.get(orbit.state) ?? []);
    if ("kind" in row) return row;
    rows.push(row);
  }
  const registers = registersOf(orbits, rows);
  const first = firstOf(rows, registers);
  const order = reachedFrom(rows, first);
  const phases = order.map((orbit): PlacedPhase => {
    const { cases, stops } = at(rows, orbit);
    return {
      registers: at(registers, orbit),
      stops,
      cases: cases.map((one) => ({
        ...one,
        ending: { ...one.ending, next: order.indexOf(one.ending.next) },
      })),
    };
  });
  const states = order.map((orbit) => at(orbits, orbit).state);
  return { kind: "policy", policy: { phases, states, looksAt } };
}

/** What is done in an orbit's own state; or why that is no policy's. */
function rowOf(
  looksAt: LooksAt,
  machine: Mealy<string>,
  { letters }: PlacedAlphabet,
  orbits: readonly Orbit[],
  of: readonly InOrbit[],
  { state, registers }: Orbit,
  access: Word,
): Row | NotAPolicy {
  const elsewhere = letters.find(({ ip }) => !registers.includes(ip))?.ip;
  const cases = new Map<string, { readonly one: PlacedCase; readonly letter: number }>();
  const stops = new Map<string, { readonly one: PlacedStop; readonly letter: number }>();
  const alike = (one: number, other: number, suffix: Word = []): NotAPolicy => ({
    kind: "looks the same",
    words: [
      [...access, one, ...suffix],
      [...access, other, ...suffix],
    ],
  });
  for (const [letter, { ip, events }] of letters.entries()) {
    const register = registers.indexOf(ip);
    if (register < 0 && ip !== elsewhere) continue;
    const where: Where = register < 0 ? "elsewhere" : register;
    const { next, output } = moveOf(machine, state, letter);
    const parts = outputParts(output);
    const walk = parts === null ? null : walkOf(events, parts.claimed);
    const action = parts === null ? null : actionOf(parts.claimed, parts.outcome);
    if (parts === null || walk === null || action === null) {
      return { kind: "no outcome of a policy", word: [...access, letter] };
    }
    for (const { handled, isStop } of walk) {
      const key = `${where} ${handled}`;
      const known = stops.get(key);
      if (known !== undefined && known.one.isStop !== isStop) return alike(known.letter, letter);
      stops.set(key, known ?? { one: { where, handled, isStop }, letter });
    }
    const { orbit, naming } = at(of, next);
    const sources = at(orbits, orbit).registers.map((place): Source => {
      const held = at(naming, place - 1);
      return held === ip ? "now" : registers.indexOf(held);
    });
    const one = { where, claimed: parts.claimed, ending: { next: orbit, action }, sources };
    const key = `${where} ${lookOf(looksAt, parts.claimed)}`;
    const known = cases.get(key);
    if (known !== undefined && known.one.ending.action !== action) {
      return alike(known.letter, letter);
    }
    if (known !== undefined && moveOf(machine, state, known.letter).next !== next) {
      const before = moveOf(machine, state, known.letter).next;
      return alike(known.letter, letter, tellingApart(machine, machine, before, next) ?? []);
    }
    cases.set(key, known ?? { one, letter });
  }
  const only = <One>({ one }: { readonly one: One }): One => one;
  return { cases: [...cases.values()].map(only), stops: [...stops.values()].map(only) };
}

/** Which registers are the last place, and which of those must be kept all the same. */
function registersOf(
  orbits: readonly Orbit[],
  rows: readonly Row[],
): readonly (readonly Register[])[] {
  const all = rows.flatMap(({ cases }, from) => cases.map((one) => ({ ...one, from })));
  const isLast = orbits.map(({ registers }, orbit) =>
    registers.map((_, register) =>
      all.every(({ ending, sources }) => ending.next !== orbit || sources[register] === "now"),
    ),
  );
  const isKept = isLast.map((one) => one.map((last) => !last));
  for (let isChanged = true; isChanged; ) {
    isChanged = false;
    for (const { from, ending, sources } of all) {
      for (const [register, source] of sources.entries()) {
        const own = isKept[from];
        if (source === "now" || own === undefined || own[source] === true) continue;
        if (isKept[ending.next]?.[register] !== true) continue;
        own[source] = true;
        isChanged = true;
      }
    }
  }
  return isLast.map((one, orbit) =>
    one.map((last, register) => ({
      isLast: last,
      isKept: isKept[orbit]?.[register] === true,
    })),
  );
}

/**
 * The orbit to begin in: that of the start, or one that keeps nothing and does the same where no NMI is
 * back-to-back.
 */
function firstOf(rows: readonly Row[], registers: readonly (readonly Register[])[]): number {
  const isEnteredAgain = rows.some(({ cases }) => cases.some(({ ending }) => ending.next === 0));
  const elsewhere = ({ cases, stops }: Row): string =>
    JSON.stringify([cases, stops].map((list) => list.filter(({ where }) => where === "elsewhere")));
  const wanted = elsewhere(at(rows, 0));
  const alike = rows.findIndex(
    (row, orbit) =>
      orbit > 0 && at(registers, orbit).every(({ isKept }) => !isKept) && elsewhere(row) === wanted,
  );
  return isEnteredAgain || alike < 0 ? 0 : alike;
}

function reachedFrom(rows: readonly Row[], first: number): readonly number[] {
  const met = new Set([first]);
  for (const orbit of met) {
    for (const { ending } of at(rows, orbit).cases) met.add(ending.next);
  }
  return [...met];
}

/** How many places a policy keeps at once. */
export function keptPlaces({ phases }: PlacedPolicy): number {
  return Math.max(
    ...phases.map(({ registers }) => registers.filter(({ isKept }) => isKept).length),
  );
}

/** How many events were claimed, as far as a policy sees it. */
export function handledOf({ claimed }: Pick<PlacedCase, "claimed">): number {
  return handledIn(claimed);
}
