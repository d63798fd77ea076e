import { binary, type Expression, literal, local } from "../../src/compiler/ir/expression.js";
import type { Model } from "../../src/compiler/ir/model.js";

const variable = (name: string): Expression => ({ kind: "variable", name });
const lamp: Expression = { kind: "item", of: variable("lamps"), index: variable("cursor") };
const last = binary("minus", { kind: "constant", name: "count" }, literal(1));

/**
 * A row of lamps, and a cursor that switches one after the other: on the first way along the row
 * on, on the second way off. With 70 lamps a state has more than 64 bits.
 */
export const lamps: Model = {
  name: "Lamps",
  doc: "",
  sources: [],
  constants: [{ name: "count", type: { kind: "integer", low: literal(1) }, doc: "" }],
  variables: [
    {
      name: "cursor",
      type: { kind: "integer", low: literal(0), high: last },
      doc: "",
      ghost: false,
      initial: literal(0),
    },
    {
      name: "lamps",
      type: {
        kind: "array",
        length: { kind: "constant", name: "count" },
        item: { kind: "boolean" },
      },
      doc: "",
      ghost: false,
      initial: {
        kind: "generate",
        index: "i",
        length: { kind: "constant", name: "count" },
        item: literal(false),
      },
    },
  ],
  operators: [
    {
      name: "After",
      parameters: ["place"],
      body: {
        kind: "if",
        condition: binary("less", local("place"), last),
        whenTrue: binary("plus", local("place"), literal(1)),
        whenFalse: literal(0),
      },
      doc: "",
      section: "",
    },
  ],
  actions: [
    {
      name: "Walk",
      parameters: [],
      step: {
        kind: "update",
        updates: [
          {
            variable: "lamps",
            value: {
              kind: "with",
              of: variable("lamps"),
              path: [{ kind: "item", index: variable("cursor") }],
              value: { kind: "not", of: lamp },
            },
          },
          {
            variable: "cursor",
            value: { kind: "call", operator: "After", args: [variable("cursor")] },
          },
        ],
      },
      doc: "",
      section: "",
    },
  ],
  invariants: [
    {
      name: "SomeOff",
      body: {
        kind: "quantifier",
        quantifier: "some",
        index: "i",
        length: { kind: "constant", name: "count" },
        body: {
          kind: "not",
          of: { kind: "item", of: variable("lamps"), index: local("i") },
        },
      },
      doc: "",
    },
  ],
  liveness: [],
  places: new Map(),
};

/** The same lamps with a cursor that leaves the row. */
export const brokenLamps: Model = {
  ...lamps,
  operators: lamps.operators.map((operator) => {
    return { ...operator, body: binary("plus", local("place"), literal(1)) };
  }),
};

/** The same lamps, where one is looked at beyond the end of the row when the cursor is at 2. */
export const blindLamps: Model = {
  ...lamps,
  invariants: [
    {
      name: "Ahead",
      body: {
        kind: "let",
        name: "ahead",
        value: {
          kind: "item",
          of: variable("lamps"),
          index: binary("plus", variable("cursor"), literal(1)),
        },
        body: literal(true),
      },
      doc: "",
    },
  ],
};

/**
 * Two lamps, of which one is switched: the one makes the property undefined and the other violates
 * it, so that one level has both.
 */
export const tornLamps: Model = {
  ...lamps,
  actions: ["undefined", "violated"].map((name, index) => {
    return {
      name,
      parameters: [],
      step: {
        kind: "update",
        updates: [
          {
            variable: "lamps",
            value: {
              kind: "with",
              of: variable("lamps"),
              path: [{ kind: "item", index: literal(index) }],
              value: literal(true),
            },
          },
        ],
      },
      doc: "",
      section: "",
    };
  }),
  invariants: [
    {
      name: "Torn",
      body: {
        kind: "if",
        condition: { kind: "item", of: variable("lamps"), index: literal(0) },
        whenTrue: {
          kind: "item",
          of: variable("lamps"),
          index: { kind: "constant", name: "count" },
        },
        whenFalse: { kind: "not", of: { kind: "item", of: variable("lamps"), index: literal(1) } },
      },
      doc: "",
    },
  ],
};
