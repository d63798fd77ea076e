import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { ExploreOptions } from "../explore/breadth-first.js";
import type { ExploreDiagnosticCode } from "../explore/diagnostics.js";
import {
  type ExecutableModel,
  eventText,
  type ModelEvent,
  type Path,
} from "../explore/executable-model.js";
import type { Answer, Bound, Exploration } from "../explore/exploration.js";
import { type CompiledModel, compileForExploration } from "./compiled-model.js";
import { differentModel } from "./diagnostics.js";
import { failureOf } from "./failure.js";
import { inPortions, type Portions } from "./portions.js";
import { type SearchOptions, searchStates } from "./search-states.js";
import { SearchStopped } from "./search-stopped.js";
import type { Searched } from "./searched.js";
import { pathThrough, statesOnTheWay } from "./shortest-path.js";

const CANCELLED: Bound = { bound: "cancelled" };

/** What an exploration of packed states may do and may take. */
export interface PackedOptions<P extends string>
  extends Omit<ExploreOptions<P>, "essential">,
    SearchOptions {}

/** What an exploration of packed states found out, and the memory that it took. */
export interface PackedExploration<State, Event, P extends string>
  extends Exploration<State, Event, P> {
  /** Bytes for states and the visited set. */
  readonly bytes: number;
}

/**
 * Explores a compiled model as `explore` explores `model`: the same answers, counts and paths, only
 * faster. Each counterexample is executed again on `model`, and must violate its property there.
 *
 * @param model the same model and configuration, executed another way: as its TypeScript, or by
 * `interpretedModel`
 * @throws Diagnostic `packed/different-model` when `model` is not what was compiled
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
  if (search.end.end === "failed" && compiled.reductions.length > 0) {
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
  const answers = new Map<P, Answer<State, Event>>();
  for (const { name } of asked) answers.set(name, { answer: "bounded", bound: CANCELLED });
  try {
    await inPortions(answer(compiled, model, search, asked, answers), options.signal);
  } catch (error) {
    if (!(error instanceof SearchStopped)) throw error;
  }
  return {
    answers,
    distinct,
    generated,
    depth,
    seconds,
    bytes: search.bytes,
  };
}

/** Puts the answer about each property in its place, where it was bounded by being cancelled. */
function* answer<State extends object, Event extends ModelEvent, P extends string>(
  compiled: CompiledModel,
  model: ExecutableModel<State, Event, P>,
  search: Searched,
  asked: ExecutableModel<State, Event, P>["invariants"],
  answers: Map<P, Answer<State, Event>>,
): Portions<void> {
  const diagnostic = search.end.end === "failed" ? yield* failureOf(compiled, search) : null;
  for (const invariant of asked) {
    answers.set(invariant.name, yield* answerFor(compiled, model, search, invariant, diagnostic));
  }
}

/** The number of an invariant in the model; -1 if it has none of this name. */
function numberOf(compiled: CompiledModel, name: string): number {
  return compiled.instance.model.invariants.findIndex((invariant) => invariant.name === name);
}

/** A shortest path to a state without the invariant, which is first violated in level `level`. */
function* violatingPath<State extends object, Event extends ModelEvent>(
  compiled: CompiledModel,
  model: ExecutableModel<State, Event, string>,
  search: Searched,
  level: number,
  bit: number,
  isViolated: (state: State) => boolean,
): Portions<Path<State, Event>> {
  const { explorer, levels } = search;
  const { words } = compiled.layout;
  if (level === 0) {
    const initial = yield* statesOnTheWay(explorer, levels.slice(0, 1), words, () => true);
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
  const sets = yield* statesOnTheWay(explorer, levels.slice(0, level), words, isTarget);
  return pathThrough(compiled, model, sets, isViolated);
}

function* answerFor<State extends object, Event extends ModelEvent, P extends string>(
  compiled: CompiledModel,
  model: ExecutableModel<State, Event, P>,
  search: Searched,
  invariant: ExecutableModel<State, Event, P>["invariants"][number],
  diagnostic: Diagnostic<ExploreDiagnosticCode> | null,
): Portions<Answer<State, Event>> {
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
    const path = yield* violatingPath(compiled, model, search, level, bit, isViolated);
    const last = path.steps.at(-1)?.state ?? path.initial;
    if (!isViolated(last)) throw differentModel(`${invariant.name} holds after the same events`);
    return { answer: "violated", path };
  }
  if (diagnostic !== null) return { answer: "failed", diagnostic };
  const { end } = search;
  if (end.end === "bounded") return { answer: "bounded", bound: end.bound };
  return { answer: "holds" };
}
