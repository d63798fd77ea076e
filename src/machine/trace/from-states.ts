import { type Difference, differences, differencesText } from "../../base/document/differences.js";
import {
  type ExecutableModel,
  eventText,
  type ModelEvent,
  type Path,
  type Step,
  successors,
} from "../../checkers/explore/executable-model.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import type { Json } from "../../compiler/tla/value/json.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import { noInitialState, noSuccessor } from "./diagnostics.js";

/** A state as TLC prints it, with the action that led to it (null for the first state). */
export interface PrintedState {
  readonly action: string | null;
  /** The text of each variable's value; a machine's module has no variable that never changes on it. */
  readonly variables: ReadonlyMap<string, string>;
}

/**
 * The behaviour of the typed model that goes through the states that TLC printed. TLC names actions
 * without their parameters, so each event is found by its effect: the first one, in the order of
 * the model's events, that has the name and leads to the state.
 *
 * The states of the answer are the model's own. What TLC does not print must have its first value.
 *
 * @throws Diagnostic `trace/no-initial-state` or `trace/no-successor` that shows the first printed state
 * which the typed model does not have there, and `tla/value-…` for a value that cannot be read
 */
export function pathFromStates<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  printed: readonly PrintedState[],
  reader: TlaValueReader,
): Path<State, Event> {
  const [first, ...rest] = printed.map((state, index) => decoded(state, index + 1, reader));
  const initial = model.initial();
  const differs = differences(completed(first ?? {}, initial, initial), initial);
  if (differs.length > 0) throw noInitialState(differencesText(differs));
  const steps: Step<State, Event>[] = [];
  let state = initial;
  for (const [index, target] of rest.entries()) {
    const action = printed[index + 1]?.action ?? null;
    const step = matchingStep(model, state, action, (reached) =>
      completed(target, reached, initial),
    );
    if ("event" in step) {
      steps.push(step);
      state = step.state;
    } else {
      throw noSuccessor(index + 2, nearMissText(step, action));
    }
  }
  return { initial, steps };
}

type Decoded = Readonly<Record<string, Json>>;

function decoded(state: PrintedState, number: number, reader: TlaValueReader): Decoded {
  const variables = [...state.variables].map(([name, text]) => {
    return [name, reader.read(text, `state ${number}, ${name}`)] as const;
  });
  return Object.fromEntries(variables);
}

/** A state as TLC printed it; what its module has no variable for has its first value. */
export function completedState(printed: object, first: object): unknown {
  return completed(printed, first, first);
}

/** What TLC printed, and the first values of the fields that it lacks and the state `like` has. */
function completed(printed: unknown, like: unknown, first: unknown): unknown {
  if (Array.isArray(printed)) {
    const [reached, start] = [fieldsOf(like), fieldsOf(first)];
    return printed.map((item, index) => {
      const at = String(index);
      return completed(item, reached.get(at), start.get(at));
    });
  }
  const fields = fieldsOf(printed);
  if (fields.size === 0) return printed;
  const start = fieldsOf(first);
  const whole = new Map(fields);
  for (const [name, value] of fieldsOf(like)) {
    if (fields.has(name)) whole.set(name, completed(fields.get(name), value, start.get(name)));
    else if (start.has(name)) whole.set(name, start.get(name));
  }
  return Object.fromEntries(whole);
}

function fieldsOf(value: unknown): ReadonlyMap<string, unknown> {
  return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
}

/** The successor that comes nearest to a state that is none. */
interface NearMiss {
  /** Null when the action cannot happen at all. */
  readonly nearest: ModelEvent | null;
  readonly differs: readonly Difference[];
}

function matchingStep<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  state: State,
  action: string | null,
  targetLike: (reached: State) => unknown,
): Step<State, Event> | NearMiss {
  let nearest: NearMiss = { nearest: null, differs: [] };
  for (const step of successors(model, state)) {
    if (action !== null && step.event.name !== action) continue;
    const target = targetLike(step.state);
    if (canonicalText(step.state) === canonicalText(target)) return step;
    const differs = differences(target, step.state);
    if (nearest.nearest === null || differs.length < nearest.differs.length) {
      nearest = { nearest: step.event, differs };
    }
  }
  return nearest;
}

function nearMissText({ nearest, differs }: NearMiss, action: string | null): string {
  const what = action ?? "an event";
  if (nearest === null) return `in the typed model ${what} cannot happen there`;
  return `after ${eventText(nearest)}, the nearest that the typed model has, ${differencesText(differs)}`;
}
