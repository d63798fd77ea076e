import type { Choices } from "../random/choices.js";

/** The type of a part of a policy's memory. */
export type PolicyType =
  | { readonly kind: "boolean" }
  | { readonly kind: "range"; readonly low: number; readonly high: number }
  | { readonly kind: "enumeration"; readonly values: readonly [string, ...string[]] }
  | { readonly kind: "nullable"; readonly of: RangeType }
  | { readonly kind: "vector"; readonly item: ItemType; readonly length: number }
  /** `{ at: "idle" } | { at: "busy"; count: … }`. */
  | { readonly kind: "union"; readonly count: RangeType };

export type RangeType = Extract<PolicyType, { kind: "range" }>;
export type ItemType = Extract<PolicyType, { kind: "boolean" | "range" }>;

export interface MemoryField {
  readonly name: string;
  readonly type: PolicyType;
}

export const BOOLEAN: ItemType = { kind: "boolean" };

/** More values than this would make graphs of too many states. */
const MOST_VALUES = 48;

function size(type: PolicyType): number {
  switch (type.kind) {
    case "boolean":
      return 2;
    case "range":
      return type.high - type.low + 1;
    case "enumeration":
      return type.values.length;
    case "nullable":
      return size(type.of) + 1;
    case "vector":
      return size(type.item) ** type.length;
    case "union":
      return size(type.count) + 1;
  }
}

function range(choices: Choices): RangeType {
  const low = choices.pick([0, 0, -1, 1]);
  return { kind: "range", low, high: low + choices.between(1, 2) };
}

function anyType(choices: Choices): PolicyType {
  return choices.pick<() => PolicyType>([
    () => BOOLEAN,
    () => range(choices),
    () => ({ kind: "vector", item: BOOLEAN, length: choices.between(1, 3) }),
    () => ({ kind: "vector", item: range(choices), length: choices.between(1, 2) }),
    () => ({
      kind: "enumeration",
      values: choices.pick([
        ["low", "high"],
        ["a", "b", "c"],
      ]),
    }),
    () => ({ kind: "nullable", of: range(choices) }),
    () => ({ kind: "union", count: range(choices) }),
  ])();
}

/** The fields of a memory that has few values. */
export function memoryFields(choices: Choices): readonly MemoryField[] {
  let values = 1;
  return choices
    .several(1, 4, (index): MemoryField => ({ name: `m${index}`, type: anyType(choices) }))
    .filter(({ type }, index) => {
      if (index > 0 && values * size(type) > MOST_VALUES) return false;
      values *= size(type);
      return true;
    });
}

export function typeText(type: PolicyType): string {
  switch (type.kind) {
    case "boolean":
      return "boolean";
    case "range":
      return `Range<${type.low}, ${type.high}>`;
    case "enumeration":
      return type.values.map((value) => JSON.stringify(value)).join(" | ");
    case "nullable":
      return `${typeText(type.of)} | null`;
    case "vector":
      return `Vector<${typeText(type.item)}, ${type.length}>`;
    case "union":
      return `{ readonly at: "idle" } | { readonly at: "busy"; readonly count: ${typeText(type.count)} }`;
  }
}

/** One value of the type, which any policy can begin with. */
export function initialText(type: PolicyType, choices: Choices): string {
  switch (type.kind) {
    case "boolean":
      return choices.pick(["false", "true"]);
    case "range":
      return String(choices.between(type.low, type.high));
    case "enumeration":
      return JSON.stringify(choices.pick(type.values));
    case "nullable":
      return choices.pick(["null", String(type.of.low)]);
    case "vector": {
      const items = Array.from({ length: type.length }, () => initialText(type.item, choices));
      return `[${items.join(", ")}]`;
    }
    case "union":
      return choices.pick([`{ at: "idle" }`, `{ at: "busy", count: ${type.count.high} }`]);
  }
}
