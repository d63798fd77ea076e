import { eventText } from "../../checkers/explore/executable-model.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import {
  isBoardState,
  type MachineEvent,
  type MachineState,
} from "../../machine/model/machine-model.js";
import { isOfEnvironment } from "./environment.js";

/**
 * What names a step of a run: the event, and for a step of the CPU also where the CPU stands, since
 * a poll of one slot and a poll of another are different steps. One of several CPUs is named by the
 * event alone: what commutes with it wherever the CPU stands.
 */
export function stepLabel(event: MachineEvent, state: MachineState): string {
  return isBoardState(state) || isOfEnvironment(event)
    ? eventText(event)
    : labelAt(event.name, state.position);
}

/** The label of a step of the CPU that is taken where the CPU stands so. */
export function labelAt(name: string, position: unknown): string {
  return `${name} at ${canonicalText(position)}`;
}
