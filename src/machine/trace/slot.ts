import type { State } from "../../../spec/cpu/state.js";
import { at } from "../../../spec/language.js";
import type { NmiEvent } from "../model/nmi-model.js";

/** A slot of a handler, both counted from 0. */
export interface SlotName {
  readonly handler: number;
  readonly slot: number;
}

/** The slot whose event a handler claims when `action` happens in the state `before`, or null. */
export function claimedSlot(
  action: NmiEvent["name"],
  before: Pick<State<unknown>, "active" | "position">,
): SlotName | null {
  if (action !== "poll" || before.position.at !== "polling") return null;
  const { handler, slot } = before.position;
  return at(at(before.active, handler), slot) ? { handler, slot } : null;
}
