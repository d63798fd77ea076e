import { smp } from "../../spec/smp/smp.js";
import type { SmpConfig, SmpState } from "../../spec/smp/state.js";
import type { ExecutableModel } from "./executable-model.js";

/** The properties of several CPUs, in the order of those of one. */
export const smpProperties = [
  "NoCpuFalselySwallows",
  "NoCpuIsDazed",
  "NoCpuMasks",
  "NoEventStrands",
] as const satisfies readonly (keyof typeof smp.invariants)[];

export type SmpProperty = keyof typeof smp.invariants;

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
      readonly name: "externalEdge" | "sharedEvent" | "systemError";
      readonly parameters: Readonly<Record<string, never>>;
    }
  | {
      readonly name: "executeOn";
      readonly parameters: { readonly cpu: number; readonly place: number };
    }
  | {
      readonly name: "deliverOn" | "pollOn" | "decideOn" | "enterShared" | "lockPort";
      readonly parameters: { readonly cpu: number };
    };

/** The model of several CPUs in one configuration, executed as the TypeScript of `spec/smp/`. */
export type SmpModel<Memory> = ExecutableModel<SmpState<Memory>, SmpEvent, SmpProperty>;

function eventsOf<Memory>({ platform, board }: SmpConfig<Memory>): readonly SmpEvent[] {
  const cpus = Array.from({ length: board.cpus }, (_, cpu) => cpu);
  const places = Array.from({ length: platform.rips }, (_, index) => index + 1);
  const steps = (
    name: "deliverOn" | "pollOn" | "decideOn" | "enterShared" | "lockPort",
  ): readonly SmpEvent[] => cpus.map((cpu) => ({ name, parameters: { cpu } }));
  return [
    ...cpus.flatMap((cpu) =>
      platform.chain.flatMap((slots, handler) =>
        Array.from({ length: slots }, (_, slot): SmpEvent => {
          return { name: "raiseOn", parameters: { cpu, handler, slot } };
        }),
      ),
    ),
    { name: "externalEdge", parameters: {} },
    { name: "sharedEvent", parameters: {} },
    ...cpus.flatMap((cpu) =>
      places.map((place): SmpEvent => ({ name: "executeOn", parameters: { cpu, place } })),
    ),
    ...steps("deliverOn"),
    ...steps("pollOn"),
    ...steps("decideOn"),
    ...steps("enterShared"),
    { name: "systemError", parameters: {} },
    ...steps("lockPort"),
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
    case "systemError":
      return actions[event.name](config, state);
    default:
      return actions[event.name](config, state, event.parameters.cpu);
  }
}

/** Several CPUs on the machine and under the policy of `config`. */
export function smpModel<Memory>(config: SmpConfig<Memory>): SmpModel<Memory> {
  return {
    initial: () => smp.initial(config),
    events: eventsOf(config),
    apply: (event, state) => applyEvent(config, event, state),
    invariants: smpProperties.map((name) => ({ name, holds: smp.invariants[name] })),
  };
}
