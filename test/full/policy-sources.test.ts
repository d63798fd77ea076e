import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { packageRoot } from "../../src/base/package/root.js";
import { PolicyFile } from "../fuzz/policy-answer.js";
import { foreignSources, spoiledSources } from "../fuzz/policy-sources.js";

let policy: PolicyFile;
beforeAll(async () => {
  policy = await PolicyFile.make();
});
afterAll(() => policy.remove());

/** TypeScript checks each source as a whole program: some hundreds take minutes. */
const RUNS = Number(process.env.NMICHECK_FUZZ_RUNS ?? 300);

async function fuzz(sources: fc.Arbitrary<string>, numRuns: number): Promise<void> {
  await fc.assert(
    fc.asyncProperty(sources, async (text) => {
      expect(await policy.complaint(text)).toBeNull();
    }),
    { numRuns, endOnFailure: true },
  );
}

test.each(policyNames)(
  "sources near %s are refused in a place, or compile",
  async (name) => {
    const source = readFileSync(join(packageRoot, "spec", "policies", `${name}.ts`), "utf8");
    await fuzz(spoiledSources(source.replace("../policy.js", "nmicheck/policy")), RUNS);
  },
  3_600_000,
);

test("sources that are nothing like a policy are refused in a place", async () => {
  await fuzz(foreignSources, RUNS);
}, 3_600_000);
