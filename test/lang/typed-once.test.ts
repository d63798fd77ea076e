import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileModel } from "../../src/compiler/lang/compile.js";
import { specFolder } from "../../src/machine/policy/compile-policy.js";

const POLICY = `import type { Policy } from "nmicheck/policy";
import { handled } from "./part.js";

export const mine: Policy<{ readonly armed: boolean }> = {
  initial: { armed: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { armed: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: { armed: seen.handled > handled },
    unclaimed: memory.armed ? "swallow" : "report",
  }),
};
`;
const PART = "export const handled = 1;\n";
const WRONG = 'export const handled: number = "1";\n';

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-typed-once-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What is wrong with the policy, after `part.ts` was saved with this text. */
async function saved(part: string): Promise<readonly string[]> {
  await writeFile(join(folder, "mine.ts"), POLICY);
  await writeFile(join(folder, "part.ts"), part);
  const result = compileModel({
    root: join(specFolder, "cpu", "nmi.ts"),
    vocabulary: specFolder,
    bundles: { Policy: join(folder, "mine.ts") },
  });
  return result.kind === "compiled" ? [] : result.diagnostics.map(({ message }) => message);
}

test("a type error in what comes with a policy is seen whenever it is there, whatever was right before", async () => {
  const wrong = [expect.stringContaining("TypeScript 2322")];
  expect(await saved(PART)).toEqual([]);
  expect(await saved(WRONG)).toEqual(wrong);
  expect(await saved(PART)).toEqual([]);
  expect(await saved(WRONG)).toEqual(wrong);
});
