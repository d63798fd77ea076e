import { Refusal } from "./refusal.js";

/** A request as it came: one JSON object. */
export type Fields = Readonly<Record<string, unknown>>;

/** The JSON object on a line. */
export function readFields(line: string): Fields {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    throw new Refusal("malformed", "the line is not JSON");
  }
  if (!isFields(json)) throw new Refusal("malformed", "the line is not a JSON object");
  return json;
}

function isFields(json: unknown): json is Fields {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

function isWhole(value: unknown, least: number): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= least;
}

/** A whole number, not less than `least`. */
export function whole(fields: Fields, name: string, least: number): number {
  const value = fields[name];
  if (isWhole(value, least)) return value;
  throw new Refusal("malformed", `${name} is not a whole number from ${least}`);
}

export function text(fields: Fields, name: string): string {
  const value = fields[name];
  if (typeof value === "string") return value;
  throw new Refusal("malformed", `${name} is not a string`);
}

export function flag(fields: Fields, name: string): boolean {
  const value = fields[name];
  if (typeof value === "boolean") return value;
  throw new Refusal("malformed", `${name} is not true or false`);
}

export function object(fields: Fields, name: string): Fields {
  const value = fields[name];
  if (isFields(value)) return value;
  throw new Refusal("malformed", `${name} is not an object`);
}

/** The slots of each handler, in calling order. */
export function chain(fields: Fields): readonly number[] {
  const value = fields.chain;
  if (Array.isArray(value) && value.length > 0 && value.every((slots) => isWhole(slots, 1))) {
    return value;
  }
  throw new Refusal("malformed", "chain is not a list of whole numbers from 1");
}

/** The status bits of each handler. */
export function statusBits(fields: Fields, name: string): readonly (readonly boolean[])[] {
  const value = fields[name];
  const isBits = (bits: unknown) =>
    Array.isArray(bits) && bits.every((bit) => typeof bit === "boolean");
  if (Array.isArray(value) && value.every(isBits)) return value;
  throw new Refusal("malformed", `${name} is not a list of lists of true and false`);
}

/** Vectors of a 16-bit bitmap. */
export function vectors(fields: Fields, name: string): readonly number[] {
  const value = fields[name];
  if (Array.isArray(value) && value.every((vector) => isWhole(vector, 0) && vector < 16)) {
    return value;
  }
  throw new Refusal("malformed", `${name} is not a list of whole numbers from 0 to 15`);
}

/** What arrives while the NMI is in progress, in order. */
export interface Arrival {
  readonly before: number;
  /** The slot that becomes active, or null for an edge of a source that no handler knows. */
  readonly slot: { readonly handler: number; readonly slot: number } | null;
}

export function arrivals(fields: Fields): readonly Arrival[] {
  const value = fields.arrivals;
  if (!Array.isArray(value)) throw new Refusal("malformed", "arrivals is not a list");
  let earliest = 0;
  return value.map((arrival: unknown) => {
    if (!isFields(arrival)) throw new Refusal("malformed", "an arrival is not an object");
    const before = whole(arrival, "before", 0);
    if (before < earliest) throw new Refusal("malformed", "the arrivals are not in order");
    earliest = before;
    const event = text(arrival, "event");
    if (event === "external") return { before, slot: null };
    if (event !== "raise") throw new Refusal("malformed", `there is no event "${event}"`);
    return {
      before,
      slot: { handler: whole(arrival, "handler", 0), slot: whole(arrival, "slot", 0) },
    };
  });
}
