import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { boardSurvey } from "../../src/analyses/atlas/boards.js";
import { togetherSurvey } from "../../src/analyses/atlas/boards-with-axes.js";
import { atlasDocument, atlasText } from "../../src/analyses/atlas/document.js";
import { exploreAll } from "../../src/analyses/atlas/explored.js";
import { atlasPage } from "../../src/analyses/atlas/page.js";
import { machineSurvey } from "../../src/analyses/atlas/survey.js";
import { packageRoot } from "../../src/base/package/root.js";

test("docs/atlas.md and data/atlas.json are what the survey says today", async () => {
  const machines = machineSurvey(policyNames, { chain: [2, 1], rips: 2 });
  const [boards, both] = [boardSurvey(policyNames), togetherSurvey()];
  const foundOf = await exploreAll([machines, boards, both].flatMap((survey) => survey.questions));
  const rows = machines.rowsOf(foundOf);
  const [ofBoards, together] = [boards.rowsOf(foundOf), both.rowsOf(foundOf)];
  const kept = (name: string) => readFile(join(packageRoot, name), "utf8");
  expect(atlasPage(rows, ofBoards, together, "nmicheck atlas")).toBe(await kept("docs/atlas.md"));
  expect(atlasText(atlasDocument(rows, ofBoards, together))).toBe(await kept("data/atlas.json"));
});
