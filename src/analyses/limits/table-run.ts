import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { Policy } from "../../../spec/policy.js";
import type { ExecutableModel, Path } from "../../checkers/explore/executable-model.js";
import { reachableEdges } from "../../checkers/explore/graph.js";
import { type NmiEvent, type NmiModel, nmiModel } from "../../machine/model/nmi-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Machine } from "../../machine/subject.js";
import type { DecisionTable } from "./decision-table.js";
import type { Action } from "./knowledge.js";
import type { Move } from "./machine.js";
import type { NmiObservation, Observation } from "./observation.js";
import { emptyView, Seeing, type View, viewAfter } from "./seeing.js";
import { type WalkName, walks } from "./walk.js";

/** Whose table is executed, and on which machine. */
export interface TableSubject extends Machine {
  readonly walk: WalkName;
  /** What is in view: the table looks at no more. */
  readonly observation: Observation;
  readonly table: Pick<DecisionTable, "move">;
}

/** A state of the model, what is in view there, and the state of the table. */
export interface TableState {
  readonly state: State<unknown>;
  readonly view: View;
  readonly memory: number;
}

/** The typed model with a table that decides in place of a policy. */
export class TableMachine {
  readonly #models: Readonly<Record<Action, NmiModel<unknown>>>;
  readonly #seeing: Seeing;
  readonly #table: Pick<DecisionTable, "move">;

  constructor({ platform, axes, walk, observation, table }: TableSubject) {
    const saying = (unclaimed: Action): Policy<unknown> => ({
      ...walks[walk],
      finish: (memory) => ({ memory, unclaimed }),
    });
    this.#models = {
      report: nmiModel({ platform, policy: saying("report"), axes: axes?.machine }),
      swallow: nmiModel({ platform, policy: saying("swallow"), axes: axes?.machine }),
    };
    this.#seeing = new Seeing({ platform, axes }, observation);
    this.#table = table;
  }

  get model(): NmiModel<unknown> {
    return this.#models.report;
  }

  start(): TableState {
    return { state: this.#models.report.initial(), view: emptyView, memory: 0 };
  }

  /** What the table says where the walk is over; null where that cannot come on its machine. */
  decision({ state, view, memory }: TableState): Move | null {
    return this.#table.move(memory, this.observed({ state, view }));
  }

  observed({ state, view }: Pick<TableState, "state" | "view">): NmiObservation {
    return this.#seeing.observed(view, state);
  }

  /** The state after an event; null if it cannot happen. */
  apply(event: NmiEvent, here: TableState): TableState | null {
    const { state, view, memory } = here;
    if (event.name !== "decide") {
      const after = this.#models.report.apply(event, state);
      if (after === null) return null;
      return { state: after, view: this.#seeing.after(view, event, state), memory };
    }
    if (state.position.at !== "decide") return null;
    // What cannot come on the machine that the table is for may be answered in any way.
    const { action, next } = this.decision(here) ?? { action: "report", next: memory };
    const after = this.#models[action ?? "report"].apply(event, state);
    if (after === null) return null;
    return { state: after, view: viewAfter(view), memory: next };
  }

  /** The behaviour that these events make, each of which must be possible in its turn. */
  pathOf(events: readonly NmiEvent[]): Path<State<unknown>, NmiEvent> {
    let here = this.start();
    const initial = here.state;
    const steps = events.map((event) => {
      const next = this.apply(event, here);
      if (next === null) throw new RangeError(`${event.name} cannot happen`);
      here = next;
      return { event, state: next.state };
    });
    return { initial, steps };
  }
}

/** What came of executing the model with a table through everything that can happen. */
export interface TableRun {
  /** States of the model, with what is in view and the state of the table. */
  readonly states: number;
  /** Of each violated property, the states of a shortest run that violates it. */
  readonly violated: ReadonlyMap<NmiProperty, number>;
}

/**
 * Executes the typed model with a table, breadth first, through everything that can happen.
 *
 * @param onState told of every state that there is
 */
export function runTable(
  subject: TableSubject,
  onState?: (here: TableState, machine: TableMachine) => void,
): TableRun {
  const machine = new TableMachine(subject);
  const { events, invariants } = machine.model;
  const start = machine.start();
  /** Of each state, the states of a shortest run to it. */
  const lengths: number[] = [];
  const violated = new Map<NmiProperty, number>();
  const meet = (here: TableState, length: number): void => {
    lengths.push(length);
    onState?.(here, machine);
    for (const { name, holds } of invariants) {
      if (!violated.has(name) && !holds(here.state)) violated.set(name, length);
    }
  };
  meet(start, 1);
  const executed: ExecutableModel<TableState, NmiEvent, never> = {
    initial: () => start,
    events,
    apply: (event, here) => machine.apply(event, here),
    invariants: [],
  };
  for (const { source, target, isFirst } of reachableEdges(executed)) {
    if (isFirst) meet(target.state, at(lengths, source.number) + 1);
  }
  return { states: lengths.length, violated };
}
