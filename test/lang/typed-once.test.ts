import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { compileModel } from "../../src/compiler/lang/compile.js";
import { builtModels, specFolder } from "../../src/machine/policy/compile-policy.js";

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

/** What is wrong with the policy, after files beside it were saved with these texts. */
async function saved(
  texts: Readonly<Record<string, string>>,
  policy = POLICY,
): Promise<readonly string[]> {
  await writeFile(join(folder, "mine.ts"), policy);
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  const result = compileModel({
    root: join(specFolder, "cpu", "nmi.ts"),
    vocabulary: specFolder,
    bundles: { Policy: join(folder, "mine.ts") },
  });
  return result.kind === "compiled" ? [] : result.diagnostics.map(({ message }) => message);
}

test("a type error in what comes with a policy is seen whenever it is there, whatever was right before", async () => {
  const wrong = [expect.stringContaining("TypeScript 2322")];
  expect(await saved({ "part.ts": PART })).toEqual([]);
  expect(await saved({ "part.ts": WRONG })).toEqual(wrong);
  expect(await saved({ "part.ts": PART })).toEqual([]);
  expect(await saved({ "part.ts": WRONG })).toEqual(wrong);
});

/** The policy, with a type from a package, for which it is refused. */
const WITH_A_PACKAGE = POLICY.replace(
  'import { handled } from "./part.js";',
  'type Limit = import("outside").Limit;\nconst handled: Limit = 1;',
);

test("what is refused is read anew, too", async () => {
  const limit = (type: string): Record<string, string> => ({
    "node_modules/outside/index.d.ts": `export type Limit = ${type};\n`,
  });
  const first = await saved(limit("number"), WITH_A_PACKAGE);
  expect(await saved(limit("string"), WITH_A_PACKAGE)).not.toEqual(first);
  expect(await saved(limit("number"), WITH_A_PACKAGE)).toEqual(first);
});

test("the build leaves the digests of what it checked; of a changed model it says nothing", async () => {
  expect(builtModels().size).toBe(2);
  const copy = join(folder, "spec");
  await cp(specFolder, copy, { recursive: true });
  const compiled = () =>
    compileModel({
      root: join(copy, "cpu", "nmi.ts"),
      vocabulary: copy,
      wellTyped: builtModels(),
      bundles: { Policy: join(copy, "policies", "none.ts") },
    });
  expect(compiled().kind).toBe("compiled");
  // Nothing that a compiled model shows.
  await appendFile(join(copy, "cpu", "sources.ts"), 'const unused: number = "1";\n');
  expect(compiled()).toMatchObject({
    kind: "refused",
    diagnostics: [{ code: "L100", message: expect.stringContaining("TypeScript 2322") }],
  });
});
