import { binary, type Expression, literal } from "../../../compiler/ir/expression.js";
import type { Model } from "../../../compiler/ir/model.js";
import type { StateView, ViewPart } from "../../../compiler/ir/state-view.js";
import type { BitField } from "../bit-field.js";
import type { EncodedField, Encoding, Layout } from "../layout.js";
import type { ControlReduction } from "../program.js";
import { bitsOf, meets } from "../state-bits.js";
import type { SymmetricType } from "../symmetric-types.js";
import { isAtOneOf, type Places, placesOf } from "./control-condition.js";

/** A part of the state that is kept in bits of its own. */
interface Leaf {
  readonly value: Expression;
  readonly field: BitField;
}

/** Where a part of the state does not matter. */
type Dead = "nowhere" | "everywhere" | { readonly where: Expression };

/**
 * What tells states apart where of states that differ by exchanged values of `types`, or in parts
 * that matter no more, one is explored: the same states as `normalState` gives one form.
 */
export function liveView(
  model: Model,
  layout: Layout,
  types: readonly SymmetricType[],
  reduction: ControlReduction | null,
): StateView {
  const liveness = reduction?.live == null ? null : new Deadness(reduction, layout);
  const dead = (field: BitField): Dead => liveness?.of(field) ?? "nowhere";
  const numbered = new Set(types.flatMap(({ variables }) => variables));
  return [
    ...model.variables.flatMap(({ name }): readonly ViewPart[] => {
      const encoding = layout.variables.get(name);
      if (encoding === undefined || numbered.has(name)) return [];
      const whole: Expression = { kind: "variable", name };
      const leaves = leavesOf(encoding, whole);
      const isWhole = leaves.every(({ field }) => dead(field) === "nowhere");
      return (isWhole ? [whole] : leaves.flatMap((leaf) => liveValue(leaf, dead))).map((value) => {
        return { kind: "value", value };
      });
    }),
    ...types.flatMap(({ variables }): readonly ViewPart[] => {
      const where = variables.map((name): Dead => {
        const encoding = layout.variables.get(name);
        return encoding?.kind === "number" ? dead(encoding.field) : "nowhere";
      });
      if (where.every((one) => one === "everywhere")) return [];
      const conditions = where.map((one) =>
        one === "nowhere" ? null : one === "everywhere" ? literal(true) : one.where,
      );
      return [{ kind: "numbered", variables, dead: conditions }];
    }),
  ];
}

/** The part where it matters, and `null` where it does not. */
function liveValue(
  { value, field }: Leaf,
  deadOf: (field: BitField) => Dead,
): readonly Expression[] {
  const dead = deadOf(field);
  if (dead === "everywhere") return [];
  if (dead === "nowhere") return [value];
  return [{ kind: "if", condition: dead.where, whenTrue: literal(null), whenFalse: value }];
}

/** Knows where each part of the state does not matter. */
class Deadness {
  readonly #places: Places;

  constructor(
    private readonly reduction: ControlReduction,
    private readonly layout: Layout,
  ) {
    this.#places = placesOf(reduction);
  }

  of(field: BitField): Dead {
    const { live, field: control } = this.reduction;
    if (live === null || field === control) return "nowhere";
    const bits = bitsOf(field, this.layout.words);
    const dead = [...this.#places.values.keys()].filter((place) => !meets(live[place] ?? [], bits));
    if (dead.length === 0) return "nowhere";
    if (dead.length === this.#places.values.size) return "everywhere";
    return { where: isAtOneOf(this.#places, new Set(dead)) };
  }
}

/** The parts of a value that have bits of their own; one with a single value has none. */
function leavesOf(encoding: Encoding, value: Expression): readonly Leaf[] {
  switch (encoding.kind) {
    case "number":
      return encoding.field.width === 0 ? [] : [{ value, field: encoding.field }];
    case "nullable": {
      const isNull = binary("equal", value, literal(null));
      return [
        { value: isNull, field: encoding.presence },
        ...unless(isNull, leavesOf(encoding.of, value)),
      ];
    }
    case "record":
      return fieldLeaves(encoding.fields, value);
    case "union": {
      const tag: Expression = { kind: "field", of: value, name: encoding.tag };
      return [
        { value: tag, field: encoding.variant },
        ...encoding.variants.flatMap((variant) =>
          unless(binary("unequal", tag, literal(variant.tag)), fieldLeaves(variant.fields, value)),
        ),
      ];
    }
    case "array":
      return encoding.items.flatMap((item, index) =>
        leavesOf(item, { kind: "item", of: value, index: literal(index) }),
      );
  }
}

function fieldLeaves(fields: readonly EncodedField[], of: Expression): readonly Leaf[] {
  return fields.flatMap(({ name, encoding }) => leavesOf(encoding, { kind: "field", of, name }));
}

/** The same parts, and `null` where there are none. */
function unless(condition: Expression, leaves: readonly Leaf[]): readonly Leaf[] {
  return leaves.map(({ value, field }) => {
    return {
      value: { kind: "if", condition, whenTrue: literal(null), whenFalse: value },
      field,
    };
  });
}
