import type { TraceState } from "../../src/machine/trace/schema.js";
import { swallowNmi } from "../../src/machine/trace/story.js";

type Memory = TraceState["policyMemory"];

function text(memory: Memory): string {
  return typeof memory === "string" ? memory : JSON.stringify(memory);
}

/** What a policy keeps, in words: `swallow_nmi = true`, or the memory itself. */
export function memoryText(state: TraceState): string {
  const armed = swallowNmi(state);
  return armed === null ? text(state.policyMemory) : `swallow_nmi = ${armed}`;
}

/** Whether a policy remembers something: it is armed, or its memory is not the one it began with. */
export function remembers(state: TraceState, initial: TraceState): boolean {
  return (
    swallowNmi(state) ?? JSON.stringify(state.policyMemory) !== JSON.stringify(initial.policyMemory)
  );
}
