import type { State } from "../../../spec/cpu/state.js";
import type { NmiEvent } from "../model/nmi-model.js";
import { hasAxes } from "./axes-schema.js";
import { memoryNotPlain } from "./diagnostics.js";
import type { NmiShown, TraceEvent, TraceState } from "./schema.js";

/** The event of the typed model that an event of a trace stands for. */
export function modelEvent(event: TraceEvent): NmiEvent {
  switch (event.event) {
    case "raise":
      return { name: "raise", parameters: { handler: event.handler, slot: event.slot } };
    case "execute":
      return { name: "execute", parameters: { place: event.place } };
    case "portError":
      return { name: "portError", parameters: { cause: event.cause } };
    default:
      return { name: event.event, parameters: {} };
  }
}

/**
 * An event of the typed model as a trace holds it.
 *
 * @param shows what is to be seen of the NMI that ends with a *decide*; null for any other event
 */
export function traceEvent(event: NmiEvent, state: TraceState, shows: NmiShown | null): TraceEvent {
  switch (event.name) {
    case "raise": {
      const { handler, slot } = event.parameters;
      return { event: "raise", handler, slot, cpu: 0, state };
    }
    case "execute":
      return { event: "execute", place: event.parameters.place, cpu: 0, state };
    case "portError":
      return { event: "portError", cause: event.parameters.cause, cpu: 0, state };
    case "decide":
      if (shows === null) throw new Error("an NMI that ends has an outcome");
      return { event: "decide", cpu: 0, state, shows };
    default:
      return { event: event.name, cpu: 0, state };
  }
}

/** Paths share states, which never change: each is told once. */
const told = new WeakMap<State<unknown>, TraceState>();

/**
 * A state of the typed model as a trace holds it, the core's variables first.
 *
 * @throws Diagnostic `trace/memory-not-plain`
 */
export function traceState(state: State<unknown>): TraceState {
  const known = told.get(state) ?? newTraceState(state);
  told.set(state, known);
  return known;
}

function newTraceState(state: State<unknown>): TraceState {
  const core: TraceState = {
    active: state.active,
    latched: state.latched,
    latchCarriesUnknown: state.latchCarriesUnknown,
    rip: state.rip,
    lastNmiRip: state.lastNmiRip,
    position: state.position,
    handled: state.handled,
    backToBack: state.backToBack,
    carriesUnknown: state.carriesUnknown,
    policyMemory: plainData(state.policyMemory),
    outcome: state.outcome,
    owed: state.owed,
  };
  // Beside the core's variables a state of the full model has those of the axes, and no others.
  return hasAxes(state) ? { ...core, ...state, policyMemory: core.policyMemory } : core;
}

type PlainData = TraceState["policyMemory"];

/**
 * A policy's memory as plain data. A policy may build it with its keys in any order; a trace has
 * them in one.
 *
 * @throws Diagnostic `trace/memory-not-plain`
 */
function plainData(memory: unknown): PlainData {
  switch (typeof memory) {
    case "boolean":
    case "string":
      return memory;
    case "number":
      if (Number.isFinite(memory)) return memory;
      break;
    case "object": {
      if (memory === null) return null;
      if (Array.isArray(memory)) return memory.map(plainData);
      const fields = Object.entries(memory).sort(([left], [right]) => (left < right ? -1 : 1));
      return Object.fromEntries(fields.map(([name, value]) => [name, plainData(value)]));
    }
  }
  throw memoryNotPlain();
}
