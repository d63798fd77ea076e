import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boardsOf } from "../../src/machine/configuration/boards.js";
import { axesKey, axesOfBoard, eachAxisAlone } from "../../src/machine/configuration/named-axes.js";
import { nmiLivenessProperties } from "../../src/machine/model/property-names.js";
import { configurations, title } from "../agree/nmi-configurations.js";
import { agreedLiveness } from "../agree/nmi-liveness.js";
import { agreedRandomLiveness } from "../agree/random-liveness.js";

const ALL = configurations(
  [1, 2].flatMap((rips) => [
    { chain: [1] as const, rips },
    { chain: [1, 1] as const, rips },
    { chain: [2] as const, rips },
    { chain: [2, 1] as const, rips },
  ]),
);

describe("the explorer and TLC agree on what happens in the end", () => {
  test("in 96 configurations", () => {
    expect(ALL).toHaveLength(96);
  });

  test.concurrent.each(
    ALL.flatMap((configuration) =>
      nmiLivenessProperties.map((property) => ({
        title: `${title(configuration)}, ${property}`,
        configuration,
        property,
      })),
    ),
  )("$title", async ({ configuration, property }) => {
    expect(await agreedLiveness(configuration, property)).toMatch(/^(holds|violated)$/);
  });

  test.concurrent.each(
    eachAxisAlone().flatMap((axes) =>
      nmiLivenessProperties.map((property) => ({
        title: `${axesKey(axes) || "no axis"}, ${property}`,
        axes,
        property,
      })),
    ),
  )("$title", async ({ axes, property }) => {
    const mainline = { policy: "mainline", chain: [1], rips: 2 } as const;
    const configuration = { ...mainline, sticky: false, shadow: false };
    expect(await agreedLiveness(configuration, property, axes)).toMatch(/^(holds|violated)$/);
  });

  test.concurrent.each(
    boardsOf(2).flatMap(({ name, board }) =>
      (["none", "v5", "mainline"] as const).flatMap((policy) =>
        nmiLivenessProperties.map((property) => ({
          title: `${name} under ${policy}, ${property}`,
          axes: axesOfBoard(board),
          policy,
          property,
        })),
      ),
    ),
  )("$title", async ({ axes, policy, property }) => {
    const configuration = { policy, chain: [1], rips: 1, sticky: false, shadow: false } as const;
    expect(await agreedLiveness(configuration, property, axes)).toMatch(/^(holds|violated)$/);
  });

  test("in 100 random models", async () => {
    await fc.assert(agreedRandomLiveness(), { numRuns: 100, endOnFailure: true });
  }, 1_200_000);
});
