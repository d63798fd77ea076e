import fc from "fast-check";
import { binary, type Expression, literal } from "../../src/compiler/ir/expression.js";
import type { Action, Model, Variable } from "../../src/compiler/ir/model.js";
import type { Step } from "../../src/compiler/ir/step.js";
import type { Type } from "../../src/compiler/ir/type.js";

/**
 * Random models of a walk through a few places, while flags change: each action may ask where the
 * walk is and what some flags are, and may go on and change flags. Much of it commutes, as in models
 * of a program that is interrupted.
 */

const PLACES = 4;
const FLAGS = ["a", "b", "c", "d"] as const;

const variable = (name: string): Expression => ({ kind: "variable", name });
const flag = fc.constantFrom(...FLAGS);
const isAt = (place: number): Expression => binary("equal", variable("place"), literal(place));

/** A value for a flag: a constant, or what a flag is or is not. */
const value = fc.oneof(
  { weight: 3, arbitrary: fc.boolean().map(literal) },
  flag.map(variable),
  flag.map((name): Expression => ({ kind: "not", of: variable(name) })),
);

const test = fc.tuple(flag, fc.boolean()).map(([name, isSet]): Expression => {
  return isSet ? variable(name) : { kind: "not", of: variable(name) };
});

const updates = fc
  .uniqueArray(flag, { maxLength: 2 })
  .chain((names) =>
    fc.tuple(...names.map((name) => value.map((given) => ({ variable: name, value: given })))),
  );

const guarded = (condition: Expression, step: Step): Step => {
  return { kind: "if", condition, whenTrue: step, whenFalse: { kind: "disabled" } };
};

/** A step that goes on from one place to another, perhaps to a place that a flag decides. */
const moving: fc.Arbitrary<Step> = fc
  .tuple(fc.nat(PLACES - 1), fc.nat(PLACES - 1), fc.nat(PLACES - 1), test, updates, fc.boolean())
  .map(([from, to, other, decides, changed, isFixed]) => {
    const target: Expression = isFixed
      ? literal(to)
      : { kind: "if", condition: decides, whenTrue: literal(to), whenFalse: literal(other) };
    const all = [{ variable: "place", value: target }, ...changed];
    return guarded(isAt(from), { kind: "update", updates: all });
  });

/** A step that changes flags alone, wherever the walk is, or at one place, or where a flag says so. */
const standing: fc.Arbitrary<Step> = fc
  .tuple(fc.option(test), fc.option(fc.nat(PLACES - 1), { freq: 2 }), updates)
  .map(([condition, place, changed]) => {
    const step: Step = { kind: "update", updates: changed };
    const tested = condition === null ? step : guarded(condition, step);
    return place === null ? tested : guarded(isAt(place), tested);
  });

/** A property of one place and two flags. */
const property = fc
  .tuple(fc.nat(PLACES - 1), test, test, fc.boolean())
  .map(([place, one, other, isLocal]): Expression => {
    const wrong = binary("and", one, other);
    return { kind: "not", of: isLocal ? binary("and", isAt(place), wrong) : wrong };
  });

const BOOLEAN: Type = { kind: "boolean" };
const PLACE: Type = { kind: "integer", low: literal(0), high: literal(PLACES - 1) };

const variables: readonly Variable[] = [
  { name: "place", type: PLACE, doc: "", ghost: false, initial: literal(0) },
  ...FLAGS.map((name): Variable => {
    return { name, type: BOOLEAN, doc: "", ghost: false, initial: literal(false) };
  }),
];

export const randomWalkModel: fc.Arbitrary<Model> = fc
  .tuple(
    fc.array(moving, { minLength: 3, maxLength: 6 }),
    fc.array(standing, { minLength: 1, maxLength: 4 }),
    fc.array(property, { minLength: 1, maxLength: 3 }),
  )
  .map(([moves, others, properties]) => {
    const actions = [...moves, ...others].map((step, index): Action => {
      return { name: `Step${index}`, parameters: [], step, doc: "", section: "" };
    });
    return {
      name: "Walk",
      doc: "",
      sources: [],
      constants: [],
      variables,
      operators: [],
      actions,
      liveness: [],
      invariants: properties.map((body, index) => ({ name: `P${index}`, body, doc: "" })),
      places: new Map(),
    };
  });
