import { isJsonArray, type Json } from "../../compiler/tla/value/json.js";
import type { BoardTraceState, Trace, TraceState } from "./schema.js";

/** An expression of the format. */
type ItfValue =
  | boolean
  | string
  | { readonly "#bigint": string }
  | { readonly "#map": readonly (readonly [ItfValue, ItfValue])[] }
  | { readonly [field: string]: ItfValue };

/**
 * A value as the generated TLA+ has it, in ITF: an array is a function with the domain 0..n-1 and
 * so a map, null the model value `None`, which like every model value is written as a text. All
 * integers are big integers, the only way to write one since the revision of September 2023.
 */
export function itfValue(value: Json): ItfValue {
  if (value === null) return "None";
  switch (typeof value) {
    case "boolean":
    case "string":
      return value;
    case "number":
      return { "#bigint": String(value) };
    case "object":
      return isJsonArray(value)
        ? { "#map": value.map((item, index) => [itfValue(index), itfValue(item)] as const) }
        : Object.fromEntries(Object.entries(value).map(([name, field]) => [name, itfValue(field)]));
  }
}

function itfState(
  index: number,
  meta: Readonly<Record<string, unknown>>,
  state: TraceState | BoardTraceState,
) {
  const variables = Object.entries(state).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, itfValue(value)] as const],
  );
  return { "#meta": { index, ...meta }, ...Object.fromEntries(variables) };
}

/**
 * A trace in the Informal Trace Format (Apalache, ADR-015), one state a line. The event that led to
 * a state, and what is to be seen of an NMI, stand in the `#meta` of the state. The `loop` of a
 * behaviour that never ends is the index of the state that comes after the last one.
 */
export function itfText(trace: Trace): string {
  const { initial, events, loop, ...origin } = trace;
  const meta = {
    format: "ITF",
    "format-description": "https://apalache-mc.org/docs/adr/015adr-trace.html",
    description: `Behaviour of NMI dispatch, made by nmicheck ${trace.nmicheck}`,
    source: `${trace.model.name}.tla`,
    origin,
  };
  const states = [
    itfState(0, {}, initial),
    ...events.map(({ state, ...event }, index) => itfState(index + 1, event, state)),
  ];
  // The last state of a cycle is the first one again, and stands in the list once.
  const isCycle = loop !== undefined && loop < events.length;
  const lines = (isCycle ? states.slice(0, -1) : states).map(
    (state) => `    ${JSON.stringify(state)}`,
  );
  return [
    "{",
    `  "#meta": ${JSON.stringify(meta)},`,
    `  "vars": ${JSON.stringify(Object.keys(initial))},`,
    ...(loop === undefined ? [] : [`  "loop": ${loop},`]),
    `  "states": [\n${lines.join(",\n")}\n  ]`,
    "}\n",
  ].join("\n");
}
