import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { PolicyFile } from "./policy-answer.js";
import { deepSources, foreignSources, spoiledSources } from "./policy-sources.js";

const source = readFileSync(
  join(packageRoot, "test", "api", "policies", "once.ts"),
  "utf8",
).replace("../../../spec/policy.js", "nmicheck/policy");

let policy: PolicyFile;
beforeAll(async () => {
  policy = await PolicyFile.make();
});
afterAll(() => policy.remove());

test("the source that is spoiled is a policy as it is", async () => {
  expect(await policy.complaint(source)).toBeNull();
});

/** Each is compiled as a user's is; `npm run campaign:fuzz` has hundreds. */
const RUNS = 2;

test.each([
  ["spoiled sources", spoiledSources(source), RUNS],
  ["foreign sources", foreignSources, RUNS],
] as const)("%s are refused in a place, or compile", async (_, sources, numRuns) => {
  await fc.assert(
    fc.asyncProperty(sources, async (text) => {
      expect(await policy.complaint(text)).toBeNull();
    }),
    { numRuns, seed: 2011, endOnFailure: true },
  );
});

test.each(deepSources(source))("%s without an end", async (_, text) => {
  expect(await policy.complaint(text)).toBeNull();
});
