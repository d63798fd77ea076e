import {
  type ExecutableModel,
  eventText,
  type ModelEvent,
  type Path,
} from "../explore/executable-model.js";
import { differentModel } from "./faults.js";

/** The path with these events, by their numbers, executed on `model`. */
export function executed<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  events: readonly number[],
): Path<State, Event> {
  const initial = model.initial();
  let state = initial;
  const steps = events.map((number) => {
    const event = model.events[number];
    if (event === undefined) throw differentModel("it has fewer events");
    const next = model.apply(event, state);
    if (next === null) throw differentModel(`it refuses ${eventText(event)}`);
    state = next;
    return { event, state };
  });
  return { initial, steps };
}
