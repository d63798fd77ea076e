import {
  type ExecutableModel,
  eventText,
  type ModelEvent,
  successors,
} from "../explore/executable-model.js";
import type { LivenessProperty } from "../explore/liveness.js";
import { canonicalText } from "../explore/state-keys.js";
import { type EndlessPath, stateAfter } from "./behaviour.js";

/** Why a behaviour is no counterexample to a property, to stand after "it". */
export type NoCounterexample =
  | "does not come back to the state where its cycle starts"
  | "meets the demand"
  | { readonly unfair: string };

/**
 * Whether a behaviour that never ends is a counterexample: null if it is, else why not. Looks at the
 * behaviour and the model alone, not at how it was found.
 */
export function whyNoCounterexample<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  property: LivenessProperty<State, string>,
  path: EndlessPath<State, Event>,
): NoCounterexample | null {
  const length = path.steps.length;
  const keys = Array.from({ length: length + 1 }, (_, index) =>
    canonicalText(stateAfter(path, index)),
  );
  if (keys[length] !== keys[path.loop]) {
    return "does not come back to the state where its cycle starts";
  }
  if (!property.cases.some((demand) => waitsForEver(demand, path))) return "meets the demand";
  const unfair = unfairAction(model, property, path, keys);
  return unfair === null ? null : { unfair };
}

function waitsForEver<State, Event>(
  demand: LivenessProperty<State, string>["cases"][number],
  path: EndlessPath<State, Event>,
): boolean {
  let waits = false;
  for (let index = 0; index <= path.steps.length; index++) {
    const state = stateAfter(path, index);
    if (demand.eventually(state)) {
      // In the cycle it comes true again and again.
      if (index >= path.loop) return false;
      waits = false;
    } else if (demand.whenever(state)) {
      waits = true;
    }
  }
  return waits;
}

/** What the cycle is not fair to, or null: an event, or an action that should have stopped. */
function unfairAction<State extends object, Event extends ModelEvent>(
  model: ExecutableModel<State, Event, string>,
  { fairness }: LivenessProperty<State, string>,
  path: EndlessPath<State, Event>,
  keys: readonly string[],
): string | null {
  const enabled: ReadonlyMap<string, Event>[] = [];
  const taken = new Map<string, Event>();
  for (let index = path.loop; index <= path.steps.length; index++) {
    const here = new Map<string, Event>();
    for (const { event, state } of successors(model, stateAfter(path, index))) {
      const key = canonicalText(state);
      if (key === keys[index]) continue;
      here.set(eventText(event), event);
      // TLA+ tells steps by their states: every event with the same ends has happened.
      if (index < path.steps.length && key === keys[index + 1]) taken.set(eventText(event), event);
    }
    enabled.push(here);
  }
  const missed = [...new Map(enabled.flatMap((here) => [...here]))].filter(
    ([text]) => !taken.has(text),
  );
  const weak = missed.find(
    ([text, { name }]) =>
      fairness.weaklyFair.includes(name) && enabled.every((here) => here.has(text)),
  );
  const strong = missed.find(([, { name }]) => fairness.stronglyFair.includes(name));
  const stays = [...taken.values()].find(({ name }) => fairness.ceasing.includes(name));
  return weak?.[0] ?? strong?.[0] ?? stays?.name ?? null;
}
