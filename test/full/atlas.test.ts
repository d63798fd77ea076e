import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { surveyBoards } from "../../src/analyses/atlas/boards.js";
import { POLICY_WITH_AXES, surveyTogether } from "../../src/analyses/atlas/boards-with-axes.js";
import { atlasDocument, atlasText } from "../../src/analyses/atlas/document.js";
import { atlasPage } from "../../src/analyses/atlas/page.js";
import { survey } from "../../src/analyses/atlas/survey.js";
import { packageRoot } from "../../src/base/package/root.js";
import { builtInBoard } from "../../src/machine/policy/compile-policy.js";
import { wholeModel } from "../agree/path-configurations.js";

test("docs/atlas.md and data/atlas.json are what the survey says today", async () => {
  const rows = await survey({
    policies: policyNames,
    size: { chain: [2, 1], rips: 2 },
    modelOf: wholeModel,
  });
  const ofBoards = await surveyBoards(policyNames, builtInBoard);
  const together = await surveyTogether({
    one: wholeModel(POLICY_WITH_AXES),
    several: builtInBoard(POLICY_WITH_AXES),
  });
  const kept = (name: string) => readFile(join(packageRoot, name), "utf8");
  expect(atlasPage(rows, ofBoards, together, "nmicheck atlas")).toBe(await kept("docs/atlas.md"));
  expect(atlasText(atlasDocument(rows, ofBoards, together))).toBe(await kept("data/atlas.json"));
});
