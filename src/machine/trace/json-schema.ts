import { publishedSchema } from "../../base/package/published-schema.js";
import { boardTraceSchema, cpuTraceSchema } from "./schema.js";

/**
 * The JSON Schema (draft 2020-12) of a trace file, as it is published in `schemas/`. It says all
 * that can be said of a trace without its model; whether its events are possible only the model
 * knows.
 */
export function traceJsonSchema(): string {
  return publishedSchema(cpuTraceSchema, "nmicheck.trace/1: a behaviour of NMI dispatch");
}

/** The same of a trace of several CPUs. */
export function boardTraceJsonSchema(): string {
  return publishedSchema(
    boardTraceSchema,
    "nmicheck.trace/2: a behaviour of NMI dispatch on several CPUs",
  );
}
