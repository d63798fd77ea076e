import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { check } from "../../src/analyses/check/check.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";
import { whole } from "../slice.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-thrown-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function loaded(name: string, source: string): Promise<LoadedPolicy> {
  const file = join(folder, name);
  await writeFile(file, source);
  const result = await loadPolicy(file);
  if (result.kind === "refused") throw result.diagnostics[0];
  return result.policy;
}

async function diagnosticOf(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error).replaceAll(folder, "FOLDER");
    throw error;
  }
  throw new Error("nothing was thrown");
}

/** The marks in its first lines are types, which the JavaScript has not. */
const BLIND = `import { at, type Policy, type Range, type Vector } from "nmicheck/policy";

/** What it keeps. */
interface Memory {
  readonly count: Range<0, 2>;
  readonly marks: Vector<boolean, 2>;
}

export const blind: Policy<Memory> = {
  initial: { count: 0, marks: [false, true] },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    const mark = at(memory.marks, memory.count);
    return { memory: { ...memory, count: seen.handled }, unclaimed: mark ? "report" : "swallow" };
  },
};
`;

const PLACE = `FOLDER/blind.ts:14:18
  14 |     const mark = at(memory.marks, memory.count);
     |                  ^`;

whole("what a policy throws says what it was asked, and where it was written", async () => {
  // The second time it comes from the cache.
  for (const _ of ["compiled", "kept"]) {
    const { policy } = await loaded("blind.ts", BLIND);
    const memory = { count: 2, marks: [false, true] };
    expect(await diagnosticOf(() => policy.finish(memory, { backToBack: true, handled: 0 }))).toBe(
      "error[policy/threw]: `finish` of the policy, asked with memory " +
        '{"count":2,"marks":[false,true]} and seen {"backToBack":true,"handled":0}, ' +
        `threw RangeError: index 2 is outside an array of 2 items.\n${PLACE}\n` +
        "  → correct the policy: it must give an answer in every reachable state.",
    );
  }
});

test("the explorer's verdict has the cause and the place", async () => {
  const policy = await loaded("blind.ts", BLIND);
  const { results } = await check(
    {
      subjects: [{ policy, platform: namedPlatform("ideal", [2], 1) }],
      properties: ["NoStranded"],
      version: "0",
    },
    { checker: "explorer" },
    {},
  );
  const verdict = results[0]?.verdict;
  if (verdict?.verdict !== "failed") throw new Error("it did not fail");
  const { diagnostic, blame } = verdict.failure;
  const text = renderDiagnostic(diagnostic).replaceAll(folder, "FOLDER");
  expect(text).toMatch(/^error\[explore\/model-error\]: the model failed in the event decide, /);
  expect(text).toContain("threw RangeError: index 2 is outside an array of 2 items.");
  expect(text).toContain(PLACE);
  expect(blame).toBe("user");
});

test("a file that throws when it is loaded is the user's mistake, at its place", async () => {
  const source = `import type { Policy } from "nmicheck/policy";
interface Memory { readonly armed: boolean }
export const halves = [1, 2].map((n) => { if (n > 1) throw new Error("odd"); return n; });
export const loading: Policy<Memory> = {
  initial: { armed: false },
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory) => ({ memory, unclaimed: "report" }),
};
`;
  expect(await diagnosticOf(() => loaded("loading.ts", source))).toBe(
    `error[policy/loading-threw]: the policy file \`FOLDER/loading.ts\` throws when it is loaded. Error: odd.
FOLDER/loading.ts:3:60
  3 | export const halves = [1, 2].map((n) => { if (n > 1) throw new Error("odd"); return n; });
    |                                                            ^
  → give every constant of the file a value without an error.`,
  );
});
