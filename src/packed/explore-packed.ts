import type { ExploreOptions } from "../explore/breadth-first.js";
import {
  type ExecutableModel,
  eventText,
  type ModelEvent,
  type Path,
} from "../explore/executable-model.js";
import type { Answer, Exploration } from "../explore/exploration.js";
import type { ExploreFaultCode } from "../explore/faults.js";
import type { Fault } from "../fault/fault.js";
import { type CompiledModel, compileForExploration } from "./compiled-model.js";
import { failureOf } from "./failure.js";
import { differentModel } from "./faults.js";
import { type Omission, omissionProbability } from "./hash-compaction.js";
import { LevelRecall } from "./level-recall.js";
import { type SearchOptions, searchStates } from "./search-states.js";
import type { Searched } from "./searched.js";
import {
  pathThrough,
  type StateCodes,
  statesBefore,
  statesOnTheWay,
  statesThat,
} from "./shortest-path.js";
import type { Level } from "./state-store.js";

/** What an exploration of packed states may do and may take. */
export interface PackedOptions<P extends string>
  extends Omit<ExploreOptions<P>, "essential">,
    SearchOptions {}

/** What an exploration of packed states found out, and the memory that it took. */
export interface PackedExploration<State, Event, P extends string>
  extends Exploration<State, Event, P> {
  /** Bytes for states and the visited set. */
  readonly bytes: number;
  /** Threads at work in the end. */
  readonly workers: number;
  /** What may have been left out; nothing where every state counts as it is. */
  readonly omission?: Omission;
}

/**
 * Explores a compiled model as `explore` explores `model`: the same answers, counts and paths, only
 * faster. Each counterexample is executed again on `model`, and must violate its property there.
 *
 * With hash compaction a state may be left out: what would hold is `bounded` then, and a path is as
 * short as any if nothing was left out.
 *
 * @param model the same model and configuration, executed another way: as its TypeScript, or by
 * `interpretedModel`
 * @throws Fault `packed/different-model` when `model` is not what was compiled
 */
export async function explorePacked<
  State extends object,
  Event extends ModelEvent,
  P extends string,
>(
  compiled: CompiledModel,
  model: ExecutableModel<State, Event, P>,
  options: PackedOptions<P> = {},
): Promise<PackedExploration<State, Event, P>> {
  const events = model.events.map(eventText);
  if (events.join() !== compiled.events.join()) throw differentModel("its events are others");
  const search = await searchStates(compiled, options);
  const { hashCompaction } = compiled;
  if (search.end.end === "failed" && (compiled.reductions.length > 0 || hashCompaction !== null)) {
    // What is wrong in a model is told of the model as written.
    const { instance, properties } = compiled;
    const { model: ir, environment } = instance;
    return explorePacked(
      compileForExploration(ir, environment.constants, { properties }),
      model,
      options,
    );
  }
  const { distinct, generated, depth, seconds } = search.progress;
  const asked = model.invariants.filter(
    ({ name }) => options.properties === undefined || options.properties.includes(name),
  );
  const fault = search.end.end === "failed" ? failureOf(compiled, search) : null;
  const omission: Omission | null =
    hashCompaction === null
      ? null
      : {
          ...hashCompaction,
          probability: omissionProbability(distinct, hashCompaction.bits),
        };
  const recall = omission === null ? null : new LevelRecall(compiled, options.heapBytes);
  const answers = new Map<P, Answer<State, Event>>();
  // The longest path first: what is found again for it serves the others.
  const deepest = (invariant: { readonly name: string }): number =>
    search.violations.get(numberOf(compiled, invariant.name)) ?? -1;
  for (const invariant of asked.toSorted((one, other) => deepest(other) - deepest(one))) {
    const answer = await answerFor(compiled, model, search, invariant, fault, omission, recall);
    answers.set(invariant.name, answer);
  }
  return {
    answers: new Map(
      asked.flatMap(({ name }) => {
        const answer = answers.get(name);
        return answer === undefined ? [] : [[name, answer] as const];
      }),
    ),
    distinct,
    generated,
    depth,
    seconds,
    bytes: search.bytes,
    workers: search.workers,
    ...(omission === null ? {} : { omission }),
  };
}

/** The number of an invariant in the model; -1 if it has none of this name. */
function numberOf(compiled: CompiledModel, name: string): number {
  return compiled.instance.model.invariants.findIndex((invariant) => invariant.name === name);
}

/** A shortest path to a state without the invariant, which is first violated in level `level`. */
async function violatingPath<State extends object, Event extends ModelEvent>(
  compiled: CompiledModel,
  model: ExecutableModel<State, Event, string>,
  search: Searched,
  level: number,
  bit: number,
  isViolated: (state: State) => boolean,
  recall: LevelRecall | null,
): Promise<Path<State, Event>> {
  const { explorer } = search;
  if (level === 0) {
    const initial = await statesTo(compiled, search, 1, () => true, recall);
    return pathThrough(compiled, model, initial);
  }
  // Asked of the step and not of its target: of that what the property looks at may not be kept.
  const isTarget = (state: Int32Array): boolean => {
    let leads = false;
    explorer.rawSuccessors(
      state,
      (_, ...successor) => {
        leads ||= (explorer.violations(successor) & bit) !== 0;
      },
      () => {},
    );
    return leads;
  };
  const sets = await statesTo(compiled, search, level, isTarget, recall);
  return pathThrough(compiled, model, sets, isViolated);
}

/** For each of the first `count` levels the states on the shortest paths to such a one of the last. */
async function statesTo(
  { layout: { words } }: CompiledModel,
  { explorer, levels }: Searched,
  count: number,
  isTarget: (state: Int32Array) => boolean,
  recall: LevelRecall | null,
): Promise<readonly StateCodes[]> {
  if (recall === null) return statesOnTheWay(explorer, levels.slice(0, count), words, isTarget);
  const sets = [statesThat(isTarget, await recall.level(count - 1), words)];
  for (let index = count - 2; index >= 0; index--) {
    const level: Level = await recall.level(index);
    const [next] = sets;
    if (next !== undefined) sets.unshift(statesBefore(explorer, level, next, words));
  }
  return sets;
}

async function answerFor<State extends object, Event extends ModelEvent, P extends string>(
  compiled: CompiledModel,
  model: ExecutableModel<State, Event, P>,
  search: Searched,
  invariant: ExecutableModel<State, Event, P>["invariants"][number],
  fault: Fault<ExploreFaultCode> | null,
  omission: Omission | null,
  recall: LevelRecall | null,
): Promise<Answer<State, Event>> {
  const number = numberOf(compiled, invariant.name);
  if (number === -1 || !compiled.properties.includes(invariant.name))
    throw differentModel(`it has the property ${invariant.name}`);
  const level = search.violations.get(number);
  if (level !== undefined) {
    const isViolated = (state: State): boolean => {
      try {
        return !invariant.holds(state);
      } catch {
        // In a state as near it has no value.
        return false;
      }
    };
    const bit = 1 << number;
    const path = await violatingPath(compiled, model, search, level, bit, isViolated, recall);
    const last = path.steps.at(-1)?.state ?? path.initial;
    if (!isViolated(last)) throw differentModel(`${invariant.name} holds after the same events`);
    return { answer: "violated", path };
  }
  if (fault !== null) return { answer: "failed", fault };
  const { end } = search;
  if (end.end === "bounded") return { answer: "bounded", bound: end.bound };
  if (omission !== null) return { answer: "bounded", bound: { bound: "omission", ...omission } };
  return { answer: "holds" };
}
