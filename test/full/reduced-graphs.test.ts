import { describe, expect, test } from "vitest";
import { configurations, title } from "../agree/nmi-configurations.js";
import { agreedReducedNmiGraph } from "../agree/reduced-graphs.js";
import { matrix } from "../packed/nmi.js";
import {
  exploreByView,
  exploreCompiled,
  reductionSets,
} from "../packed/reduced/explore-by-view.js";

describe("the reduced model has the states and steps that the explorer leaves in", () => {
  test.each(matrix())("$name", async ({ compiled }) => {
    const { model, environment } = compiled.instance;
    for (const reductions of reductionSets) {
      expect(exploreByView(model, environment.constants, reductions)).toEqual(
        await exploreCompiled(model, environment.constants, reductions),
      );
    }
  });
});

const ALL = configurations(
  [1, 2].flatMap((rips) => [
    { chain: [1] as const, rips },
    { chain: [1, 1] as const, rips },
    { chain: [2] as const, rips },
    { chain: [2, 1] as const, rips },
  ]),
);

describe("the explorer and TLC have the same graph with the same reductions", () => {
  // Each alone where all of them have something to leave out.
  test.concurrent.each(
    ALL.flatMap((configuration) =>
      reductionSets
        .filter(
          ({ length }) => length > 1 || (configuration.rips > 1 && configuration.chain.length > 1),
        )
        .map((reductions) => ({
          title: `${title(configuration)}, ${reductions.join(" and ")}`,
          configuration,
          reductions,
        })),
    ),
  )("$title", async ({ configuration, reductions }) => {
    const { states, edges } = await agreedReducedNmiGraph(configuration, reductions);
    expect(edges).toBeGreaterThan(states / 2);
  });
});
