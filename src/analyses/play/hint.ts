import { explore } from "../../checkers/explore/breadth-first.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import type { Bound, Limits } from "../../checkers/explore/exploration.js";
import type { MachineModel, MachineState } from "../../machine/model/machine-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";

/** The shortest way from a state to one where a property is violated. */
export type Way =
  /** The events of the model by their numbers; none where the state itself violates it. */
  | { readonly way: "found"; readonly events: readonly number[] }
  /** Everything that can be reached was looked at: the property cannot be violated from here. */
  | { readonly way: "none"; readonly states: number }
  | { readonly way: "unknown"; readonly bound: Bound };

/** More would take the user's patience, and a page's memory. */
const MOST_STATES = 200_000;
const MOST_SECONDS = 30;

/**
 * Looks for the shortest way from `from` to a violation of `property`, breadth first in the executed
 * model.
 *
 * @throws the diagnostic of a model that fails
 */
export async function shortestWay(
  model: MachineModel,
  from: MachineState,
  property: NmiProperty,
  {
    maxStates = MOST_STATES,
    maxSeconds = MOST_SECONDS,
  }: Pick<Limits, "maxStates" | "maxSeconds"> = {},
): Promise<Way> {
  const { answers, distinct } = await explore(
    { ...model, initial: () => from },
    {
      properties: [property],
      essential: property,
      maxStates,
      maxSeconds,
    },
  );
  const answer = answers.get(property);
  switch (answer?.answer) {
    case "violated": {
      const numbers = new Map(model.events.map((event, index) => [eventText(event), index]));
      const events = answer.path.steps.flatMap(({ event }) => numbers.get(eventText(event)) ?? []);
      return { way: "found", events };
    }
    case "holds":
      return { way: "none", states: distinct };
    case "bounded":
      return { way: "unknown", bound: answer.bound };
    case "failed":
      throw answer.diagnostic;
    default:
      throw new Error(`the model has no property ${property}`);
  }
}
