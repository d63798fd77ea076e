/** Names that belong to the world outside the model: clocks, chance, input and output. */
const IMPURE: ReadonlySet<string> = new Set([
  "Date",
  "console",
  "process",
  "crypto",
  "performance",
  "globalThis",
  "fetch",
  "require",
  "setTimeout",
  "setInterval",
  "setImmediate",
  "queueMicrotask",
]);

/** Whether `name`, where the model does not declare it, reaches for the world outside. */
export function isImpure(name: string): boolean {
  return IMPURE.has(name);
}
