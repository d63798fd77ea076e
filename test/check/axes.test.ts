import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { check } from "../../src/analyses/check/check.js";
import { neededFeatures } from "../../src/analyses/check/needs.js";
import { readRecordedAtlas } from "../../src/analyses/check/recorded-with-axes.js";
import type { CheckResult } from "../../src/analyses/check/result.js";
import { eventTexts } from "../../src/api/report.js";
import { eachAxisAlone, readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform, type PlatformName } from "../../src/machine/configuration/platform.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import type { Subject } from "../../src/machine/subject.js";
import { builtInPolicy } from "../../src/machine/trace/known.js";
import { modelOfTrace } from "../../src/machine/trace/model-identity.js";
import { parseTrace } from "../../src/machine/trace/parse.js";
import { verifyTrace } from "../../src/machine/trace/verify.js";
import { whole } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-axes-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function policyOf(name: string): Promise<Subject["policy"]> {
  const loaded = await loadPolicy(name);
  if (loaded.kind === "refused") throw new Error(`${name} does not load`);
  return loaded.policy;
}

async function subject(
  policy: string,
  axes: readonly string[],
  platform: PlatformName = "ideal",
): Promise<Subject> {
  return {
    policy: await policyOf(policy),
    platform: namedPlatform(platform),
    axes: readAxes(axes),
  };
}

/** The verdicts of a subject by property: `holds`, or the length of the counterexample. */
function verdicts(results: readonly CheckResult[]): Readonly<Record<string, number | string>> {
  return Object.fromEntries(
    results.map(({ property, verdict }) => [
      property,
      verdict.verdict === "violated" ? verdict.trace.events.length + 1 : verdict.verdict,
    ]),
  );
}

const request = { properties: everyStateProperty, version: "0" };
const explorer = { checker: "explorer", out: null } as const;

describe("machines with axes", () => {
  whole(
    "each value of each axis alone has its recorded verdicts, replayed on the reference engine",
    async () => {
      const atlas = await readRecordedAtlas();
      const mainline = await policyOf("mainline");
      const platform = namedPlatform("ideal");
      const subjects = eachAxisAlone().map((axes) => ({ policy: mainline, platform, axes }));
      const { results } = await check({ ...request, subjects }, explorer, {});
      expect(results).toHaveLength(subjects.length * everyStateProperty.length);
      for (const result of results) {
        expect(atlas.isAsRecorded(result), `${result.property}, ${result.axes?.names}`).toBe(true);
        if (result.verdict.verdict === "violated") expect(result.replayedOn).toEqual(["reference"]);
      }
    },
  );

  whole("TLC and the explorer say the same, with traces of the same length", async () => {
    const { java: _, jar } = await provisioned();
    const tlc = { checker: "tlc", tlcJar: jar.path, out: null } as const;
    const subjects = [
      await subject("v5", ["unknown-chain=greedy-own", "lvtpc=late"]),
      await subject("mainline", ["reason-port=yes", "handler-quirk=double-count"]),
    ];
    const ours = await check({ ...request, subjects }, explorer, {});
    const theirs = await check({ ...request, subjects }, tlc, {});
    expect(theirs.checker.name).toBe("tlc");
    for (const { policy } of subjects) {
      const ofPolicy = (results: readonly CheckResult[]) =>
        verdicts(results.filter((result) => result.policy === policy));
      expect(ofPolicy(theirs.results)).toEqual(ofPolicy(ours.results));
    }
    expect(theirs.results.every(({ certified }) => certified)).toBe(true);
    expect(verdicts(theirs.results.slice(everyStateProperty.length))).toMatchObject({
      NoFalseSwallow: 13,
      NoForgottenSource: 8,
    });
  });

  test("a counterexample is written, read again, and confirmed by the typed model", async () => {
    const subjects = [await subject("mainline", ["nesting=yes"])];
    const { results } = await check(
      { ...request, properties: ["NoSpurious"], subjects },
      { checker: "explorer", out: folder },
      {},
    );
    const [result] = results;
    const file = result?.traceFile ?? "";
    expect(file).toMatch(/mainline-ideal-chain-2-1-rips-2-nesting-yes-NoSpurious\.trace\.json$/);
    const parsed = parseTrace(await readFile(file, "utf8"), file);
    expect(parsed.trace).toMatchObject({
      axes: { nesting: "yes" },
      model: { name: "NmiMainline_nesting_yes" },
    });
    const model = await modelOfTrace(parsed, await policyOf("mainline"));
    expect(() => verifyTrace(parsed, builtInPolicy(parsed), model)).not.toThrow();
    expect(parsed.trace.events.filter(({ event }) => event === "nest")).toHaveLength(3);
    const reruns = parsed.trace.events.flatMap((event) =>
      event.event === "decide" && event.shows.rerun === true ? [event.shows.nmi] : [],
    );
    expect(reruns).toEqual([2, 3, 4]);
    const itf = JSON.parse(await readFile(file.replace(".trace.json", ".itf.json"), "utf8"));
    expect(itf.vars).toContain("nestedCarriesUnknown");
  });

  test("a violation names the smallest set of axes that it needs", async () => {
    const atlas = await readRecordedAtlas();
    const subjects = [await subject("mainline", ["lvtpc=late", "nesting=yes"], "sticky")];
    const { results } = await check({ ...request, subjects }, explorer, {});
    const needs = results.map((result) => [result.property, neededFeatures(result, atlas)]);
    expect(Object.fromEntries(needs)).toEqual({
      NoFalseSwallow: [],
      NoSpurious: ["sticky"],
      NoMasked: [],
      NoStranded: ["lvtpc=late"],
      NoHidden: null,
      NoForgottenSource: null,
      NoNeedlessPanic: null,
    });
  });

  test("a policy of one's own is checked on them too, and replayed on the model", async () => {
    const policy = await policyOf("test/api/policies/once.ts");
    const subjects = [
      { policy, platform: namedPlatform("ideal"), axes: readAxes(["unknown-chain=greedy"]) },
    ];
    const { results } = await check(
      { ...request, properties: ["NoHidden"], subjects },
      explorer,
      {},
    );
    expect(results[0]).toMatchObject({ replayedOn: ["model"], verdict: { verdict: "violated" } });
    const [result] = results;
    if (result?.verdict.verdict !== "violated") throw new Error("NoHidden holds");
    const events = eventTexts(result.verdict.trace);
    expect(events).toEqual(["external", "deliver", "poll", "poll", "poll", "decide"]);
  });
});
