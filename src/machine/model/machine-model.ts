import { smp } from "../../../spec/board/smp.js";
import type { Board, SmpState } from "../../../spec/board/state.js";
import type { State } from "../../../spec/cpu/state.js";
import type { ExecutableModel, Path } from "../../checkers/explore/executable-model.js";
import { type MachineConfig, type NmiEvent, nmiModel } from "./nmi-model.js";
import type { NmiProperty } from "./property-names.js";
import { type SmpEvent, smpModel } from "./smp-model.js";

/** An event of a machine: of its one CPU, or of a board with several. Their names differ. */
export type MachineEvent = NmiEvent | SmpEvent;

/** A state of a machine: of its one CPU, or of a board with several. */
export type MachineState = State<unknown> | SmpState<unknown>;

/** A behaviour of a machine. */
export type MachinePath = Path<MachineState, MachineEvent>;

/** The model of a machine with any number of CPUs. It takes the states and events of its own kind alone. */
export type MachineModel = ExecutableModel<MachineState, MachineEvent, NmiProperty>;

/** A machine with any number of CPUs; without a board it has one. */
export interface AnyMachine extends MachineConfig {
  readonly board?: Board | null | undefined;
}

/** Whether a state is one of several CPUs. */
export function isBoardState(state: MachineState): state is SmpState<unknown> {
  return "cpus" in state;
}

const boardEvents: ReadonlySet<string> = new Set(Object.keys(smp.actions));

/** Whether an event is one of several CPUs. */
export function isBoardEvent(event: MachineEvent): event is SmpEvent {
  return boardEvents.has(event.name);
}

/** The behaviour of a machine with several CPUs; null where it has one. */
export function boardPath({
  initial,
  steps,
}: MachinePath): Path<SmpState<unknown>, SmpEvent> | null {
  if (!isBoardState(initial)) return null;
  return {
    initial,
    steps: steps.flatMap(({ event, state }) =>
      isBoardEvent(event) && isBoardState(state) ? [{ event, state }] : [],
    ),
  };
}

/** The behaviour of a machine with one CPU; one of several is a mistake of who calls. */
export function cpuPath({ initial, steps }: MachinePath): Path<State<unknown>, NmiEvent> {
  if (isBoardState(initial)) throw new Error("the behaviour is of several CPUs");
  return {
    initial,
    steps: steps.flatMap(({ event, state }) =>
      isBoardEvent(event) || isBoardState(state) ? [] : [{ event, state }],
    ),
  };
}

/** The model of a machine, executed as the TypeScript of `spec/`. */
export function machineModel({ board = null, ...config }: AnyMachine): MachineModel {
  if (board === null) {
    const { apply, invariants, ...model } = nmiModel(config);
    return {
      ...model,
      apply: (event, state) => {
        if (isBoardEvent(event) || isBoardState(state)) throw otherMachine(event);
        return apply(event, state);
      },
      invariants: invariants.map(({ name, holds }) => ({
        name,
        holds: (state) => !isBoardState(state) && holds(state),
      })),
    };
  }
  const { apply, invariants, ...model } = smpModel({ ...config, board });
  return {
    ...model,
    apply: (event, state) => {
      if (!isBoardEvent(event) || !isBoardState(state)) throw otherMachine(event);
      return apply(event, state);
    },
    invariants: invariants.map(({ name, holds }) => ({
      name,
      holds: (state) => isBoardState(state) && holds(state),
    })),
  };
}

function otherMachine(event: MachineEvent): Error {
  return new Error(`${event.name} is an event, or has a state, of another machine`);
}
