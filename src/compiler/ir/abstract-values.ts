import { exactly, numeric } from "./abstract-numbers.js";
import {
  type AbstractField,
  type AbstractValue,
  joinShapes,
  type Shape,
  UNKNOWN,
} from "./abstract-value.js";

/** Makes abstract values of others: what is computed alike has one id. One instance serves one model. */
export class AbstractValues {
  readonly #ids = new Map<string, number>();
  readonly #literals = new Map<number, boolean | number | string | null>();

  /** The literal that the value with this id is; undefined where it is none. */
  known(id: number): boolean | number | string | null | undefined {
    return this.#literals.get(id);
  }

  id(...key: readonly (string | number)[]): number {
    const text = JSON.stringify(key);
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    this.#ids.set(text, this.#ids.size);
    return this.#ids.size - 1;
  }

  literal(value: boolean | number | string | null): AbstractValue {
    const id = this.id("literal", JSON.stringify(value));
    this.#literals.set(id, value);
    if (value === null) return { id, shape: { kind: "none" } };
    return { id, shape: typeof value === "number" ? exactly(value) : UNKNOWN };
  }

  opaque(...key: readonly (string | number)[]): AbstractValue {
    return { id: this.id(...key), shape: UNKNOWN };
  }

  /** Whether values with these ids are equal; null where that is not known. */
  compared(one: number, other: number): boolean | null {
    if (one === other) return true;
    return this.#literals.has(one) && this.#literals.has(other) ? false : null;
  }

  record(fields: ReadonlyMap<string, AbstractValue>): AbstractValue {
    const key = [...fields].flatMap(([name, value]) => [name, value.id]);
    return { id: this.id("record", ...key), shape: { kind: "record", fields } };
  }

  array(items: readonly AbstractValue[]): AbstractValue {
    const id = this.id("array", ...items.map((item) => item.id));
    const [first, ...rest] = items.map((item) => item.shape);
    const item = first === undefined ? UNKNOWN : rest.reduce(joinShapes, first);
    const length = { id: this.literal(items.length).id, shape: exactly(items.length) };
    return { id, shape: { kind: "array", length, item } };
  }

  withField(of: AbstractValue, name: string, value: AbstractValue): Shape {
    if (of.shape.kind !== "record") return UNKNOWN;
    const others = [...of.shape.fields.keys()].map((other): [string, AbstractField] => [
      other,
      this.fieldOf(of, other),
    ]);
    return { kind: "record", fields: new Map([...others, [name, value]]) };
  }

  withItem(of: AbstractValue, index: AbstractValue, value: AbstractValue): Shape {
    const { shape } = of;
    if (shape.kind === "array") return { ...shape, item: joinShapes(shape.item, value.shape) };
    if (shape.kind !== "ragged" || value.shape.kind !== "array") return UNKNOWN;
    const isAsLong = value.shape.length.id === this.itemOf(shape.lengths, index).id;
    return isAsLong ? { ...shape, item: joinShapes(shape.item, value.shape.item) } : UNKNOWN;
  }

  fieldOf(of: AbstractValue, name: string): AbstractValue {
    const field = of.shape.kind === "record" ? of.shape.fields.get(name) : undefined;
    return {
      id: field?.id ?? this.id("field", of.id, name),
      shape: field?.shape ?? UNKNOWN,
    };
  }

  itemOf(of: AbstractValue, index: AbstractValue): AbstractValue {
    const id = this.id("item", of.id, index.id);
    const { shape } = of;
    switch (shape.kind) {
      case "array":
      case "sequence":
        return { id, shape: shape.item };
      case "ragged": {
        const length = this.itemOf(shape.lengths, index);
        return {
          id,
          shape: {
            kind: "array",
            length: { id: length.id, shape: numeric(length.shape) },
            item: shape.item,
          },
        };
      }
      default:
        return { id, shape: UNKNOWN };
    }
  }

  lengthOf(of: AbstractValue): AbstractValue {
    const { shape } = of;
    if (shape.kind === "ragged") return this.lengthOf(shape.lengths);
    if (shape.kind === "array") {
      return { id: shape.length.id ?? this.id("length", of.id), shape: shape.length.shape };
    }
    const low = shape.kind === "sequence" && shape.nonEmpty ? 1 : 0;
    return {
      id: this.id("length", of.id),
      shape: { kind: "integer", low, high: null, below: new Set() },
    };
  }
}
