import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { boardSurvey } from "../../src/analyses/atlas/boards.js";
import { type Explored, exploreAll } from "../../src/analyses/atlas/explored.js";
import { findScenarios } from "../../src/analyses/find/find.js";
import { limitsOf } from "../../src/analyses/limits/limits.js";
import { DEFAULT_OBSERVATION } from "../../src/analyses/limits/observation.js";
import { runCampaign } from "../../src/analyses/mutate/campaign.js";
import { packageRoot } from "../../src/base/package/root.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import type { LoadedPolicy } from "../../src/machine/policy/load.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import { loadedFrom, policyData } from "../../src/machine/policy/policy-data.js";
import { subjectsOf } from "../mutate/models.js";
import { slice, wholly } from "../slice.js";

async function loaded(name: string): Promise<LoadedPolicy> {
  const result = await loadPolicy(name);
  if (result.kind === "refused") throw new Error(`${name} is refused`);
  return result.policy;
}

let mainline: LoadedPolicy;
beforeAll(async () => {
  mainline = await loaded("mainline");
});

/** The texts of an answer that one thread gives, and two. */
async function texts(ask: (threads: number) => Promise<unknown>): Promise<readonly string[]> {
  return [JSON.stringify(await ask(1)), JSON.stringify(await ask(2))];
}

/** Whose changes are judged: the few of one file, or the many of another. */
const MUTATED = slice(["policy-input.ts", "outcome.ts"], 2);
/** How large the machine is that is reported about. */
const CHAIN = slice(["1", "1,1"], 2).at(-1) ?? "1";

const small = namedPlatform("ideal", [1, 1], 1);

describe("two threads give what one gives, byte for byte", () => {
  test("atlas", async () => {
    const questions = slice(boardSurvey(["none"]).questions, 4);
    const [one, two] = await texts(async (threads) => {
      const progress: number[] = [];
      const foundOf = await exploreAll(questions, {
        threads,
        onProgress: (done, all) => progress.push(done, all),
      });
      expect(progress).toHaveLength(2 * questions.length);
      return questions.map((question) => foundOf(question));
    });
    expect(two).toBe(one);
  });

  test("find, of which runs are sorted in several parts", async () => {
    const asked = { policy: mainline, property: "NoMasked", version: "1.0.0" } as const;
    const machine = { platform: small, axes: readAxes(["nesting=yes"]) };
    const [one, two] = await texts((threads) =>
      findScenarios({ ...asked, ...machine, threads, fewestRuns: 1 }),
    );
    expect(two).toBe(one);
    // More than one thread sorts at once.
    expect(JSON.parse(String(two)).minimalRuns).toBe(1129);
  });

  test.each(slice([DEFAULT_OBSERVATION, ["rip", "bitmap"] as const], 2))(
    "limits: %s",
    async (...sees) => {
      const observation = sees.flat();
      const request = { platform: small, walk: "chain", observation } as const;
      const [one, two] = await texts((threads) =>
        limitsOf(request, undefined, { threads, fewestStates: 0 }),
      );
      expect(two).toBe(one);
      expect(JSON.parse(String(two)).best).toHaveLength(2);
    },
  );

  test("mutate", async () => {
    const subjects = subjectsOf(["none"], ["ideal"]).map((one) => ({ ...one, platform: small }));
    const request = { subjects, properties: ["NoMasked"], files: MUTATED };
    const [one, two] = await texts((threads) => runCampaign({ ...request, threads }));
    expect(two).toBe(one);
    expect(JSON.parse(String(two)).mutants.length).toBeGreaterThan(1);
  });
});

test.each([
  ["with causes alone", ["--policy", "v5", "--no-limits", "--no-atlas"]],
  ...wholly([["of two platforms", ["--platform", "sticky"]] as const]),
] as const)("a report %s on one core and on all of them is the same", async (_, more) => {
  const args = [
    ...["dist/cli.js", "report", "--json", "--no-cache", "--checker", "explorer"],
    ...["--policy", "mainline", "--platform", "ideal", "--chain", CHAIN, ...more],
  ];
  const report = async (command: readonly string[]): Promise<unknown> => {
    const [file = "", ...rest] = [...command, process.execPath, ...args];
    const { stdout } = await execa(file, rest, { cwd: packageRoot });
    // When it was made, and how long the explorer took.
    return stdout.replaceAll(/"(created|seconds)": .*/g, "");
  };
  expect(await report([])).toBe(await report(["taskset", "-c", "0"]));
});

test("of a machine that nobody asked about nothing is said", async () => {
  const [first, second] = boardSurvey(["none"]).questions;
  if (first === undefined || second === undefined) throw new Error("there are several boards");
  const foundOf = await exploreAll([first]);
  // Known by its value, whichever object it is.
  const copy: Explored = structuredClone(first);
  expect(foundOf(copy).states).toBeGreaterThan(1);
  expect(() => foundOf(second)).toThrow("the machine was not asked about");
});

test("a thread loads the policy that was asked about, or none", async () => {
  const data = policyData(mainline);
  expect((await loadedFrom(data)).digest).toBe(mainline.digest);
  await expect(loadedFrom({ ...data, digest: "another" })).rejects.toMatchObject({
    code: "policy/changed",
  });
});
