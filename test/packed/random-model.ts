import fc from "fast-check";
import { binary, type Expression, literal, local } from "../../src/compiler/ir/expression.js";
import type { Action, Model, Variable } from "../../src/compiler/ir/model.js";
import type { Step } from "../../src/compiler/ir/step.js";
import type { Type } from "../../src/compiler/ir/type.js";

/**
 * Random models of the IR: variables of every kind of type, and well-typed steps over them. They
 * leave ranges and read outside of arrays now and then, as models with mistakes do.
 */

const COLOURS: Type = { kind: "enumeration", values: ["red", "green", "blue"] };
const SMALL: Type = { kind: "integer", low: literal(-1), high: literal(3) };
const BOOLEAN: Type = { kind: "boolean" };
const PLACE: Type = {
  kind: "union",
  tag: "at",
  variants: [
    { tag: "home", fields: [] },
    { tag: "road", fields: [{ name: "mile", type: SMALL, doc: "" }] },
    {
      tag: "away",
      fields: [
        { name: "mile", type: SMALL, doc: "" },
        { name: "lost", type: BOOLEAN, doc: "" },
      ],
    },
  ],
};

const array = (item: Type, length: number): Type => {
  return { kind: "array", item, length: literal(length) };
};

/** What each variable can be. Three of each model are used. */
const types: Readonly<Record<string, Type>> = {
  flag: BOOLEAN,
  count: SMALL,
  colour: COLOURS,
  maybe: { kind: "nullable", of: SMALL },
  tint: { kind: "nullable", of: COLOURS },
  place: PLACE,
  pair: {
    kind: "record",
    fields: [
      { name: "flag", type: BOOLEAN, doc: "" },
      { name: "count", type: SMALL, doc: "" },
    ],
  },
  flags: array(BOOLEAN, 3),
  counts: array(SMALL, 2),
  grid: { kind: "ragged", lengths: { kind: "constant", name: "rows" }, item: BOOLEAN },
};

const field = (of: Expression, name: string): Expression => ({ kind: "field", of, name });
const variable = (name: string): Expression => ({ kind: "variable", name });
const choice = (condition: Expression, whenTrue: Expression, whenFalse: Expression): Expression => {
  return { kind: "if", condition, whenTrue, whenFalse };
};

/** Well-typed expressions over the variables `names` and the parameter `n`. */
class Expressions {
  constructor(private readonly names: readonly string[]) {}

