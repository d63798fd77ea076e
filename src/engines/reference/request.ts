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

/** A source that the axes add: a line of port 0x61, the device that a driver on NMI_UNKNOWN asks, or who summons to the front. */
export type Source = "serr" | "iochk" | "own" | "summons";

/** Where an edge comes from; null for a source that nobody knows. */
export function source(fields: Fields): Source | null {
  if (!("source" in fields)) return null;
  const value = fields.source;
  if (value === "serr" || value === "iochk" || value === "own" || value === "summons") return value;
  throw new Refusal("malformed", "source is not serr, iochk, own or summons");
}

/** What arrives while the NMI is in progress, in order. */
export type Arrival = {
  /** Of the polls of its run. */
  readonly before: number;
  /** The run of the handlers, counted from 0. */
  readonly run: number;
} & (
  | { readonly event: "raise"; readonly handler: number; readonly slot: number }
  | { readonly event: "external"; readonly source: Source | null }
  | { readonly event: "fault" | "nest" | "vanish" | "arrive" }
);

export function arrivals(fields: Fields): readonly Arrival[] {
  const value = fields.arrivals;
  if (!Array.isArray(value)) throw new Refusal("malformed", "arrivals is not a list");
  let earliest = { run: 0, before: 0 };
  return value.map((arrival: unknown): Arrival => {
    if (!isFields(arrival)) throw new Refusal("malformed", "an arrival is not an object");
    const when = {
      before: whole(arrival, "before", 0),
      run: "run" in arrival ? whole(arrival, "run", 0) : 0,
    };
    const isEarly = when.run === earliest.run && when.before < earliest.before;
    if (when.run < earliest.run || isEarly) {
      throw new Refusal("malformed", "the arrivals are not in order");
    }
    earliest = when;
    const event = text(arrival, "event");
    switch (event) {
      case "external":
        return { ...when, event, source: source(arrival) };
      case "raise": {
        const [handler, slot] = [whole(arrival, "handler", 0), whole(arrival, "slot", 0)];
        return { ...when, event, handler, slot };
      }
      case "fault":
      case "nest":
      case "vanish":
      case "arrive":
        return { ...when, event };
      default:
        throw new Refusal("malformed", `there is no event "${event}"`);
    }
  });
}
