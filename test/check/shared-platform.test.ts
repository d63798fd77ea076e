import { expect, test } from "vitest";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { loadedPolicy } from "./loaded-policy.js";
import { expectSameVerdicts } from "./same-verdicts.js";

test("machines that share a platform object and a policy object have each its own answer by TLC", async () => {
  const policy = await loadedPolicy("mainline");
  const platform = namedPlatform("ideal", [1], 1);
  const subjects = [[], ["lvtpc=forgotten"], ["handler-quirk=no-ack"], ["panic=unknown"]].map(
    (names) => ({
      policy,
      platform,
      axes: readAxes(names),
    }),
  );
  const results = await expectSameVerdicts({ subjects, properties: ["NoStranded"], version: "0" });
  expect(results.map(({ verdict }) => verdict.verdict)).toEqual([
    "holds",
    "violated",
    "violated",
    "holds",
  ]);
}, 240_000);
