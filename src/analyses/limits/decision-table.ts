import { at } from "../../../spec/language.js";
import type { Action, Knowledge } from "./knowledge.js";
import { type Move, machineOf, minimise } from "./machine.js";
import {
  type Aspect,
  aspects,
  type Ending,
  endingOf,
  endings,
  type NmiObservation,
  type Observation,
  seen,
} from "./observation.js";

/** What is done with some of the things that can be seen. */
export interface DecisionRow {
  readonly state: number;
  /** Who the NMI was for, as far as is told. */
  readonly ending: Ending;
  /** Each as an observer of `looksAt` sees it; empty where all that can be seen is treated alike. */
  readonly seen: readonly string[];
  /** Null where it was for somebody: there is nothing to decide. */
  readonly action: Action | null;
  readonly next: number;
}

/** One thing that can be seen in a state, and what is done with it. */
export interface DecisionCase extends Move {
  readonly state: number;
  /** An NMI that looks so. */
  readonly observed: NmiObservation;
}

/** A best policy as the user reads it: a small machine, as a table. */
export interface DecisionTable {
  /** State 0 is the first one. */
  readonly states: number;
  readonly isSmallest: boolean;
  /** As little as decides all the same. */
  readonly looksAt: Observation;
  readonly rows: readonly DecisionRow[];
  readonly cases: readonly DecisionCase[];
  /** Null where that cannot come. */
  move(state: number, observed: NmiObservation): Move | null;
}

/** What each aspect tells as well, since it tells more. */
const coarser: Readonly<Record<Aspect, readonly Aspect[]>> = {
  rip: [],
  sum: [],
  handlers: ["sum"],
  slots: ["handlers", "sum"],
  bitmap: ["bitmap-without-unknown", "bitmap-shared"],
  "bitmap-without-unknown": [],
  "bitmap-shared": [],
};

/** What an observer decides, in the fewest states, and looking at the fewest aspects. */
export function decisionTable(knowledge: Knowledge): DecisionTable {
  const machine = minimise(machineOf(knowledge));
  const observations = new Map(
    knowledge.sets.flatMap((answers) =>
      [...answers].map(([text, { observed }]) => [text, observed]),
    ),
  );
  const cases = machine.rows.flatMap((row, state) =>
    [...row].map(([text, move]): DecisionCase => {
      const observed = observations.get(text);
      if (observed === undefined) throw new Error(`nothing looks like: ${text}`);
      return { ...move, state, observed };
    }),
  );
  const { observation } = knowledge.hardware;
  const looksAt = fewestAspects(cases, observation);
  const moves = movesBy(cases, looksAt) ?? new Map<string, DecisionCase>();
  return {
    states: machine.rows.length,
    isSmallest: machine.isSmallest,
    looksAt,
    rows: machine.rows.flatMap((_, state) => rowsOf(state, [...moves.values()], looksAt)),
    cases: [...moves.values()],
    move: (state, observed) => moves.get(keyOf(state, seen(looksAt, observed))) ?? null,
  };
}

function keyOf(state: number, text: string): string {
  return `${state} ${text}`;
}

/** The smallest of the sets of aspects that are enough; the whole observation always is. */
function fewestAspects(cases: readonly DecisionCase[], observation: Observation): Observation {
  const shown = new Set(observation.flatMap((aspect) => [aspect, ...coarser[aspect]]));
  const candidates = aspects.filter((aspect) => shown.has(aspect));
  const subsets = Array.from({ length: 2 ** candidates.length }, (_, mask) =>
    candidates.filter((_aspect, index) => ((mask >>> index) & 1) === 1),
  ).sort((left, right) => left.length - right.length);
  return subsets.find((subset) => movesBy(cases, subset) !== null) ?? observation;
}

/** The cases by their states and what is seen; null where that does not tell what to do. */
function movesBy(
  cases: readonly DecisionCase[],
  looksAt: Observation,
): ReadonlyMap<string, DecisionCase> | null {
  const moves = new Map<string, DecisionCase>();
  for (const one of cases) {
    const key = keyOf(one.state, seen(looksAt, one.observed));
    const known = moves.get(key);
    if (known === undefined) moves.set(key, one);
    else if (known.action !== one.action || known.next !== one.next) return null;
  }
  return moves;
}

function rowsOf(
  state: number,
  cases: readonly DecisionCase[],
  looksAt: Observation,
): readonly DecisionRow[] {
  return endings.flatMap((ending): readonly DecisionRow[] => {
    const own = cases.filter((one) => one.state === state && endingOf(one.observed) === ending);
    const groups = new Map<string, DecisionCase[]>();
    for (const one of own) {
      const key = `${one.action} ${one.next}`;
      groups.set(key, [...(groups.get(key) ?? []), one]);
    }
    return [...groups.values()].map((group) => {
      const { action, next } = at(group, 0);
      // What it begins with, its ending, is said by the row already.
      const texts = group.map(({ observed }) =>
        seen(looksAt, observed).split(", ").slice(1).join(", "),
      );
      return { state, ending, seen: groups.size === 1 ? [] : texts.sort(), action, next };
    });
  });
}
