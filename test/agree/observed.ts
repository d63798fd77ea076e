import type { ExecutableModel, ModelEvent } from "../../src/checkers/explore/executable-model.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { type Field, type Type, unnamed } from "../../src/compiler/ir/type.js";

/**
 * The executed model, its states shown with the variables and fields that `model` has: what a machine
 * lacks never leaves its first value, and its module does not have it.
 *
 * `apply` throws where two states that differ are shown as one: then something that changes was left
 * out.
 */
export function observed<State extends object, Event extends ModelEvent, Property extends string>(
  executable: ExecutableModel<State, Event, Property>,
  { variables }: Model,
): ExecutableModel<object, Event, Property> {
  const whole = new WeakMap<object, State>();
  const known = new Map<string, string>();
  const show = (state: State): object => {
    const shown = withFields(state, variables);
    const [text, wholeText] = [canonicalText(shown), canonicalText(state)];
    const other = known.get(text);
    if (other !== undefined && other !== wholeText) {
      throw new Error(`two states are shown as one:\n${other}\n${wholeText}`);
    }
    known.set(text, wholeText);
    whole.set(shown, state);
    return shown;
  };
  const wholeOf = (shown: object): State => {
    const state = whole.get(shown);
    if (state === undefined) throw new Error("this state is not one of the model");
    return state;
  };
  return {
    events: executable.events,
    initial: () => show(executable.initial()),
    apply: (event, shown) => {
      const next = executable.apply(event, wholeOf(shown));
      return next === null ? null : show(next);
    },
    invariants: executable.invariants.map(({ name, holds }) => ({
      name,
      holds: (shown: object) => holds(wholeOf(shown)),
    })),
  };
}

function withFields(value: object, fields: readonly Pick<Field, "name" | "type">[]): object {
  const values = new Map<string, unknown>(Object.entries(value));
  return Object.fromEntries(
    fields
      .filter(({ name }) => values.has(name))
      .map(({ name, type }) => [name, shownAs(type, values.get(name))]),
  );
}

function shownAs(type: Type, value: unknown): unknown {
  const plain = unnamed(type);
  if (Array.isArray(value)) {
    if (plain.kind === "ragged") {
      return value.map((row: readonly unknown[]) => row.map((item) => shownAs(plain.item, item)));
    }
    return plain.kind === "array" ? value.map((item) => shownAs(plain.item, item)) : value;
  }
  if (typeof value !== "object" || value === null) return value;
  switch (plain.kind) {
    case "nullable":
      return shownAs(plain.of, value);
    case "record":
      return withFields(value, plain.fields);
    case "union": {
      const tag = new Map<string, unknown>(Object.entries(value)).get(plain.tag);
      const variant = plain.variants.find((one) => one.tag === tag);
      return variant === undefined
        ? value
        : { [plain.tag]: tag, ...withFields(value, variant.fields) };
    }
    default:
      return value;
  }
}