  #has(name: string): boolean {
    return this.names.includes(name);
  }

  boolean(depth: number): fc.Arbitrary<Expression> {
    const leaves: fc.Arbitrary<Expression>[] = [fc.boolean().map(literal)];
    if (this.#has("flag")) leaves.push(fc.constant(variable("flag")));
    if (this.#has("pair")) leaves.push(fc.constant(field(variable("pair"), "flag")));
    if (this.#has("place")) {
      const tag = fc.constantFrom("home", "road", "away").map(literal);
      leaves.push(tag.map((value) => binary("equal", field(variable("place"), "at"), value)));
    }
    if (depth === 0) return fc.oneof(...leaves);
    const deeper = this.boolean(depth - 1);
    const integer = this.integer(depth - 1);
    const colour = this.colour(depth - 1);
    const nodes = [
      ...leaves,
      deeper.map((of): Expression => ({ kind: "not", of })),
      fc
        .tuple(fc.constantFrom("and" as const, "or" as const), deeper, deeper)
        .map((parts) => binary(...parts)),
      fc
        .tuple(
          fc.constantFrom("equal" as const, "unequal" as const, "less" as const, "atMost" as const),
          integer,
          integer,
        )
        .map((parts) => binary(...parts)),
      fc.tuple(colour, colour).map(([left, right]) => binary("equal", left, right)),
      fc.tuple(deeper, deeper, deeper).map((parts) => choice(...parts)),
    ];
    if (this.#has("flags")) {
      nodes.push(
        this.within(0, 2, depth - 1).map((index): Expression => {
          return { kind: "item", of: variable("flags"), index };
        }),
        fc.constantFrom("all" as const, "some" as const).map((quantifier): Expression => {
          const body: Expression = { kind: "item", of: variable("flags"), index: local("i") };
          return { kind: "quantifier", quantifier, index: "i", length: literal(3), body };
        }),
      );
    }
    if (this.#has("grid")) {
      nodes.push(
        fc
          .tuple(this.within(0, 1, depth - 1), fc.constant(literal(0)))
          .map(([row, column]): Expression => {
            const of: Expression = { kind: "item", of: variable("grid"), index: row };
            return { kind: "item", of, index: column };
          }),
      );
    }
    if (this.#has("maybe")) {
      nodes.push(integer.map((value) => binary("equal", variable("maybe"), value)));
    }
    if (this.#has("tint")) {
      nodes.push(colour.map((value) => binary("unequal", variable("tint"), value)));
    }
    return fc.oneof(...nodes);
  }

  integer(depth: number): fc.Arbitrary<Expression> {
    const leaves: fc.Arbitrary<Expression>[] = [
      fc.integer({ min: -1, max: 3 }).map(literal),
      fc.constant(local("n")),
    ];
    if (this.#has("count")) leaves.push(fc.constant(variable("count")));
    if (this.#has("pair")) leaves.push(fc.constant(field(variable("pair"), "count")));
    if (this.#has("place")) {
      // A field that only some variants have: read where the tag says so.
      const isHome = binary("equal", field(variable("place"), "at"), literal("home"));
      leaves.push(fc.constant(choice(isHome, literal(0), field(variable("place"), "mile"))));
    }
    if (this.#has("maybe")) {
      const isNull = binary("equal", variable("maybe"), literal(null));
      leaves.push(fc.constant(choice(isNull, literal(2), variable("maybe"))));
    }
    if (depth === 0) return fc.oneof(...leaves);
    const deeper = this.integer(depth - 1);
    const nodes = [
      ...leaves,
      fc
        .tuple(
          fc.constantFrom(
            "plus" as const,
            "minus" as const,
            "times" as const,
            "least" as const,
            "greatest" as const,
          ),
          deeper,
          deeper,
        )
        .map((parts) => binary(...parts)),
      fc.tuple(this.boolean(depth - 1), deeper, deeper).map((parts) => choice(...parts)),
      deeper.map((value): Expression => {
        return { kind: "let", name: "x", value, body: binary("plus", local("x"), local("x")) };
      }),
    ];
    if (this.#has("counts")) {
      nodes.push(
        this.within(0, 1, depth - 1).map(
          (index): Expression => ({ kind: "item", of: variable("counts"), index }),
        ),
      );
    }
    if (this.#has("flags")) {
      nodes.push(
        fc.constant({
          kind: "quantifier",
          quantifier: "count",
          index: "i",
          length: literal(3),
          body: { kind: "item", of: variable("flags"), index: local("i") },
        }),
      );
    }
    return fc.oneof(...nodes);
  }

  colour(depth: number): fc.Arbitrary<Expression> {
    const known = fc.constantFrom("red", "green", "blue").map(literal);
    const leaves = this.#has("colour") ? [known, fc.constant(variable("colour"))] : [known];
    if (depth === 0) return fc.oneof(...leaves);
    const deeper = this.colour(depth - 1);
    return fc.oneof(
      ...leaves,
      fc.tuple(this.boolean(depth - 1), deeper, deeper).map((parts) => choice(...parts)),
    );
  }

  /** A number from `low` to `high`; now and then any number: the mistake that models make. */
  within(low: number, high: number, depth: number): fc.Arbitrary<Expression> {
    const any = this.integer(depth);
    const clamped = any.map((value) =>
      binary("least", binary("greatest", value, literal(low)), literal(high)),
    );
    return fc.oneof({ weight: 15, arbitrary: clamped }, { weight: 1, arbitrary: any });
  }

  /** A value for the variable `name`. */
  value(name: string, depth: number): fc.Arbitrary<Expression> {
    const boolean = this.boolean(depth);
    const integer = this.within(-1, 3, depth);
    const orNull = (of: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
      fc.oneof(
        fc.constant(literal(null)),
        of,
        fc.tuple(boolean, of).map(([test, value]) => choice(test, value, literal(null))),
      );
    const item = (length: number, value: fc.Arbitrary<Expression>): fc.Arbitrary<Expression> =>
      fc.tuple(this.within(0, length - 1, depth), value).map(([index, changed]): Expression => {
        return {
          kind: "with",
          of: variable(name),
          path: [{ kind: "item", index }],
          value: changed,
        };
      });
    switch (name) {
      case "flag":
        return boolean;
      case "count":
        return integer;
      case "colour":
        return this.colour(depth);
      case "maybe":
        return orNull(integer);
      case "tint":
        return orNull(this.colour(depth));
      case "pair":
        return fc.tuple(boolean, integer).map(([flag, count]): Expression => {
          return record({ flag, count });
        });
      case "place": {
        const places = [
          fc.constant(record({ at: literal("home") })),
          integer.map((mile) => record({ at: literal("road"), mile })),
          fc
            .tuple(integer, boolean)
            .map(([mile, lost]) => record({ at: literal("away"), mile, lost })),
        ];
        const one = fc.oneof(...places, fc.constant(variable("place")));
        return fc.oneof(
          one,
          fc.tuple(boolean, one, one).map((parts) => choice(...parts)),
        );
      }
      case "flags":
        return item(3, boolean);
      case "counts":
        return item(2, integer);
      default:
        return fc
          .tuple(this.within(0, 1, depth), fc.constant(literal(0)), boolean)
          .map(([row, column, value]): Expression => {
            const path = [
              { kind: "item", index: row },
              { kind: "item", index: column },
            ] as const;
            return { kind: "with", of: variable(name), path, value };
          });
    }
  }
}

function record(fields: Readonly<Record<string, Expression>>): Expression {
  const parts = Object.entries(fields).map(([name, value]) => ({ name, value }));
  return { kind: "record", fields: parts };
}

const initials: Readonly<Record<string, Expression>> = {
  flag: literal(false),
  count: literal(0),
  colour: literal("green"),
  maybe: literal(null),
  tint: literal("blue"),
  place: record({ at: literal("home") }),
  pair: record({ flag: literal(true), count: literal(1) }),
  flags: { kind: "array", items: [literal(false), literal(true), literal(false)] },
  counts: { kind: "generate", index: "i", length: literal(2), item: local("i") },
  grid: {
    kind: "array",
    items: [
      { kind: "array", items: [literal(false), literal(false)] },
      { kind: "array", items: [literal(true)] },
    ],
  },
};

function variableOf(name: string): Variable {
  const type = types[name] ?? BOOLEAN;
  return { name, type, doc: "", ghost: false, initial: initials[name] ?? literal(false) };
}

function step(expressions: Expressions, names: readonly string[]): fc.Arbitrary<Step> {
  const updates = fc
    .subarray([...names], { minLength: 1 })
    .chain((changed) =>
      fc.tuple(
        ...changed.map((name) =>
          expressions.value(name, 2).map((value) => ({ variable: name, value })),
        ),
      ),
    )
    .map((all): Step => ({ kind: "update", updates: all }));
  const disabled: Step = { kind: "disabled" };
  return fc.oneof(
    updates,
    fc.tuple(expressions.boolean(2), updates).map(([condition, whenTrue]): Step => {
      return { kind: "if", condition, whenTrue, whenFalse: disabled };
    }),
    fc
      .tuple(expressions.boolean(2), updates, updates)
      .map(([condition, whenTrue, whenFalse]): Step => {
        return { kind: "if", condition, whenTrue, whenFalse };
      }),
  );
}

/** A model of three or four variables, three actions and three invariants. */
export const randomModel: fc.Arbitrary<Model> = fc
  .subarray(Object.keys(types), { minLength: 3, maxLength: 4 })
  .chain((names) => {
    const expressions = new Expressions(names);
    const parameter = { name: "n", type: { kind: "integer", low: literal(0), high: literal(2) } };
    const action = (name: string): fc.Arbitrary<Action> =>
      step(expressions, names).map((body): Action => {
        const parameters: Action["parameters"] = [
          { name: parameter.name, type: { kind: "integer", low: literal(0), high: literal(2) } },
        ];
        return { name, parameters, step: body, doc: "", section: "" };
      });
    const invariant = expressions.boolean(2).map((body): Expression => {
      return { kind: "let", name: "n", value: literal(1), body };
    });
    return fc
      .tuple(action("First"), action("Second"), action("Third"), invariant, invariant)
      .map(([first, second, third, one, other]): Model => {
        return {
          name: "Random",
          doc: "",
          sources: [],
          constants: [{ name: "rows", type: array(SMALL, 2), doc: "" }],
          variables: names.map(variableOf),
          operators: [],
          actions: [first, second, third],
          invariants: [
            { name: "One", body: one, doc: "" },
            { name: "Other", body: other, doc: "" },
            // Holds whatever happens, so its answer says how the exploration ended.
            { name: "Always", body: literal(true), doc: "" },
          ],
          liveness: [],
          places: new Map(),
        };
      });
  });
