import type { SmpConfig, SmpState } from "../../../../spec/board/state.js";
import { at } from "../../../../spec/language.js";
import {
  type AnyMachine,
  isBoardEvent,
  isBoardState,
  type MachineEvent,
  type MachineState,
} from "../../model/machine-model.js";
import { type SmpEvent, smpConfig } from "../../model/smp-model.js";
import { NmiObserver } from "../observation.js";
import type { NmiShown } from "../schema.js";

/** Follows a behaviour of several CPUs step by step and tells of each NMI what an engine must show. */
export class BoardObserver {
  readonly #observers: readonly NmiObserver[];

  constructor(config: SmpConfig<unknown>) {
    const handlers = config.platform.chain.length;
    this.#observers = Array.from(
      { length: config.board.cpus },
      (_, cpu) => new NmiObserver(handlers, config, cpu),
    );
  }

  /**
   * Takes the next step of the behaviour.
   *
   * @returns what is to be seen of the run of the handlers that ended with this step, or null when
   * none did; its NMI is counted on its CPU alone
   */
  step(event: SmpEvent, before: SmpState<unknown>, after: SmpState<unknown>): NmiShown | null {
    const action = actions.get(event.name);
    if (action === undefined || !("cpu" in event.parameters)) return null;
    const { cpu } = event.parameters;
    return at(this.#observers, cpu).step(action, at(before.cpus, cpu), at(after.cpus, cpu));
  }
}

/** The steps in which a CPU is in an NMI of which something is to be seen. */
const actions: ReadonlyMap<SmpEvent["name"], "deliver" | "poll" | "decide"> = new Map([
  ["deliverOn", "deliver"],
  ["pollOn", "poll"],
  ["decideOn", "decide"],
]);

/**
 * Follows a behaviour of a machine step by step: called for each step, it returns what is to be seen
 * of the NMI that ended with it, or null.
 */
export function machineObserver({
  board,
  ...config
}: AnyMachine): (
  event: MachineEvent,
  before: MachineState,
  after: MachineState,
) => NmiShown | null {
  if (board != null) {
    const observer = new BoardObserver(smpConfig({ ...config, board }));
    return (event, before, after) =>
      isBoardEvent(event) && isBoardState(before) && isBoardState(after)
        ? observer.step(event, before, after)
        : null;
  }
  const { axes, platform, policy } = config;
  const path = axes === undefined ? null : { platform, policy, axes };
  const observer = new NmiObserver(platform.chain.length, path);
  return (event, before, after) =>
    isBoardEvent(event) || isBoardState(before) || isBoardState(after)
      ? null
      : observer.step(event.name, before, after);
}
