import type { SmpState } from "../../../../spec/board/state.js";
import type { SmpEvent } from "../../model/smp-model.js";
import { traceState } from "../event.js";
import type { BoardTraceEvent, BoardTraceState, NmiShown } from "../schema.js";
import { ALONE } from "./own-event.js";

/** The event of the typed model that an event of a trace of several CPUs stands for. */
export function smpEvent(event: BoardTraceEvent): SmpEvent {
  switch (event.event) {
    case "raise": {
      const { cpu, handler, slot } = event;
      return { name: "raiseOn", parameters: { cpu, handler, slot } };
    }
    case "execute":
      return { name: "executeOn", parameters: { cpu: event.cpu, place: event.place } };
    case "external":
      return { name: "externalEdge", parameters: {} };
    case "shared":
      return { name: "sharedEvent", parameters: {} };
    case "summonAll":
      return { name: "summonAll", parameters: {} };
    case "portError":
      return { name: event.cause === "serr" ? "systemError" : "ioCheck", parameters: {} };
    case "enter":
      return { name: "enterShared", parameters: { cpu: event.cpu } };
    case "lock":
      return { name: "lockPort", parameters: { cpu: event.cpu } };
    default:
      return { name: `${event.event}On`, parameters: { cpu: event.cpu } };
  }
}

/**
 * An event of the typed model of several CPUs as a trace holds it.
 *
 * @param shows what is to be seen of the NMI that ends with a *decideOn*; null for any other event
 */
export function boardTraceEvent(
  event: SmpEvent,
  state: BoardTraceState,
  shows: NmiShown | null,
): BoardTraceEvent {
  switch (event.name) {
    case "raiseOn":
      return { event: "raise", ...event.parameters, state };
    case "executeOn":
      return { event: "execute", ...event.parameters, state };
    case "externalEdge":
      return { event: "external", state };
    case "sharedEvent":
      return { event: "shared", state };
    case "summonAll":
      return { event: "summonAll", state };
    case "systemError":
      return { event: "portError", cause: "serr", state };
    case "ioCheck":
      return { event: "portError", cause: "iochk", state };
    case "decideOn":
      if (shows === null) throw new Error("an NMI that ends has an outcome");
      return { event: "decide", cpu: event.parameters.cpu, state, shows };
    default:
      return { event: stepOf[event.name], cpu: event.parameters.cpu, state };
  }
}

const stepOf = { ...ALONE, crashOn: "crash", enterShared: "enter", lockPort: "lock" } as const;

/**
 * A state of several CPUs as a trace holds it.
 *
 * @throws Diagnostic `trace/memory-not-plain`
 */
export function boardTraceState({ cpus, ...shared }: SmpState<unknown>): BoardTraceState {
  return {
    cpus: cpus.map((cpu) => ({ ...cpu, policyMemory: traceState(cpu).policyMemory })),
    ...shared,
  };
}
