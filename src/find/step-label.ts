import type { State } from "../../spec/cpu/state.js";
import { eventText } from "../explore/executable-model.js";
import type { NmiEvent } from "../explore/nmi-model.js";
import { canonicalText } from "../explore/state-keys.js";
import { isOfEnvironment } from "./environment.js";

/**
 * What names a step of a run: the event, and for a step of the CPU also where the CPU stands, since
 * a poll of one slot and a poll of another are different steps.
 */
export function stepLabel(event: NmiEvent, { position }: Pick<State<unknown>, "position">): string {
  return isOfEnvironment(event) ? eventText(event) : labelAt(event.name, position);
}

/** The label of a step of the CPU that is taken where the CPU stands so. */
export function labelAt(name: string, position: unknown): string {
  return `${name} at ${canonicalText(position)}`;
}
