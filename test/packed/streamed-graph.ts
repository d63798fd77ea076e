import type { NameTable } from "../../src/checkers/agree/agreement.js";
import type { ExecutableModel, ModelEvent } from "../../src/checkers/explore/executable-model.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import type { CompiledModel } from "../../src/checkers/packed/compiled-model.js";
import { atOnce } from "../../src/checkers/packed/portions.js";
import { searchStates } from "../../src/checkers/packed/search-states.js";
import { pathThrough, statesOf, statesOnTheWay } from "../../src/checkers/packed/shortest-path.js";
import { encodeState } from "../../src/checkers/packed/words.js";
import type { DumpEdge, DumpState } from "../../src/checkers/tlc/dump.js";
import { toRecord } from "../../src/compiler/ir/value.js";
import type { Json } from "../../src/compiler/tla/value/json.js";
import type { TlaValueReader } from "../../src/compiler/tla/value/reader.js";

/** A hash of a step, of which the sum over all steps of a state is kept: 64 bits in two words. */
function mixed(action: number, fingerprint: bigint, salt: number): number {
  let hash = Math.imul(action + salt, 0x9e3779b1) ^ Number(BigInt.asIntN(32, fingerprint));
  hash =
    Math.imul(hash ^ (hash >>> 15), 0x85ebca6b) ^ Number(BigInt.asIntN(32, fingerprint >> 32n));
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

/**
 * A graph that TLC dumped, read as a stream. Of each state its packed word, its fingerprint and the
 * sums of the hashes of its steps are kept, and no text: about 100 bytes a state, however many steps.
 */
export class StreamedGraph {
  /** The fingerprint of each state, by its packed word. */
  readonly #fingerprints = new Map<number, bigint>();
  readonly #sums = new Map<bigint, number>();
  #low = new Int32Array(1 << 16);
  #high = new Int32Array(1 << 16);
  readonly #actions = new Map<string, number>();
  initial: number | null = null;
  edges = 0;

  /** @param dump tells the same graph each time it is called */
  private constructor(
    private readonly dump: () => AsyncIterable<DumpState | DumpEdge>,
    private readonly names: NameTable,
  ) {}

  static async read(
    dump: () => AsyncIterable<DumpState | DumpEdge>,
    compiled: CompiledModel,
    names: NameTable,
    reader: TlaValueReader,
  ): Promise<StreamedGraph> {
    if (compiled.layout.words !== 1) throw new Error("only states of one word are compared");
    const graph = new StreamedGraph(dump, names);
    for await (const item of dump()) {
      if (item.kind === "edge") graph.#addEdge(item);
      else graph.#addState(item, compiled, reader);
    }
    return graph;
  }

  get states(): number {
    return this.#fingerprints.size;
  }

  #addState(state: DumpState, { layout }: CompiledModel, reader: TlaValueReader): void {
    const entries = Object.entries(state.values).map(([variable, text]): [string, Json] => {
      return [this.names.variables.get(variable) ?? variable, reader.read(text, variable)];
    });
    const [word = 0] = encodeState(layout, toRecord(Object.fromEntries(entries)));
    if (this.#fingerprints.has(word)) throw new Error(`TLC has the state ${state.id} twice`);
    if (state.initial) this.initial = word;
    const id = BigInt(state.id);
    this.#sums.set(id, this.#fingerprints.size);
    this.#fingerprints.set(word, id);
    if (this.#fingerprints.size > this.#low.length) {
      const larger = (words: Int32Array): Int32Array<ArrayBuffer> => {
        const made = new Int32Array(2 * words.length);
        made.set(words);
        return made;
      };
      this.#low = larger(this.#low);
      this.#high = larger(this.#high);
    }
  }

  #numberOf(action: string): number {
    const known = this.#actions.get(action);
    if (known !== undefined) return known;
    this.#actions.set(action, this.#actions.size + 1);
    return this.#actions.size;
  }

  #addEdge({ from, to, action }: DumpEdge): void {
    const source = this.#sums.get(BigInt(from));
    if (source === undefined) throw new Error(`the dump has a step from ${from} before the state`);
    const [number, target] = [this.#numberOf(action), BigInt(to)];
    this.#low[source] = (this.#low[source] ?? 0) + mixed(number, target, 1);
    this.#high[source] = (this.#high[source] ?? 0) + mixed(number, target, 7);
    this.edges++;
  }

  /**
   * The first difference between this graph and that of the explorer, by the distance of its source
   * from the initial state, with the steps that lead there; null if they have the same states, and
   * each the same steps.
   */
  async difference<Event extends ModelEvent>(
    compiled: CompiledModel,
    model: ExecutableModel<object, Event, string>,
  ): Promise<string | null> {
    const search = await searchStates(compiled, {});
    const action = compiled.instance.events.map((event) => this.names.actions(event.action.name));
    let states = 0;
    for (const [depth, level] of search.levels.entries()) {
      for (const state of statesOf(level, 1)) {
        states++;
        const id = this.#fingerprints.get(state[0] ?? 0);
        const place = id === undefined ? undefined : this.#sums.get(id);
        let [low, high] = [0, 0];
        let isStrange = place === undefined;
        search.explorer.successors(
          state,
          (event, word = 0) => {
            const target = this.#fingerprints.get(word);
            if (target === undefined) isStrange = true;
            else {
              const number = this.#numberOf(action[event] ?? "");
              low = (low + mixed(number, target, 1)) | 0;
              high = (high + mixed(number, target, 7)) | 0;
            }
          },
          () => {},
        );
        if (!isStrange && low === this.#low[place ?? 0] && high === this.#high[place ?? 0])
          continue;
        const own = new Map<string, number>();
        search.explorer.successors(
          state,
          (event, word = 0) => {
            const key = `${action[event]} ${this.#fingerprints.get(word) ?? "to a state unknown to TLC"}`;
            own.set(key, (own.get(key) ?? 0) + 1);
          },
          () => {},
        );
        const sets = atOnce(
          statesOnTheWay(
            search.explorer,
            search.levels.slice(0, depth + 1),
            1,
            (one) => one[0] === state[0],
          ),
        );
        const { steps } = pathThrough(compiled, model, sets);
        const path = steps.map(({ event }) => eventText(event)).join(", ");
        return `${await this.#firstEdge(id, own)} after ${path === "" ? "no step" : path}`;
      }
    }
    return states === this.states ? null : `TLC has ${this.states} states, the explorer ${states}`;
  }

  /** The first kind of step of a state that the two have not equally often. */
  async #firstEdge(id: bigint | undefined, own: ReadonlyMap<string, number>): Promise<string> {
    if (id === undefined) return "a state that TLC does not have,";
    const theirs = new Map<string, number>();
    for await (const item of this.dump()) {
      if (item.kind !== "edge" || BigInt(item.from) !== id) continue;
      const key = `${item.action} ${item.to}`;
      theirs.set(key, (theirs.get(key) ?? 0) + 1);
    }
    for (const key of new Set([...own.keys(), ...theirs.keys()])) {
      const [ours, tlc] = [own.get(key) ?? 0, theirs.get(key) ?? 0];
      if (ours !== tlc) return `${key}: ${ours} times in the explorer, ${tlc} in TLC,`;
    }
    return "the sums of steps differ";
  }
}
