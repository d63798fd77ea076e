import type { Axes } from "../../../spec/cpu/axes.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { NmiEvent } from "../../machine/model/nmi-model.js";
import type { Arrival, EngineCall } from "../engine.js";
import { guestCalls } from "../kvm-host.js";

/** The calls that make an event happen outside of NMI context, on a machine with these axes. */
export function outsideCalls(event: NmiEvent, axes: Axes = noAxes): readonly EngineCall[] {
  return event.name === "runGuest" ? guestCalls(0, axes) : [outsideCall(event)];
}

function outsideCall(event: NmiEvent): EngineCall {
  switch (event.name) {
    case "raise":
      return { op: "raise", cpu: 0, ...event.parameters };
    case "execute":
      return { op: "execute", cpu: 0, rip: event.parameters.place };
    case "touch":
    case "vanish":
    case "arrive":
    case "lapse":
      return { op: event.name, cpu: 0 };
    case "portError":
      return { op: "external", cpu: 0, source: event.parameters.cause };
    case "ownEvent":
      return { op: "external", cpu: 0, source: "own" };
    case "summon":
      return { op: "external", cpu: 0, source: "summons" };
    default:
      return { op: "external", cpu: 0 };
  }
}

/** An event within an NMI, after so many polls of the run of its handlers with the number `run`. */
export function arrivalOf(event: NmiEvent, before: number, run: number): Arrival {
  const when = run === 0 ? { before } : { before, run };
  switch (event.name) {
    case "raise":
      return { ...when, event: "raise", ...event.parameters };
    case "portError":
      return { ...when, event: "external", source: event.parameters.cause };
    case "ownEvent":
      return { ...when, event: "external", source: "own" };
    case "summon":
      return { ...when, event: "external", source: "summons" };
    case "fault":
    case "nest":
    case "vanish":
    case "arrive":
      return { ...when, event: event.name };
    default:
      return { ...when, event: "external" };
  }
}
