import type { Axes } from "../../spec/cpu/axes.js";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { State } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import type { Policy } from "../../spec/policy.js";
import { type NmiEvent, nmiModel } from "../../src/machine/model/nmi-model.js";
import type { Subject } from "../../src/machine/subject.js";

type Action = "report" | "swallow";

/** A whole state of the model, and what happened that an observer may see in the end. */
export interface Here {
  readonly state: State<unknown>;
  /** Claims of the NMI in progress: handler and slot. */
  readonly claims: readonly (readonly [number, number])[];
  /** Sources of the edges in the latch, and of those in the NMI in progress; -1 is unknown. */
  readonly pending: readonly number[];
  /** Those of a second NMI that pends. */
  readonly second: readonly number[];
  readonly sources: readonly number[];
}

/** Whether the policy is asked: nobody claimed the NMI, and the reason port tells of nothing. */
export function isAsked({ handled, serr, iochk }: State<unknown>): boolean {
  return handled === 0 && !serr && !iochk;
}

/** What an observer sees of an NMI at its end. */
export type Look = (here: Here) => string;

/** The looks of the observers that are compared, by the names that the command line has for them. */
export const looks: Readonly<Record<string, Look>> = {
  "rip,handlers": (here) => text([here.state.backToBack, perHandler(here)]),
  "rip,sum": (here) => text([here.state.backToBack, here.state.handled]),
  handlers: (here) => text(perHandler(here)),
  sum: (here) => text(here.state.handled),
  "rip,handlers,bitmap": (here) => text([here.state.backToBack, perHandler(here), here.sources]),
  "rip,handlers,bitmap-without-unknown": (here) =>
    text([here.state.backToBack, perHandler(here), here.sources.filter((source) => source >= 0)]),
  "rip,handlers,bitmap-shared": (here) => {
    const last = here.state.active.length - 1;
    const bits = new Set(here.sources.map((source) => (source < 0 ? last : source)));
    return text([here.state.backToBack, perHandler(here), [...bits].sort()]);
  },
};

function text(value: unknown): string {
  return JSON.stringify(value);
}

function perHandler({ state, claims }: Here): readonly number[] {
  return state.active.map((_, handler) => claims.filter(([own]) => own === handler).length);
}

function withEdge(pending: readonly number[], source: number): readonly number[] {
  return [...new Set([...pending, source])].sort();
}

/** The model with nothing left out, and every step of it. */
export class Machine {
  readonly #models: Readonly<Record<Action, ReturnType<typeof nmiModel<unknown>>>>;
  readonly #look: Look;
  readonly #seesSources: boolean;
  readonly #axes: Axes;

  constructor(
    { platform, axes }: Pick<Subject, "platform" | "axes">,
    walk: Policy<unknown>,
    look: Look,
    seesSources: boolean,
  ) {
    const saying = (unclaimed: Action): Policy<unknown> => ({
      ...walk,
      finish: (memory) => ({ memory, unclaimed }),
    });
    this.#models = {
      report: nmiModel({ platform, policy: saying("report"), axes: axes?.machine }),
      swallow: nmiModel({ platform, policy: saying("swallow"), axes: axes?.machine }),
    };
    this.#axes = axes?.machine ?? noAxes;
    this.#look = look;
    this.#seesSources = seesSources;
  }

  start(): Here {
    const state = this.#models.report.initial();
    return { state, claims: [], pending: [], second: [], sources: [] };
  }

  /** Every step that nobody sees. */
  hidden(here: Here): readonly Here[] {
    return this.#models.report.events
      .filter(({ name }) => name !== "decide")
      .flatMap((event) => {
        const after = this.#models.report.apply(event, here.state);
        return after === null ? [] : [this.#moved(here, event, after)];
      });
  }

  /** The state after the NMI, if its walk is over. */
  decided(here: Here, action: Action): Here | null {
    const after = this.#models[action].apply({ name: "decide", parameters: {} }, here.state);
    if (after === null) return null;
    const state = { ...after, outcome: null, elsewhere: null };
    return { ...here, state, claims: [], sources: [] };
  }

  /** How the NMI ends. */
  outcome(here: Here, action: Action): string | null {
    const after = this.#models[action].apply({ name: "decide", parameters: {} }, here.state);
    return after?.outcome ?? null;
  }

  seen(here: Here): string {
    const ending = isAsked(here.state) ? "unclaimed" : here.state.handled > 0 ? "claimed" : "port";
    return `${ending} ${this.#look(here)}`;
  }

  #moved(here: Here, event: NmiEvent, after: State<unknown>): Here {
    const state = { ...after, outcome: null, elsewhere: null };
    const { position, active, latched, lvtpcMasked } = here.state;
    switch (event.name) {
      case "raise":
      case "external":
      case "portError": {
        const source = event.name === "raise" ? event.parameters.handler : -1;
        if (!this.#seesSources || (source === 0 && lvtpcMasked)) return { ...here, state };
        if (this.#axes.latchDepth === 2 && latched && position.at === "run") {
          return { ...here, state, second: withEdge(here.second, source) };
        }
        return { ...here, state, pending: withEdge(here.pending, source) };
      }
      case "nest":
        return { ...here, state, pending: [] };
      case "deliver":
        return { ...here, state, sources: here.pending, pending: here.second, second: [] };
      case "poll": {
        if (position.at !== "polling") return { ...here, state };
        const { handler, slot } = position;
        const claims: Here["claims"] = at(at(active, handler), slot)
          ? [...here.claims, [handler, slot]]
          : here.claims;
        return { ...here, state, claims };
      }
      default:
        return { ...here, state };
    }
  }
}

