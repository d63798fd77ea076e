import type { Config, Handler, Hardware, Kernel, Slot, State } from "../cpu/state.js";
import { at } from "../language.js";

/** The walk is at a slot that its handler has. */
export function SlotOfHandler<Memory>(config: Config<Memory>, state: State<Memory>): boolean {
  return (
    state.position.at !== "polling" ||
    state.position.slot < at(config.platform.chain, state.position.handler)
  );
}

/** Whether the walk has yet to come to the slot. After the walk there is none left. */
export function isAhead<Memory>(kernel: Kernel<Memory>, handler: Handler, slot: Slot): boolean {
  return (
    kernel.position.at === "polling" &&
    (handler > kernel.position.handler ||
      (handler === kernel.position.handler && slot >= kernel.position.slot))
  );
}

/** Whether some active slot is one that the walk does not come to: it is behind it, or there is none. */
export function someLeftBehind<Memory>(state: Hardware & Kernel<Memory>): boolean {
  return state.active.some((slots, handler) =>
    slots.some((slot, index) => slot && !isAhead(state, handler, index)),
  );
}

/** Whether the walk comes to some active slot. */
export function someAhead<Memory>(state: Hardware & Kernel<Memory>): boolean {
  return state.active.some((slots, handler) =>
    slots.some((slot, index) => slot && isAhead(state, handler, index)),
  );
}

/** Whether the walk comes to two active slots, or more. */
export function twoAhead<Memory>(state: Hardware & Kernel<Memory>): boolean {
  return state.active.some((slots, handler) =>
    slots.some(
      (slot, index) =>
        slot &&
        isAhead(state, handler, index) &&
        state.active.some((others, otherHandler) =>
          others.some(
            (other, otherIndex) =>
              other &&
              isAhead(state, otherHandler, otherIndex) &&
              !(otherHandler === handler && otherIndex === index),
          ),
        ),
    ),
  );
}

/** Whether two slots are active, or more. */
export function twoActive(hardware: Hardware): boolean {
  return hardware.active.some((slots, handler) =>
    slots.some(
      (slot, index) =>
        slot &&
        hardware.active.some((others, otherHandler) =>
          others.some(
            (other, otherIndex) => other && !(otherHandler === handler && otherIndex === index),
          ),
        ),
    ),
  );
}

/** Whether some slot is active. */
export function someActive(hardware: Hardware): boolean {
  return hardware.active.some((slots) => slots.some((slot) => slot));
}

/** Outside of NMI context nothing has been claimed yet. */
export function NoneClaimedInRun<Memory>(kernel: Kernel<Memory>): boolean {
  return kernel.position.at !== "run" || (kernel.handled === 0 && !kernel.backToBack);
}
