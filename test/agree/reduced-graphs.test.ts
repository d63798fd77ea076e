import { describe, expect, test } from "vitest";
import type { ReducedModel } from "../../src/checkers/packed/reduced/reduced-model.js";
import { type ReductionName, reductionNames } from "../../src/checkers/packed/reductions.js";
import { literal } from "../../src/compiler/ir/expression.js";
import type { ViewPart } from "../../src/compiler/ir/state-view.js";
import { slice } from "../slice.js";
import type { NmiConfiguration } from "./nmi-configurations.js";
import { agreedReducedNmiGraph } from "./reduced-graphs.js";

const small = { policy: "v5", chain: [1, 1], rips: 2, sticky: false, shadow: false } as const;

/** `npm run test:full` has the whole matrix. */
describe("the explorer and TLC have the same graph with the same reductions", () => {
  const quick: readonly {
    readonly configuration: NmiConfiguration;
    readonly reductions: readonly ReductionName[];
  }[] = [
    { configuration: { ...small, policy: "mainline", sticky: true }, reductions: reductionNames },
    { configuration: small, reductions: ["dead"] },
    { configuration: small, reductions: ["chains"] },
  ];
  test.concurrent.each(slice(quick, 3))(
    "$configuration, $reductions",
    async ({ configuration, reductions }) => {
      const { states, edges } = await agreedReducedNmiGraph(configuration, reductions);
      expect(edges).toBeGreaterThan(states);
    },
  );
});

/** The view with the variable taken for one that matters nowhere. */
function forgetting(variable: string) {
  return ({ view, ...rest }: ReducedModel): ReducedModel => {
    const kept = view?.filter((part) => !isOf(part, variable)) ?? null;
    expect(kept?.length).toBe((view?.length ?? 0) - 1);
    return { ...rest, view: kept };
  };
}

function isOf(part: ViewPart, variable: string): boolean {
  return part.kind === "value" && part.value.kind === "variable" && part.value.name === variable;
}

/** The model whose action never waits, or happens nowhere that it could wait. */
function guarded(action: string, change: "always" | "never") {
  return (reduced: ReducedModel): ReducedModel => {
    const actions = reduced.model.actions.map((one) => {
      if (one.name !== action) return one;
      if (one.step.kind !== "if") throw new TypeError(`${action} has no guard`);
      return { ...one, step: { ...one.step, condition: literal(change === "always") } };
    });
    expect(actions).not.toEqual(reduced.model.actions);
    return { ...reduced, model: { ...reduced.model, actions } };
  };
}

describe("a bug put into what TLC leaves out is found by the comparison", () => {
  test.concurrent.each([
    ["a variable that matters is not looked at", ["dead"], forgetting("latched")],
    ["an action does not wait", ["chains"], guarded("External", "always")],
    ["an action waits for ever", ["chains"], guarded("Raise", "never")],
  ] as readonly (readonly [
    string,
    readonly ReductionName[],
    (reduced: ReducedModel) => ReducedModel,
  ])[])("%s", async (_, reductions, change) => {
    await expect(agreedReducedNmiGraph(small, reductions, change)).rejects.toThrow(
      /the graphs differ at/,
    );
  });
});
