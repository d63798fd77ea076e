/**
 * The JSON text of `value` with the keys of every object in alphabetical order: equal texts, equal
 * values. For plain data as models are made of; `undefined`, functions and the like are not told
 * apart from each other.
 */
export function canonicalText(value: unknown): string {
  if (typeof value === "boolean" || Number.isFinite(value)) return String(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  // Written piece by piece: every state of a search comes through here.
  let text = "";
  if (Array.isArray(value)) {
    for (const element of value) text += `${text === "" ? "" : ","}${canonicalText(element)}`;
    return `[${text}]`;
  }
  for (const name of Object.keys(value).sort()) {
    const field = canonicalText(Reflect.get(value, name));
    text += `${text === "" ? "" : ","}${quoted(name)}:${field}`;
  }
  return `{${text}}`;
}

/** The names of fields as JSON has them: models have few. */
const names = new Map<string, string>();

function quoted(name: string): string {
  const known = names.get(name);
  if (known !== undefined) return known;
  const text = JSON.stringify(name);
  names.set(name, text);
  return text;
}

/** Numbers that need no more than one UTF-16 unit; a larger one takes three, the first of them this. */
const ESCAPE = 0xffff;

function encode(number: number): string {
  if (number < ESCAPE) return String.fromCharCode(number);
  return String.fromCharCode(ESCAPE, Math.floor(number / 0x10000), number % 0x10000);
}

/** Gives the values of one variable small numbers, in order of appearance. */
class ValueNumbers {
  readonly #primitives = new Map<unknown, number>();
  readonly #texts = new Map<string, number>();
  /** Models share what a step leaves alone, so most objects have been seen before. */
  readonly #objects = new WeakMap<object, number>();

  number(value: unknown): number {
    if (typeof value !== "object" || value === null) return this.#in(this.#primitives, value);
    const known = this.#objects.get(value);
    if (known !== undefined) return known;
    const number = this.#in(this.#texts, canonicalText(value));
    this.#objects.set(value, number);
    return number;
  }

  #in<Key>(numbers: Map<Key, number>, key: Key): number {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    const number = this.#primitives.size + this.#texts.size;
    numbers.set(key, number);
    return number;
  }
}

/** One variable of a model and the numbers of its values. */
interface Variable {
  readonly name: string;
  readonly numbers: ValueNumbers;
}

/**
 * Short keys for the states of one exploration: two states have the same key exactly when their
 * data is the same. One UTF-16 unit a variable, as long as it has fewer than 65,535 values.
 */
export class StateKeys {
  readonly #variables: readonly Variable[];

  /** @param example any state of the model: its keys are the variables */
  constructor(example: object) {
    this.#variables = Object.keys(example)
      .sort()
      .map((name) => ({ name, numbers: new ValueNumbers() }));
  }

  key(state: object): string {
    let key = "";
    for (const { name, numbers } of this.#variables) {
      key += encode(numbers.number(Reflect.get(state, name)));
    }
    return key;
  }
}
