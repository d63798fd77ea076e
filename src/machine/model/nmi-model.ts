import type { Axes } from "../../../spec/cpu/axes.js";
import { nmi } from "../../../spec/cpu/nmi.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { PortLine, State } from "../../../spec/cpu/state.js";
import type { Platform } from "../../../spec/platforms.js";
import type { Policy } from "../../../spec/policy.js";
import type { ExecutableModel } from "../../checkers/explore/executable-model.js";
import { hasAction } from "./machine-parts.js";
import { everyStateProperty, type NmiProperty } from "./property-names.js";

/** An event of a machine. Handlers and slots count from 0, places from 1, as in `spec/`. */
export type NmiEvent =
  | {
      readonly name: "raise";
      readonly parameters: { readonly handler: number; readonly slot: number };
    }
  | { readonly name: "portError"; readonly parameters: { readonly cause: PortLine } }
  | { readonly name: "execute"; readonly parameters: { readonly place: number } }
  | {
      readonly name:
        | "external"
        | "ownEvent"
        | "reinject"
        | "summon"
        | "touch"
        | "runGuest"
        | "vanish"
        | "arrive"
        | "lapse"
        | "fault"
        | "nest"
        | "deliver"
        | "poll"
        | "decide";
      readonly parameters: Readonly<Record<string, never>>;
    };

/** One CPU, and the policy of the kernel that runs on it; without axes all of them are off. */
export interface MachineConfig<Memory = unknown> {
  readonly platform: Platform;
  readonly policy: Policy<Memory>;
  readonly axes?: Axes | undefined;
}

/** The NMI model of one machine, executed as the TypeScript of `spec/`. */
export type NmiModel<Memory> = ExecutableModel<State<Memory>, NmiEvent, NmiProperty>;

/** Every event of the machine in the fixed order of the project: that of the actions in `spec/cpu/nmi.ts`. */
export function nmiEvents({ chain, rips }: Platform, axes: Axes = noAxes): readonly NmiEvent[] {
  const simple = (
    name: Extract<NmiEvent, { readonly parameters: Readonly<Record<string, never>> }>["name"],
  ): NmiEvent => {
    return { name, parameters: {} };
  };
  const events: readonly NmiEvent[] = [
    ...chain.flatMap((slots, handler) =>
      Array.from({ length: slots }, (_, slot): NmiEvent => {
        return { name: "raise", parameters: { handler, slot } };
      }),
    ),
    simple("external"),
    ...(["serr", "iochk"] as const).map((cause): NmiEvent => {
      return { name: "portError", parameters: { cause } };
    }),
    simple("ownEvent"),
    simple("reinject"),
    simple("summon"),
    ...Array.from({ length: rips }, (_, index): NmiEvent => {
      return { name: "execute", parameters: { place: index + 1 } };
    }),
    simple("touch"),
    simple("runGuest"),
    simple("vanish"),
    simple("arrive"),
    simple("lapse"),
    simple("fault"),
    simple("nest"),
    { name: "deliver", parameters: {} },
    { name: "poll", parameters: {} },
    { name: "decide", parameters: {} },
  ];
  return events.filter(({ name }) => hasAction(axes, name));
}

/** The NMI model on the machine and under the policy of `config`. */
export function nmiModel<Memory>(machine: MachineConfig<Memory>): NmiModel<Memory> {
  const config = { ...machine, axes: machine.axes ?? noAxes };
  const { actions } = nmi;
  return {
    initial: () => nmi.initial(config),
    events: nmiEvents(config.platform, config.axes),
    apply: (event, state) => {
      switch (event.name) {
        case "raise":
          return actions.raise(config, state, event.parameters.handler, event.parameters.slot);
        case "portError":
          return actions.portError(config, state, event.parameters.cause);
        case "execute":
          return actions.execute(config, state, event.parameters.place);
        default:
          return actions[event.name](config, state);
      }
    },
    invariants: everyStateProperty.map((name) => ({ name, holds: nmi.invariants[name] })),
  };
}
