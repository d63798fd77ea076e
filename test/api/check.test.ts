import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { policies } from "../../spec/policies/all.js";
import { recordedVerdicts } from "../../src/analyses/check/recorded.js";
import { check, Diagnostic, PolicyRefused } from "../../src/index.js";
import { whole } from "../slice.js";
import { once } from "./policies/once.js";

const onceFile = new URL("./policies/once.ts", import.meta.url);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-api-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What the library throws for these options. */
async function thrown(options: Parameters<typeof check>[0]): Promise<unknown> {
  return check(options).then(
    () => null,
    (error: unknown) => error,
  );
}

describe("check", () => {
  test("without options it gives the 48 recorded verdicts, in the order of the scorecard", async () => {
    const results = await check();
    const found = results.map((result) => [
      result.policy,
      result.platform.name,
      result.property,
      result.verdict === "violated" ? result.length : result.verdict,
    ]);
    const recorded = Object.entries(recordedVerdicts).flatMap(([policy, rows]) =>
      Object.entries(rows).flatMap(([platform, row]) =>
        Object.entries(row).map(([property, verdict]) => [policy, platform, property, verdict]),
      ),
    );
    expect(found).toEqual(recorded);
    const engines = results.flatMap((result) =>
      result.verdict === "violated" ? [result.replayedOn] : [],
    );
    expect(engines).toEqual(engines.map(() => ["reference"]));
  });

  test("what must happen eventually is answered by name, for a name, a file and an object", async () => {
    const options = {
      platforms: ["ideal"],
      properties: ["RepeatedExternalReported", "EveryEventHandled", "NoSpurious"],
    } as const;
    const results = await check({ policies: ["mainline", onceFile, once], ...options });
    const found = results.map((result) => [
      result.policy,
      result.property,
      result.verdict === "violated" ? [result.length, result.trace.loop] : result.verdict,
      result.verdict === "violated" ? result.replayedOn : [],
    ]);
    // One arming of `once` swallows one NMI: the next press of the button is heard.
    const heard = (name: string) => [
      [name, "NoSpurious", "holds", []],
      [name, "EveryEventHandled", "holds", []],
      [name, "RepeatedExternalReported", "holds", []],
    ];
    expect(found).toEqual([
      ["mainline", "NoSpurious", "holds", []],
      ["mainline", "EveryEventHandled", "holds", []],
      ["mainline", "RepeatedExternalReported", [15, 9], ["reference"]],
      ...heard("once"),
      ...heard("policy object"),
    ]);
    const [masked] = await check({
      ...options,
      policies: [once],
      properties: ["EveryExternalReported"],
    });
    expect(masked).toMatchObject({ verdict: "violated", length: 8, replayedOn: ["model"] });
  });

  whole("a policy object has the same verdicts and counts as its file", async () => {
    const fromFile = await check({ policies: [onceFile] });
    const fromObject = await check({ policies: [once] });
    const essence = (results: typeof fromFile) =>
      results.map(({ platform, property, measured, ...result }) => ({
        platform,
        property,
        states: measured.states,
        verdict: result.verdict,
        ...(result.verdict === "violated" ? { events: result.events } : {}),
      }));
    expect(essence(fromObject)).toEqual(essence(fromFile));
    expect(fromFile.filter(({ verdict }) => verdict === "violated")).not.toHaveLength(0);
    expect(fromFile[0]?.policy).toBe("once");
    expect(fromObject[0]?.policy).toBe("policy object");
  });

  test("a built-in policy given as an object is the built-in one", async () => {
    const [result] = await check({
      policies: [policies.mainline],
      platforms: ["ideal"],
      properties: ["NoFalseSwallow"],
    });
    expect(result).toMatchObject({ policy: "mainline", length: 14, replayedOn: ["reference"] });
  });

  test("counterexamples are written where a folder is named, and nowhere else", async () => {
    const cache = process.env.XDG_CACHE_HOME;
    process.env.XDG_CACHE_HOME = join(folder, "cache");
    try {
      const asked = { policies: ["v5"], platforms: ["ideal"], properties: ["NoStranded"] } as const;
      await check(asked);
      expect(await readdir(folder)).toEqual([]);
      const out = join(folder, "traces");
      const [result] = await check({ ...asked, out });
      expect(result).toMatchObject({
        traceFile: join(out, "v5-ideal-chain-2-1-rips-2-NoStranded.trace.json"),
      });
    } finally {
      if (cache === undefined) delete process.env.XDG_CACHE_HOME;
      else process.env.XDG_CACHE_HOME = cache;
    }
  });

  test("a run that is cut short proves nothing", async () => {
    const results = await check({
      policies: ["mainline", once],
      platforms: ["ideal"],
      properties: ["NoStranded"],
      chain: [3, 3, 3],
      signal: AbortSignal.abort(),
    });
    expect(results.map(({ verdict }) => verdict)).toEqual(["bounded", "bounded"]);
  });
});

