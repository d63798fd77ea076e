import { expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { type Conclusion, conclusions } from "../../src/analyses/atlas/conclusion.js";
import type { Finding } from "../../src/analyses/atlas/explored.js";
import type { SurveyRow } from "../../src/analyses/atlas/survey.js";

const holds: Finding = { verdict: "holds" };

function violated(length: number): Finding {
  return { verdict: "violated", events: Array.from({ length: length - 1 }, () => "external") };
}

/** A row in which only NoStranded is of interest. */
function row(features: readonly string[], stranded: Finding): SurveyRow {
  return {
    policy: "mainline",
    machine: {
      features: features.map((name) => ({ axis: name, name, changes: {} })),
      platform: { chain: [1], rips: 1, sticky: false, shadow: false },
      axes: noAxes,
    },
    states: 1,
    findings: {
      NoFalseSwallow: holds,
      NoSpurious: holds,
      NoMasked: holds,
      NoStranded: stranded,
      NoHidden: holds,
      NoForgottenSource: holds,
      NoNeedlessPanic: holds,
    },
  };
}

function stranded(rows: readonly SurveyRow[]): Conclusion | undefined {
  return conclusions(rows).find(({ property }) => property === "NoStranded");
}

test("a set that contains a smaller one that does the same is left out", () => {
  const found = stranded([
    row([], holds),
    row(["a"], violated(7)),
    row(["b"], holds),
    row(["c"], holds),
    row(["a", "b"], violated(6)),
    row(["b", "c"], violated(9)),
  ]);
  expect(found?.changes.map(({ features }) => features)).toEqual([["a"], ["b", "c"]]);
  expect(found?.shorter).toBeNull();
});

test("what fixes a property, and where a violation comes sooner", () => {
  const found = stranded([
    row([], violated(9)),
    row(["a"], holds),
    row(["b"], violated(8)),
    row(["c"], violated(9)),
    row(["b", "c"], violated(7)),
  ]);
  expect(found?.changes.map(({ features }) => features)).toEqual([["a"]]);
  expect(found?.shorter?.features).toEqual(["b", "c"]);
});

test("a survey without the bare machine is refused", () => {
  expect(() => conclusions([row(["a"], holds)])).toThrow("the survey has no bare machine");
});
