/** What a policy keeps, in words: `swallow_nmi = true`, or the memory itself. */
export function memoryText(memory: unknown): string {
  if (memory === null || memory === undefined) return "nothing";
  if (typeof memory !== "object" || Array.isArray(memory)) {
    return typeof memory === "string" ? memory : JSON.stringify(memory);
  }
  const fields = Object.entries(memory).map(
    ([name, value]) => `${name === "swallowNmi" ? "swallow_nmi" : name} = ${JSON.stringify(value)}`,
  );
  return fields.join(", ");
}
