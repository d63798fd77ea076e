import { nmi } from "../../spec/nmi.js";
import type { Platform } from "../../spec/platforms.js";
import type { Config, State } from "../../spec/state.js";
import type { ExecutableModel } from "./executable-model.js";

/** The properties of the NMI model, in the order in which they are shown. */
export const nmiProperties = [
  "NoFalseSwallow",
  "NoSpurious",
  "NoMasked",
  "NoStranded",
] as const satisfies readonly (keyof typeof nmi.invariants)[];

/** A property of every reachable state. */
export type NmiProperty = keyof typeof nmi.invariants;

/** Whether a text is the name of a property of every state. */
export function isStateProperty(name: string): name is NmiProperty {
  return nmiProperties.some((known) => known === name);
}

/** An event of the NMI model. Handlers and slots count from 0, places from 1, as in `spec/`. */
export type NmiEvent =
  | {
      readonly name: "raise";
      readonly parameters: { readonly handler: number; readonly slot: number };
    }
  | { readonly name: "external"; readonly parameters: Readonly<Record<string, never>> }
  | { readonly name: "execute"; readonly parameters: { readonly place: number } }
  | {
      readonly name: "deliver" | "poll" | "decide";
      readonly parameters: Readonly<Record<string, never>>;
    };

/** The NMI model of one configuration, executed as the TypeScript of `spec/`. */
export type NmiModel<Memory> = ExecutableModel<State<Memory>, NmiEvent, NmiProperty>;

/**
 * Every event in the fixed order of the project: raise by handler, then slot; external; execute by
 * place; deliver; poll; decide.
 */
export function nmiEvents(platform: Platform): readonly NmiEvent[] {
  const raises = platform.chain.flatMap((slots, handler) =>
    Array.from({ length: slots }, (_, slot): NmiEvent => {
      return { name: "raise", parameters: { handler, slot } };
    }),
  );
  const executes = Array.from({ length: platform.rips }, (_, index): NmiEvent => {
    return { name: "execute", parameters: { place: index + 1 } };
  });
  return [
    ...raises,
    { name: "external", parameters: {} },
    ...executes,
    { name: "deliver", parameters: {} },
    { name: "poll", parameters: {} },
    { name: "decide", parameters: {} },
  ];
}

function applyEvent<Memory>(
  config: Config<Memory>,
  event: NmiEvent,
  state: State<Memory>,
): State<Memory> | null {
  switch (event.name) {
    case "raise":
      return nmi.actions.raise(config, state, event.parameters.handler, event.parameters.slot);
    case "external":
      return nmi.actions.external(config, state);
    case "execute":
      return nmi.actions.execute(config, state, event.parameters.place);
    case "deliver":
      return nmi.actions.deliver(config, state);
    case "poll":
      return nmi.actions.poll(config, state);
    case "decide":
      return nmi.actions.decide(config, state);
  }
}

/** The NMI model on the platform and under the policy of `config`. */
export function nmiModel<Memory>(config: Config<Memory>): NmiModel<Memory> {
  return {
    initial: () => nmi.initial(config),
    events: nmiEvents(config.platform),
    apply: (event, state) => applyEvent(config, event, state),
    invariants: nmiProperties.map((name) => ({ name, holds: nmi.invariants[name] })),
  };
}
