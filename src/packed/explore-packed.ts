import type { ExploreOptions } from "../explore/breadth-first.js";
import { type ExecutableModel, eventText, type ModelEvent } from "../explore/executable-model.js";
import type { Answer, Exploration } from "../explore/exploration.js";
import type { ExploreFaultCode } from "../explore/faults.js";
import type { Fault } from "../fault/fault.js";
import type { CompiledModel } from "./compiled-model.js";
import { failureOf } from "./failure.js";
import { differentModel } from "./faults.js";
import { type SearchOptions, searchStates } from "./search-states.js";
import type { Searched } from "./searched.js";
import { pathThrough, statesOnTheWay } from "./shortest-path.js";

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
}

/**
 * Explores a compiled model as `explore` explores `model`: the same answers, counts and paths, only
 * faster. Each counterexample is executed again on `model`, and must violate its property there.
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
  const { distinct, generated, depth, seconds } = search.progress;
  const asked = model.invariants.filter(
    ({ name }) => options.properties === undefined || options.properties.includes(name),
  );
  const fault = search.end.end === "failed" ? failureOf(compiled, search) : null;
  const answers = new Map(
    asked.map((invariant) => {
      const answer = answerFor(compiled, model, search, invariant, fault);
      return [invariant.name, answer] as const;
    }),
  );
  return {
    answers,
    distinct,
    generated,
    depth,
    seconds,
    bytes: search.bytes,
    workers: search.workers,
  };
}

function answerFor<State extends object, Event extends ModelEvent, P extends string>(
  compiled: CompiledModel,
  model: ExecutableModel<State, Event, P>,
  search: Searched,
  invariant: ExecutableModel<State, Event, P>["invariants"][number],
  fault: Fault<ExploreFaultCode> | null,
): Answer<State, Event> {
  const number = compiled.instance.model.invariants.findIndex(
    ({ name }) => name === invariant.name,
  );
  if (number === -1) throw differentModel(`it has the property ${invariant.name}`);
  const level = search.violations.get(number);
  if (level !== undefined) {
    const sets = statesOnTheWay(
      search.explorer,
      search.levels.slice(0, level + 1),
      compiled.layout.words,
      (state) => (search.explorer.violations(state) & (1 << number)) !== 0,
    );
    const path = pathThrough(compiled, model, sets);
    const last = path.steps.at(-1)?.state ?? path.initial;
    if (invariant.holds(last))
      throw differentModel(`${invariant.name} holds after the same events`);
    return { answer: "violated", path };
  }
  if (fault !== null) return { answer: "failed", fault };
  const { end } = search;
  if (end.end === "bounded") return { answer: "bounded", bound: end.bound };
  return { answer: "holds" };
}
