import { path } from "../../spec/path/path.js";
import type { PathConfig, PathState, PortLine } from "../../spec/path/state.js";
import type { ExecutableModel } from "./executable-model.js";
import { type NmiEvent, nmiEvents } from "./nmi-model.js";

/** The properties of the whole path, those of the core first. */
export const pathProperties = [
  "NoFalseSwallow",
  "NoSpurious",
  "NoMasked",
  "NoStranded",
  "NoHidden",
  "NoForgottenSource",
  "NoNeedlessPanic",
] as const satisfies readonly (keyof typeof path.invariants)[];

/** A property of every reachable state, on any machine: those of the core, and those of the axes. */
export type PathProperty = keyof typeof path.invariants;

const portLines = ["serr", "iochk"] as const satisfies readonly PortLine[];

/** An event of the whole path: those of the core, and what the axes add. */
export type PathEvent =
  | NmiEvent
  | { readonly name: "portError"; readonly parameters: { readonly cause: PortLine } }
  | {
      readonly name: "ownEvent" | "touch" | "fault" | "nest";
      readonly parameters: Readonly<Record<string, never>>;
    };

/** The model of the whole path in one configuration, executed as the TypeScript of `spec/path/`. */
export type PathModel<Memory> = ExecutableModel<PathState<Memory>, PathEvent, PathProperty>;

function eventsOf<Memory>({ platform }: PathConfig<Memory>): readonly PathEvent[] {
  const core = nmiEvents(platform);
  const isHardware = ({ name }: NmiEvent): boolean => name === "raise" || name === "external";
  const simple = (name: "ownEvent" | "touch" | "fault" | "nest"): PathEvent => {
    return { name, parameters: {} };
  };
  return [
    ...core.filter(isHardware),
    ...portLines.map((cause): PathEvent => ({ name: "portError", parameters: { cause } })),
    simple("ownEvent"),
    ...core.filter(({ name }) => name === "execute"),
    simple("touch"),
    simple("fault"),
    simple("nest"),
    ...core.filter((event) => !isHardware(event) && event.name !== "execute"),
  ];
}

function applyEvent<Memory>(
  config: PathConfig<Memory>,
  event: PathEvent,
  state: PathState<Memory>,
): PathState<Memory> | null {
  const { actions } = path;
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
}

/** The whole path on the machine and under the policy of `config`. */
export function pathModel<Memory>(config: PathConfig<Memory>): PathModel<Memory> {
  return {
    initial: () => path.initial(config),
    events: eventsOf(config),
    apply: (event, state) => applyEvent(config, event, state),
    invariants: pathProperties.map((name) => ({ name, holds: path.invariants[name] })),
  };
}
