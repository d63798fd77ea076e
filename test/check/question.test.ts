import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { check } from "../../src/analyses/check/check.js";
import { type Asked, questionKey } from "../../src/analyses/check/question.js";
import { scorecard } from "../../src/cli/scorecard.js";
import { changedVerdicts } from "../../src/cli/watch/rounds.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { whole } from "../slice.js";
import { loadedPolicy } from "./loaded-policy.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-question-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const explorer = { checker: "explorer", out: null } as const;

/** A policy called `once` in a folder of its own, that says this of every NMI that nobody claims. */
async function once(name: string, unclaimed: "swallow" | "report", more = ""): Promise<string> {
  await mkdir(join(folder, name), { recursive: true });
  const file = join(folder, name, "once.ts");
  const text = `import type { Policy } from "nmicheck/policy";
export const once: Policy<boolean> = {
  initial: false,
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "${unclaimed}" }),
};
${more}`;
  await writeFile(file, text);
  return file;
}

async function question(change: Partial<Asked> = {}): Promise<Asked> {
  const platform = namedPlatform("ideal", [1], 1);
  const policy = await loadedPolicy("mainline");
  return { policy, platform, axes: readAxes([]), property: "NoStranded", ...change };
}

test("two questions are one exactly if all that they ask is the same", async () => {
  const one = questionKey(await question());
  // Nothing but the values is the same.
  expect(questionKey(await question())).toBe(one);
  const others = [
    await question({ policy: await loadedPolicy("v5") }),
    await question({ platform: namedPlatform("sticky", [1], 1) }),
    await question({ platform: namedPlatform("ideal", [1, 1], 1) }),
    await question({ platform: namedPlatform("ideal", [1], 2) }),
    await question({ axes: readAxes(["lvtpc=forgotten"]) }),
    await question({ axes: readAxes(["handler-quirk=no-ack"]) }),
    await question({ axes: readAxes(["cpus=2"]) }),
    await question({ axes: readAxes(["cpus=2", "nmi-routing=all"]) }),
    await question({ axes: undefined }),
    await question({ property: "NoMasked" }),
  ];
  expect(new Set([one, ...others.map(questionKey)]).size).toBe(others.length + 1);
});

whole("a policy is what its sources are, wherever they lie", async () => {
  const first = await once("first", "report");
  const copy = await once("copy", "report");
  const other = await once("other", "report", "// written by somebody else\n");
  const digests = await Promise.all(
    [first, copy, other].map(async (file) => (await loadedPolicy(file)).digest),
  );
  expect(digests[1]).toBe(digests[0]);
  expect(digests[2]).not.toBe(digests[0]);
});

whole("two policies of one name have two rows, and each its own answers", async () => {
  const swallows = await once("swallows", "swallow");
  const reports = await once("reports", "report");
  const platform = namedPlatform("ideal", [1], 1);
  const policies = [await loadedPolicy(swallows), await loadedPolicy(reports)];
  const { checker, results } = await check(
    {
      subjects: policies.map((policy) => ({ policy, platform })),
      properties: ["NoFalseSwallow"],
      version: "0",
    },
    explorer,
    {},
  );
  // Each counterexample is played with its own policy.
  expect(results.map(({ verdict, replayedOn }) => [verdict.verdict, ...replayedOn])).toEqual([
    ["violated", "model"],
    ["holds"],
  ]);
  const rows = scorecard(results, checker, false).split("\n").slice(1);
  expect(rows.flatMap((row) => /holds|violated/.exec(row)?.[0] ?? [])).toEqual([
    "violated",
    "holds",
  ]);
});

test("what is asked twice is answered once, and both times", async () => {
  const asked = [await question(), await question()];
  const told: string[] = [];
  const { results } = await check(
    { subjects: asked, properties: ["NoStranded"], version: "0" },
    explorer,
    { onVerdict: ({ property }) => told.push(property) },
  );
  expect(results.map(({ verdict }) => verdict.verdict)).toEqual(["holds", "holds"]);
  expect(told).toEqual(["NoStranded"]);
});

test("a round of the watch tells machines with axes apart", async () => {
  const subjects = [await question(), await question({ axes: readAxes(["lvtpc=forgotten"]) })];
  const { results } = await check(
    { subjects, properties: ["NoStranded"], version: "0" },
    explorer,
    {},
  );
  expect(results.map(({ verdict }) => verdict.verdict)).toEqual(["holds", "violated"]);
  expect(changedVerdicts(results, results)).toEqual([]);
});

test("each machine has its own answer to what must happen eventually", async () => {
  const subjects = [await question(), await question({ axes: readAxes(["lvtpc=forgotten"]) })];
  const { results } = await check(
    { subjects, properties: [], liveness: ["EveryEventHandled"], version: "0" },
    explorer,
    {},
  );
  expect(results.map(({ verdict }) => verdict.verdict)).toEqual(["holds", "violated"]);
});