describe("what a caller can do wrong", () => {
  test("a policy file that is refused: every fault, with its place", async () => {
    const file = join(folder, "refused.ts");
    await writeFile(
      file,
      (await readFile(onceFile, "utf8"))
        .replace("../../../spec/policy.js", "nmicheck/policy")
        .replace("finish: (memory, seen) => {", "$&\n    let more = seen.handled > 1;"),
    );
    const error = await thrown({ policies: [file] });
    expect(error).toBeInstanceOf(PolicyRefused);
    if (!(error instanceof PolicyRefused)) return;
    expect(error.diagnostics.map(({ code, place }) => [code, place?.line])).toEqual([["L102", 9]]);
    expect(error.message).toContain("let more = seen.handled > 1;");
  });

  test("TLC and an object", async () => {
    const error = await thrown({ policies: [once], checker: "tlc" });
    expect(error).toBeInstanceOf(Diagnostic);
    expect(error).toMatchObject({
      code: "api/object-and-tlc",
      blame: "user",
      message: "TLC cannot check a policy object: it has no source that could be compiled to TLA+.",
      remedy: 'give the policy\'s file ("./once.ts"), or ask the explorer.',
    });
  });

  test("what is no policy", async () => {
    const notOne = JSON.parse("{}");
    expect(await thrown({ policies: [notOne] })).toMatchObject({
      code: "api/no-policy",
      message: "a value of type object is no policy.",
      remedy:
        "give a built-in policy's name, a policy file, or an object with `initial`, `enter`, `proceed` and `finish`.",
    });
    expect(await thrown({ policies: [JSON.parse("null")] })).toMatchObject({
      message: "null is no policy.",
    });
  });

  test("names, chains and numbers that are none", async () => {
    expect(await thrown({ policies: ["mainlin"] })).toMatchObject({
      diagnostics: [{ code: "configuration/unknown-name" }],
    });
    const misspelt = { platform: ["ideal"], rips: 2 };
    expect(await thrown(misspelt)).toMatchObject({
      code: "configuration/unknown-name",
      message: "there is no option `platform`.",
      remedy: expect.stringContaining("did you mean `platforms`?"),
    });
    expect(await thrown({ chain: [0] })).toMatchObject({ code: "configuration/chain" });
    expect(await thrown({ rips: 0 })).toMatchObject({ code: "configuration/ips" });
  });

  test("a policy that forgets, after the search, what it did in it", async () => {
    let calls = 0;
    let steady = Number.POSITIVE_INFINITY;
    const moody = {
      ...policies.mainline,
      finish: (...args: Parameters<typeof policies.mainline.finish>) => {
        const answer = policies.mainline.finish(...args);
        return ++calls < steady ? answer : { ...answer, unclaimed: "report" as const };
      },
    };
    const asked = {
      policies: [moody],
      platforms: ["ideal"],
      properties: ["NoFalseSwallow"],
    } as const;
    expect(await check(asked)).toMatchObject([{ verdict: "violated", replayedOn: ["model"] }]);
    // The last call is that of the last NMI, when the counterexample is played.
    [steady, calls] = [calls, 0];
    expect(await check(asked)).toMatchObject([
      {
        verdict: "failed",
        failure: {
          code: "api/unsteady-policy",
          blame: "user",
          message: expect.stringMatching(
            /^a policy must depend on what it is given alone; here the counterexample does not happen again: first difference at NMI 2/,
          ),
        },
      },
    ]);
  });
});
