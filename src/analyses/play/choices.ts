import { at } from "../../../spec/language.js";
import {
  isBoardEvent,
  isBoardState,
  type MachineEvent,
  type MachineState,
} from "../../machine/model/machine-model.js";
import { whyImpossibleOnBoard } from "../../machine/trace/board/impossible.js";
import { whyImpossible } from "../../machine/trace/impossible.js";
import type { PlayedMachine } from "./machine.js";
import type { PossibleStep, Session } from "./session.js";
import { type StepText, stepLabel, stepText } from "./step-text.js";

/** A key of a machine: what it does here, or why it does nothing. */
export interface Choice extends Pick<StepText, "doer" | "cpu" | "label" | "effect"> {
  readonly key: string;
  /** Null where it does nothing. */
  readonly step: PossibleStep | null;
}

/** Every key of a session's machine, in the order of the model's events: what it does in the state where one is. */
export function choicesOf(session: Session): readonly Choice[] {
  const { model, machine, here } = session;
  const possible = new Map(session.possible().map((step) => [step.key, step]));
  const keys = new Map<string, MachineEvent>();
  for (const [index, event] of model.events.entries()) {
    const key = at(session.keys, index);
    if (!keys.has(key)) keys.set(key, event);
  }
  return [...keys].map(([key, event]) => {
    const step = possible.get(key);
    if (step !== undefined) return { key, step, ...stepText(step.event, here.state, step.after) };
    const effect = whyNot(machine, here.state, event);
    return { key, step: null, ...stepLabel(event, here.state), effect };
  });
}

/** Why an event cannot happen, in a few words. */
function whyNot(
  { platform, axes }: PlayedMachine,
  state: MachineState,
  event: MachineEvent,
): string {
  const machine = { platform, axes: axes?.machine, board: axes?.board };
  if (isBoardState(state) && isBoardEvent(event))
    return whyImpossibleOnBoard(machine, state, event);
  if (isBoardState(state) || isBoardEvent(event)) throw new Error("an event of another machine");
  return whyImpossible(platform, state, event, axes?.machine);
}
