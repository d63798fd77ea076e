import type { Trace } from "./schema.js";

/**
 * The text of a trace file: JSON with one event a line, so that two traces can be compared line by
 * line and a diagnostic points at the event. The same trace gives the same bytes.
 */
export function traceText(trace: Trace): string {
  const { initial, events, ...head } = trace;
  const fields = Object.entries(head).map(([name, value]) => field(name, JSON.stringify(value)));
  const lines = events.map((event) => `    ${JSON.stringify(event)}`);
  const list = lines.length === 0 ? "[]" : `[\n${lines.join(",\n")}\n  ]`;
  const all = [...fields, field("initial", JSON.stringify(initial)), field("events", list)];
  return `{\n${all.join(",\n")}\n}\n`;
}

function field(name: string, json: string): string {
  return `  ${JSON.stringify(name)}: ${json}`;
}
