import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { RunCampaign } from "../sabotage/campaign.js";
import { runSabotages } from "../sabotage/runs.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-sabotage-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("no Java that lies about a run gives a verdict", async () => {
  const campaign = await RunCampaign.in(folder);
  const all = runSabotages(await campaign.recordings());
  expect(all.length).toBeGreaterThan(60);
  const passed: string[] = [];
  for (const { about, name, lie } of all) {
    const { verdict } = await campaign.answer(about, lie);
    if (verdict.verdict !== "failed") passed.push(`${about}: ${name}: ${verdict.verdict}`);
  }
  expect(passed).toEqual([]);
}, 1_800_000);
