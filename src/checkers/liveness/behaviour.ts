import { inconsistentModel } from "../explore/diagnostics.js";
import type { ExecutableModel, ModelEvent, Path, Step } from "../explore/executable-model.js";

/**
 * A behaviour that never ends. After the last step it goes on with the step after the first `loop`
 * ones, for the state is the same again; where `loop` is the number of steps, nothing happens any
 * more.
 */
export interface EndlessPath<State, Event> extends Path<State, Event> {
  readonly loop: number;
}

/**
 * The events executed on the model.
 *
 * @throws Diagnostic `explore/inconsistent-model` when the model does not repeat what it said
 */
export function execute<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  events: readonly Event[],
): Path<State, Event> {
  const initial = model.initial();
  let state = initial;
  const steps = events.map((event): Step<State, Event> => {
    const next = model.apply(event, state);
    if (next === null) throw inconsistentModel(event, state);
    state = next;
    return { event, state };
  });
  return { initial, steps };
}

/** The state after the first `steps` steps. */
export function stateAfter<State, Event>(path: Path<State, Event>, steps: number): State {
  return path.steps[steps - 1]?.state ?? path.initial;
}
