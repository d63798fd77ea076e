import type { Model } from "../../compiler/ir/model.js";
import { type RecordValue, toRecord } from "../../compiler/ir/value.js";
import type { TlaModule } from "../../compiler/tla/module.js";
import type { Json } from "../../compiler/tla/value/json.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import type { ExecutableModel, ModelEvent } from "../explore/executable-model.js";
import { eventText } from "../explore/executable-model.js";
import { reachableEdges } from "../explore/graph.js";
import { canonicalText } from "../explore/state-keys.js";
import type { DumpEdge, DumpState } from "../tlc/dump.js";
import { EdgeCounts } from "./edge-counts.js";

/** Whether the executed model and TLC have the same graph. */
export type Agreement =
  | { readonly kind: "same"; readonly states: number; readonly edges: number }
  | { readonly kind: "different"; readonly difference: Difference };

/** The first step in which two graphs differ. */
export interface Difference {
  readonly action: string;
  /** The states as canonical JSON. */
  readonly source: string;
  readonly target: string;
  /** How many ways each has to take this step. */
  readonly typescript: number;
  readonly tlc: number;
  /** The events that lead from the initial state to the source. */
  readonly path: readonly string[];
}

/** The names that a model's parts have in its module, turned around. */
export interface NameTable {
  /** The variable of the model for each of the module. */
  readonly variables: ReadonlyMap<string, string>;
  /** The name in the module of each action of the executed model. */
  readonly actions: (event: string) => string;
  /** The one form of all states that are not told apart from this one; each has its own by default. */
  readonly normal?: (state: RecordValue) => RecordValue;
}

/** The names of `model` in `module`; actions have the names of functions, with a capital there. */
export function nameTable(model: Model, module: TlaModule): NameTable {
  const capital = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
  return {
    variables: new Map(model.variables.map(({ name }) => [module.names.variable(name), name])),
    actions: (event) => module.names.operator(capital(event)),
  };
}

/**
 * Compares the reachable graph of the model, executed as TypeScript, with the one that TLC dumped:
 * the same initial state, and the same number of steps of each name between each two states. Reads
 * the dump as a stream and keeps a text for each state and a count for each kind of edge.
 *
 * @throws Diagnostic of the explorer when the model throws, of the dump or its values when they cannot
 * be read
 */
export async function compareGraphs<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  dump: AsyncIterable<DumpState | DumpEdge>,
  names: NameTable,
  reader: TlaValueReader,
): Promise<Agreement> {
  return await new Comparison(names, reader).run(model, dump);
}

class Comparison {
  readonly #numbers = new Map<string, number>();
  readonly #edges = new EdgeCounts();
  /** For each state of the executed model the step that led to it first. */
  readonly #parents = new Map<number, { readonly source: number; readonly event: string }>();
  /** The number of each of TLC's states. */
  readonly #dumped = new Map<string, number>();

  constructor(
    private readonly names: NameTable,
    private readonly reader: TlaValueReader,
  ) {}

  async run<State extends object, Event extends ModelEvent>(
    model: ExecutableModel<State, Event, string>,
    dump: AsyncIterable<DumpState | DumpEdge>,
  ): Promise<Agreement> {
    this.#number(canonicalText(model.initial()));
    for (const { source, event, target, isFirst } of reachableEdges(model)) {
      // The graph numbers its states as they appear, from 0 for the initial one, and so do we.
      if (isFirst) {
        this.#number(canonicalText(target.state));
        this.#parents.set(target.number, { source: source.number, event: eventText(event) });
      }
      this.#edges.add("left", {
        source: source.number,
        action: this.names.actions(event.name),
        target: target.number,
      });
    }
    await this.#readDump(dump);
    return this.#conclusion();
  }

  async #readDump(dump: AsyncIterable<DumpState | DumpEdge>): Promise<void> {
    // An edge may come before its target.
    const waiting: DumpEdge[] = [];
    for await (const item of dump) {
      if (item.kind === "state") {
        const number = this.#number(this.#stateText(item));
        this.#dumped.set(item.id, number);
        // An initial state is where a step from nowhere leads.
        if (item.initial) this.#edges.add("right", { source: -1, action: "Init", target: number });
      } else if (!this.#addDumped(item)) {
        waiting.push(item);
      }
    }
    this.#edges.add("left", { source: -1, action: "Init", target: 0 });
    for (const edge of waiting) {
      if (!this.#addDumped(edge))
        throw new Error(`the dump has no state ${edge.from} or ${edge.to}`);
    }
  }

  #addDumped({ from, to, action }: DumpEdge): boolean {
    const source = this.#dumped.get(from);
    const target = this.#dumped.get(to);
    if (source === undefined || target === undefined) return false;
    this.#edges.add("right", { source, action, target });
    return true;
  }

  #stateText(state: DumpState): string {
    const entries = Object.entries(state.values).map(([variable, text]): [string, Json] => {
      const name = this.names.variables.get(variable) ?? variable;
      return [name, this.reader.read(text, `${variable} in the dump`)];
    });
    const read = Object.fromEntries(entries);
    const { normal } = this.names;
    return canonicalText(normal === undefined ? read : normal(toRecord(read)));
  }

  #number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#numbers.size);
    return this.#numbers.size - 1;
  }

  #conclusion(): Agreement {
    const found = this.#edges.firstDifference();
    if (found === null) {
      return {
        kind: "same",
        states: this.#numbers.size,
        // Without the step from nowhere to the initial state.
        edges: this.#edges.total("left") - 1,
      };
    }
    const texts = [...this.#numbers.keys()];
    return {
      kind: "different",
      difference: {
        action: found.action,
        source: texts[found.source] ?? "(nothing)",
        target: texts[found.target] ?? "",
        typescript: found.left,
        tlc: found.right,
        path: this.#path(found.source),
      },
    };
  }

  #path(state: number): readonly string[] {
    const steps: string[] = [];
    for (
      let step = this.#parents.get(state);
      step !== undefined;
      step = this.#parents.get(step.source)
    ) {
      steps.push(step.event);
    }
    return steps.reverse();
  }
}

/** What the user reads of a difference. */
export function differenceText(difference: Difference): string {
  const { action, source, target, typescript, tlc, path } = difference;
  const ways = typescript === 0 ? "no way" : typescript === 1 ? "1 way" : `${typescript} ways`;
  return [
    `the graphs differ at ${action}: TypeScript has ${ways} to take this step, TLC has ${tlc === 0 ? "none" : tlc}.`,
    `  from ${source}`,
    `  to   ${target}`,
    `  after ${path.length === 0 ? "no step" : path.join(", ")}`,
  ].join("\n");
}