/** A set of them by their texts. */
export type Knowledge = ReadonlyMap<string, Here>;

export function setOf(all: readonly Here[]): Knowledge {
  return new Map(all.map((here) => [text(here), here]));
}

export function keyOf(knowledge: Knowledge): string {
  return [...knowledge.keys()].sort().join("\n");
}

/** Where the machine may be when the next NMI asks for a decision, by what is seen of it. */
export function decisionsAfter(machine: Machine, known: Knowledge): ReadonlyMap<string, Knowledge> {
  const all = new Map(known);
  const ends = new Map<string, Map<string, Here>>();
  for (const [, here] of all) {
    for (const next of machine.hidden(here)) all.set(text(next), next);
    if (here.state.position.at !== "decide") continue;
    const seen = machine.seen(here);
    const end = ends.get(seen) ?? new Map<string, Here>();
    ends.set(seen, end.set(text(here), here));
  }
  return ends;
}

export interface Counted {
  readonly sets: number;
  readonly surelyUnknown: number;
  readonly surelyNot: number;
  readonly cannotTell: number;
}

/**
 * Counts the knowledge sets of an observer that reports whatever may be unknown, and the different
 * sets of states in which it may have to decide. Without credit nothing is ever owed.
 */
export function countKnowledge(machine: Machine, credit: boolean): Counted {
  const kinds = new Map<string, "surelyUnknown" | "surelyNot" | "cannotTell">();
  const start = setOf([machine.start()]);
  const sets = new Map([[keyOf(start), start]]);
  for (const [, known] of sets) {
    for (const [, end] of decisionsAfter(machine, known)) {
      const all = [...end.values()];
      const isUnknown = all.some(({ state }) => state.carriesUnknown);
      const isWrong = all.some(({ state }) => !state.carriesUnknown && !state.owed);
      if (all.some(({ state }) => isAsked(state))) {
        // Claims and sources are behind the NMI: what counts is what can still come.
        const what = all.map(({ state, pending, second }) => text({ state, pending, second }));
        const key = [...new Set(what)].sort().join("\n");
        kinds.set(key, !isWrong ? "surelyUnknown" : isUnknown ? "cannotTell" : "surelyNot");
      }
      const after = all.flatMap((here) => {
        const next = machine.decided(here, isUnknown ? "report" : "swallow");
        if (next === null) return [];
        return [credit ? next : { ...next, state: { ...next.state, owed: false } }];
      });
      const set = setOf(after);
      sets.set(keyOf(set), set);
    }
  }
  const count = (kind: string): number => [...kinds.values()].filter((one) => one === kind).length;
  return {
    sets: sets.size,
    surelyUnknown: count("surelyUnknown"),
    surelyNot: count("surelyNot"),
    cannotTell: count("cannotTell"),
  };
}

/** The steps of a shortest pair of runs, step by step through both; null if there is none. */
export function shortestPairSteps(machine: Machine, credit: boolean): number | null {
  interface Both {
    readonly left: Here;
    readonly right: Here;
    /** What the left run has shown, and whether it had to be reported; null when it moves. */
    readonly shown: { readonly seen: string; readonly isUnknown: boolean } | null;
  }
  let layer: readonly Both[] = [{ left: machine.start(), right: machine.start(), shown: null }];
  const known = new Set(layer.map(text));
  for (let steps = 0; layer.length > 0; steps++) {
    const next: Both[] = [];
    const add = (both: Both): void => {
      const key = text(both);
      if (known.has(key)) return;
      known.add(key);
      next.push(both);
    };
    for (const { left, right, shown } of layer) {
      const moving = shown === null ? left : right;
      for (const one of machine.hidden(moving)) {
        add(shown === null ? { left: one, right, shown } : { left, right: one, shown });
      }
      const end = machine.decided(moving, "report");
      if (end === null) continue;
      const seen = machine.seen(moving);
      const { carriesUnknown } = moving.state;
      const asks = isAsked(moving.state);
      if (shown === null) {
        add({ left: end, right, shown: { seen, isUnknown: asks && carriesUnknown } });
        continue;
      }
      if (shown.seen !== seen) continue;
      if (shown.isUnknown && !carriesUnknown) return steps + 1;
      if (credit && !asks && carriesUnknown) continue;
      add({ left, right: end, shown: null });
    }
    layer = next;
  }
  return null;
}
