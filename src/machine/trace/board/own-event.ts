import type { NmiEvent } from "../../model/nmi-model.js";
import type { SmpEvent } from "../../model/smp-model.js";

/** An event of a CPU, and which of several it is. */
export interface OwnEvent {
  readonly cpu: number;
  /** The same as it is called where there is one CPU. */
  readonly event: NmiEvent;
}

/**
 * What an event of several CPUs is on its own CPU: on the boot CPU where it comes from outside. Null
 * for a step that one CPU alone does not have: it is about a lock, or about the other CPUs.
 */
export function ownEvent({ name, parameters }: SmpEvent): OwnEvent | null {
  switch (name) {
    case "raiseOn": {
      const { cpu, handler, slot } = parameters;
      return { cpu, event: { name: "raise", parameters: { handler, slot } } };
    }
    case "executeOn": {
      const { cpu, place } = parameters;
      return { cpu, event: { name: "execute", parameters: { place } } };
    }
    case "externalEdge":
      return { cpu: 0, event: { name: "external", parameters: {} } };
    case "summonAll":
      return { cpu: 0, event: { name: "summon", parameters: {} } };
    case "systemError":
      return { cpu: 0, event: { name: "portError", parameters: { cause: "serr" } } };
    case "ioCheck":
      return { cpu: 0, event: { name: "portError", parameters: { cause: "iochk" } } };
    case "sharedEvent":
    case "crashOn":
    case "enterShared":
    case "lockPort":
      return null;
    default:
      return { cpu: parameters.cpu, event: { name: ALONE[name], parameters: {} } };
  }
}

/** What a CPU does, as it is called where there is one. */
export const ALONE = {
  ownEventOn: "ownEvent",
  reinjectOn: "reinject",
  touchOn: "touch",
  runGuestOn: "runGuest",
  vanishOn: "vanish",
  arriveOn: "arrive",
  lapseOn: "lapse",
  faultOn: "fault",
  nestOn: "nest",
  deliverOn: "deliver",
  pollOn: "poll",
  decideOn: "decide",
} as const;
