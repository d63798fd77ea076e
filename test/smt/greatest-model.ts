import { type Instance, instantiate } from "../../src/compiler/ir/instance.js";
import type { Model } from "../../src/compiler/ir/model.js";

const number = (value: number) => ({ kind: "literal", value }) as const;
const table = { kind: "constant", name: "table" } as const;

/**
 * A model whose step takes the greatest item of a constant, which otherwise stands in types alone, under
 * a name: steps of random models have few expressions that do.
 */
const model: Model = {
  name: "Greatest",
  doc: "",
  sources: [],
  constants: [
    {
      name: "table",
      type: { kind: "sequence", nonEmpty: true, item: { kind: "integer", low: number(0) } },
      doc: "",
    },
  ],
  variables: [
    {
      name: "v",
      type: { kind: "integer", low: number(0), high: number(9) },
      doc: "",
      ghost: false,
      initial: number(0),
    },
  ],
  operators: [],
  actions: [
    {
      name: "Take",
      parameters: [],
      step: {
        kind: "update",
        updates: [
          {
            variable: "v",
            value: {
              kind: "let",
              name: "greatest",
              value: { kind: "maximum", of: table },
              body: { kind: "local", name: "greatest" },
            },
          },
        ],
      },
      doc: "",
      section: "",
    },
  ],
  invariants: [],
  liveness: [],
  places: new Map(),
};

/** It takes 3 of [1, 3, 2]. */
export const greatestInstance: Instance = instantiate(model, { table: [1, 3, 2] });
