import { expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { policies } from "../../spec/policies/all.js";
import { atlasDocument, atlasDocumentSchema } from "../../src/analyses/atlas/document.js";
import { exploreAll } from "../../src/analyses/atlas/explored.js";
import { features, machines } from "../../src/analyses/atlas/machine.js";
import { machineSurvey } from "../../src/analyses/atlas/survey.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { whole } from "../slice.js";

const size = { chain: [1] as const, rips: 2 };

test("the machines are the bare one, each feature, and each two of different axes", () => {
  const all = machines(size);
  const names = all.map(({ features }) => features.map(({ name }) => name).join("+"));
  expect(names[0]).toBe("");
  expect(new Set(names).size).toBe(all.length);
  expect(names).toContain("shadow+lvtpc=late");
  expect(names).not.toContain("lvtpc=early+lvtpc=late");
  const ofOneAxis = (axis: string) => features.filter((feature) => feature.axis === axis).length;
  const axes = [...new Set(features.map(({ axis }) => axis))];
  const pairs = axes.flatMap((first, index) =>
    axes.slice(index + 1).map((second) => ofOneAxis(first) * ofOneAxis(second)),
  );
  expect(all).toHaveLength(1 + features.length + pairs.reduce((sum, count) => sum + count, 0));
  expect(all[0]).toMatchObject({ platform: { sticky: false, shadow: false }, axes: noAxes });
});

whole(
  "the survey finds on each machine what the executed model has, plainly explored",
  async () => {
    const survey = machineSurvey(["v5"], size);
    const rows = survey.rowsOf(await exploreAll(survey.questions));
    expect(rows).toHaveLength(machines(size).length);
    expect(atlasDocumentSchema.parse(atlasDocument(rows, [], [])).machines).toHaveLength(
      rows.length,
    );
    for (const { machine, states, findings } of rows.filter((_, index) => index % 9 === 0)) {
      const { platform, axes } = machine;
      const plain = await explore(nmiModel({ platform, axes, policy: policies.v5 }));
      expect(plain.distinct).toBe(states);
      for (const property of everyStateProperty) {
        const answer = plain.answers.get(property);
        const finding = findings[property];
        expect(answer?.answer).toBe(finding.verdict);
        if (answer?.answer !== "violated" || finding.verdict !== "violated") continue;
        expect(answer.path.steps).toHaveLength(finding.events.length);
      }
    }
  },
);
