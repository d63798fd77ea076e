import { expect, test } from "vitest";
import { check } from "../../src/analyses/check/check.js";
import type { Checker } from "../../src/analyses/check/result.js";
import { scorecard } from "../../src/cli/scorecard.js";
import { namedPlatform, type PlatformName } from "../../src/machine/configuration/platform.js";
import { nmiProperties } from "../../src/machine/model/property-names.js";
import { loadPolicy } from "../../src/machine/policy/load.js";

const tlc: Checker = { name: "tlc", version: "2.18", jarSha256: "", jarVerified: true };

/** The row of v5 on a platform as the checker would have it. */
async function row(platform: PlatformName, checker?: Checker): Promise<string> {
  const loaded = await loadPolicy("v5");
  if (loaded.kind === "refused") throw new Error("v5 does not load");
  const subjects = [{ policy: loaded.policy, platform: namedPlatform(platform) }];
  const request = { subjects, properties: nmiProperties, version: "0" };
  const checked = await check(request, { checker: "explorer", out: null }, {});
  return scorecard(checked.results, checker ?? checked.checker, false).split("\n")[1] ?? "";
}

test("the explorer sees all states, whatever it finds", async () => {
  expect(await row("sticky")).toMatch(/ {2}4,312 {2}not by TLC/);
});

test("TLC has seen all states where something holds", async () => {
  expect(await row("ideal", tlc)).toMatch(/ {2}4,168 {2}/);
});

test("where nothing holds, TLC has stopped each time, and the count says so", async () => {
  expect(await row("sticky", tlc)).toMatch(/ {2}≥ 4,312 {2}/);
});
