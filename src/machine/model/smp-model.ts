import { smp } from "../../../spec/board/smp.js";
import type { Board, SmpConfig, SmpState } from "../../../spec/board/state.js";
import type { Axes } from "../../../spec/cpu/axes.js";
import type { Platform } from "../../../spec/platforms.js";
import type { Policy } from "../../../spec/policy.js";
import type { ExecutableModel } from "../../checkers/explore/executable-model.js";
import { axesOnBoard } from "./axes-on-board.js";
import { hasAction } from "./machine-parts.js";
import { everyStateProperty, type NmiProperty } from "./property-names.js";

/** Several CPUs, and the policy of the kernel that runs on them; each CPU has the same axes. */
export interface SmpMachine<Memory = unknown> {
  readonly platform: Platform;
  readonly board: Board;
  readonly policy: Policy<Memory>;
  readonly axes?: Axes | undefined;
}

/** An event of the model of several CPUs. CPUs, handlers and slots count from 0, places from 1. */
export type SmpEvent =
  | {
      readonly name: "raiseOn";
      readonly parameters: {
        readonly cpu: number;
        readonly handler: number;
        readonly slot: number;
      };
    }
  | {
      readonly name: EventOfAll;
      readonly parameters: Readonly<Record<string, never>>;
    }
  | {
      readonly name: "executeOn";
      readonly parameters: { readonly cpu: number; readonly place: number };
    }
  | {
      readonly name: StepOfCpu;
      readonly parameters: { readonly cpu: number };
    };

/** What comes to the CPUs from outside, to one or to all as the board has it. */
type EventOfAll = "externalEdge" | "sharedEvent" | "summonAll" | "systemError" | "ioCheck";

/** What one CPU does, or what happens to it alone. */
type StepOfCpu =
  | "ownEventOn"
  | "reinjectOn"
  | "crashOn"
  | "touchOn"
  | "runGuestOn"
  | "vanishOn"
  | "arriveOn"
  | "lapseOn"
  | "faultOn"
  | "nestOn"
  | "deliverOn"
  | "pollOn"
  | "decideOn"
  | "enterShared"
  | "lockPort";

/** The model of several CPUs in one configuration, executed as the TypeScript of `spec/board/`. */
export type SmpModel<Memory> = ExecutableModel<SmpState<Memory>, SmpEvent, NmiProperty>;

/** Every event of the board in the order of the actions in `spec/board/smp.ts`. */
export function smpEvents(
  { chain, rips }: Platform,
  board: Board,
  axes: Axes,
): readonly SmpEvent[] {
  const cpus = Array.from({ length: board.cpus }, (_, cpu) => cpu);
  const places = Array.from({ length: rips }, (_, index) => index + 1);
  const steps = (name: StepOfCpu, isThere = true): readonly SmpEvent[] =>
    isThere ? cpus.map((cpu) => ({ name, parameters: { cpu } })) : [];
  const once = (name: EventOfAll, isThere = true): readonly SmpEvent[] =>
    isThere ? [{ name, parameters: {} }] : [];
  const hasPort = hasAction(axes, "portError");
  return [
    ...cpus.flatMap((cpu) =>
      chain.flatMap((slots, handler) =>
        Array.from({ length: slots }, (_, slot): SmpEvent => {
          return { name: "raiseOn", parameters: { cpu, handler, slot } };
        }),
      ),
    ),
    ...once("externalEdge"),
    ...once("sharedEvent", board.sharedTo !== "none"),
    ...steps("ownEventOn", hasAction(axes, "ownEvent")),
    ...steps("reinjectOn", hasAction(axes, "reinject")),
    ...once("summonAll", axes.frontHandler === "rendezvous"),
    ...steps("crashOn", axes.frontHandler === "emergency"),
    ...cpus.flatMap((cpu) =>
      places.map((place): SmpEvent => ({ name: "executeOn", parameters: { cpu, place } })),
    ),
    ...steps("touchOn", hasAction(axes, "touch")),
    ...steps("runGuestOn", hasAction(axes, "runGuest")),
    ...steps("vanishOn", hasAction(axes, "vanish")),
    ...steps("arriveOn", hasAction(axes, "arrive")),
    ...steps("lapseOn", hasAction(axes, "lapse")),
    ...steps("faultOn", hasAction(axes, "fault")),
    ...steps("nestOn", hasAction(axes, "nest")),
    ...steps("deliverOn"),
    ...steps("pollOn"),
    ...steps("decideOn"),
    ...steps("enterShared", board.sharedTo !== "none" && board.sharedLock === "skip"),
    ...once("systemError", hasPort),
    ...once("ioCheck", hasPort && axes.reasonPort !== "serr"),
    ...steps("lockPort", board.reasonLock === "held"),
  ];
}

function applyEvent<Memory>(
  config: SmpConfig<Memory>,
  event: SmpEvent,
  state: SmpState<Memory>,
): SmpState<Memory> | null {
  const { actions } = smp;
  switch (event.name) {
    case "raiseOn": {
      const { cpu, handler, slot } = event.parameters;
      return actions.raiseOn(config, state, cpu, handler, slot);
    }
    case "executeOn":
      return actions.executeOn(config, state, event.parameters.cpu, event.parameters.place);
    case "externalEdge":
    case "sharedEvent":
    case "summonAll":
    case "systemError":
    case "ioCheck":
      return actions[event.name](config, state);
    default:
      return actions[event.name](config, state, event.parameters.cpu);
  }
}

/** The parameters of the model of several CPUs. */
export function smpConfig<Memory>(machine: SmpMachine<Memory>): SmpConfig<Memory> {
  return { ...machine, axes: axesOnBoard(machine.board, machine.axes) };
}

/** Several CPUs on the machine and under the policy of `config`. */
export function smpModel<Memory>(machine: SmpMachine<Memory>): SmpModel<Memory> {
  const config = smpConfig(machine);
  return {
    initial: () => smp.initial(config),
    events: smpEvents(config.platform, config.board, config.axes),
    apply: (event, state) => applyEvent(config, event, state),
    invariants: everyStateProperty.map((name) => ({ name, holds: smp.invariants[name] })),
  };
}
