import { expect, test } from "vitest";
import { completenessText } from "../../src/analyses/find/document.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { whole } from "../slice.js";
import { scenariosOf } from "./agreement.js";

const ideal = namedPlatform("ideal");

test("mainline swallows an unknown NMI from three causes, and from no other", async () => {
  const found = await scenariosOf({
    policy: "mainline",
    platform: ideal,
    property: "NoFalseSwallow",
  });
  expect(found.completeness.is).toBe("complete");
  expect([found.minimalRuns, found.mazurkiewiczClasses, found.scenarios]).toEqual([267, 18, 10]);
  expect(
    found.classes.map(({ facts, runs, mazurkiewiczClasses, example }) => [
      facts.join("; "),
      runs,
      mazurkiewiczClasses,
      example.events.length + 1,
    ]),
  ).toEqual([
    [
      "swallow_nmi was set by an NMI that claimed several events whose edges had folded into it; no other NMI was due",
      30,
      3,
      14,
    ],
    [
      "swallow_nmi was set by an NMI that claimed several events, among them one that came only after the NMI was taken; the NMI that was due folded with the unknown edge",
      177,
      9,
      14,
    ],
    [
      "swallow_nmi was set by an NMI that claimed several events, among them one that came only after the NMI was taken; the NMI that was due had come and was swallowed; between them the run of back-to-back NMIs had one that was rightly swallowed",
      60,
      6,
      19,
    ],
  ]);
});

whole("v5 has these and three more, from what its walk leaves over", async () => {
  const found = await scenariosOf({ policy: "v5", platform: ideal, property: "NoFalseSwallow" });
  expect([found.minimalRuns, found.mazurkiewiczClasses, found.classes.length]).toEqual([
    3790, 68, 6,
  ]);
  const leftOver = found.classes.filter(({ facts }) => /left over/.test(facts.join()));
  expect(leftOver).toHaveLength(3);
});

whole("the classes share no run and no class of orders, and leave none out", async () => {
  const found = await scenariosOf({ policy: "v5", platform: ideal, property: "NoFalseSwallow" });
  const sum = (counts: readonly number[]): number => counts.reduce((left, right) => left + right);
  expect(sum(found.classes.map(({ runs }) => runs))).toBe(found.minimalRuns);
  expect(sum(found.classes.map((one) => one.mazurkiewiczClasses))).toBe(found.mazurkiewiczClasses);
  expect(sum(found.classes.map(({ scenarios }) => scenarios))).toBe(found.scenarios);
});

test("the number of ips changes nothing beyond two", async () => {
  const platform = namedPlatform("ideal", [2, 1], 3);
  const found = await scenariosOf({ policy: "mainline", platform, property: "NoFalseSwallow" });
  expect([found.minimalRuns, found.scenarios]).toEqual([267, 10]);
});

test("a property that holds has no scenario", async () => {
  const found = await scenariosOf({ policy: "mainline", platform: ideal, property: "NoSpurious" });
  expect(found).toMatchObject({ minimalRuns: 0, classes: [], completeness: { is: "complete" } });
});

test("a bound is told, and is no completeness", async () => {
  const asked = { policy: "mainline", platform: ideal, property: "NoFalseSwallow" } as const;
  const found = await scenariosOf({ ...asked, maxEvents: 3 });
  expect(found.minimalRuns).toBe(162);
  expect(completenessText(found.completeness)).toMatch(
    /^exhausted up to 3 events of the environment \(\d+ states of the product\); longer runs were not looked for$/,
  );
});
