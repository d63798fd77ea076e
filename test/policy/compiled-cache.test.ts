import {
  copyFile,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  utimes,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Written } from "../../src/compiler/ir/model.js";
import { compilePolicy } from "../../src/machine/policy/compile-policy.js";
import { keepCompiled, readCompiled } from "../../src/machine/policy/compiled-cache.js";
import type { CompiledPolicy } from "../../src/machine/policy/module.js";
import { sha256 } from "../../src/machine/policy/sources-digest.js";
import { type TranspiledPolicy, transpilePolicy } from "../../src/machine/policy/transpile.js";

const POLICY = `import type { Policy } from "nmicheck/policy";
import { LIMIT } from "./limit.js";

/** Swallows unclaimed back-to-back NMIs. */
export const swallowing: Policy<{ readonly armed: boolean }> = {
  initial: { armed: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { armed: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => {
    if (seen.handled > 0) return { memory: { armed: seen.handled > LIMIT }, unclaimed: "report" };
    return { memory, unclaimed: memory.armed ? "swallow" : "report" };
  },
};
`;

let parent: string;
let file: string;
let limit: string;
let folder: string;
let compiled: CompiledPolicy;
let transpiled: TranspiledPolicy;

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "nmicheck-compiled-"));
  [file, limit] = [join(parent, "swallowing.ts"), join(parent, "limit.ts")];
  await restore();
  const result = compilePolicy(file);
  if (result.kind === "refused") throw result.diagnostics[0];
  compiled = result.policy;
  transpiled = transpilePolicy(file);
});
afterAll(() => rm(parent, { recursive: true, force: true }));
beforeEach(async () => {
  folder = await mkdtemp(join(parent, "cache-"));
  await restore();
});

async function restore(): Promise<void> {
  await writeFile(file, POLICY);
  await writeFile(limit, "export const LIMIT = 1;\n");
}

/** The one file of the cache. */
async function entry(): Promise<string> {
  const names = await readdir(folder);
  expect(names).toHaveLength(1);
  return join(folder, names[0] ?? "");
}

/** That the entry is not used, and gone. */
async function isThrownAway(): Promise<void> {
  expect(await readCompiled(file, folder)).toBeNull();
  expect(await readdir(folder)).toEqual([]);
}

/** The entry with its data changed and its digest right. */
async function edit(change: (data: Record<string, unknown>) => object): Promise<void> {
  const path = await entry();
  const [head = "", json = ""] = (await readFile(path, "utf8")).split("\n");
  const edited = JSON.stringify(change(JSON.parse(json)));
  await writeFile(path, `${head.split(" ")[0]} ${sha256(edited)}\n${edited}\n`);
}

test("what is kept is what was compiled, places included", async () => {
  await keepCompiled(file, compiled, transpiled, folder);
  const kept = await readCompiled(file, folder);
  const { whole, ...rest } = compiled;
  const { places, ...ir } = whole;
  const { places: keptPlaces, ...keptIr } = kept?.compiled.whole ?? whole;
  expect(kept?.compiled).toMatchObject(rest);
  expect(keptIr).toEqual(ir);
  const texts = (map: ReadonlyMap<object, Written>): readonly string[] =>
    [...new Set([...map].map(([part, at]) => JSON.stringify([part, at])))].sort();
  const known = new Set(texts(places));
  expect(texts(keptPlaces).length).toBeGreaterThan(100);
  expect(texts(keptPlaces).filter((text) => !known.has(text))).toEqual([]);
  expect(kept?.modules).toEqual({ entry: transpiled.entry, modules: transpiled.modules });
});

describe("what was made from something else is thrown away", () => {
  beforeEach(() => keepCompiled(file, compiled, transpiled, folder));

  test("from another text of the policy", async () => {
    await writeFile(file, POLICY.replace("Swallows", "Loses"));
    await isThrownAway();
  });

  test("from another text of what it imports", async () => {
    await writeFile(limit, "export const LIMIT = 0;\n");
    await isThrownAway();
  });

  test("where an imported file is gone", async () => {
    await rm(limit);
    await isThrownAway();
  });

  test("by another nmicheck, typed model or TypeScript", async () => {
    await edit((data) => ({ ...data, madeBy: `${data.madeBy} another` }));
    await isThrownAway();
  });

  test("under the name of another policy", async () => {
    const other = join(parent, "other.ts");
    await writeFile(other, POLICY);
    const digests = new Map([...transpiled.digests, [other, sha256(POLICY)]]);
    const made = { ...compiled, files: [other, limit] };
    await keepCompiled(other, made, { ...transpiled, digests }, folder);
    const foreign = (await readdir(folder)).map((name) => join(folder, name));
    const own = (await readCompiled(file, folder)) !== null;
    expect([own, foreign.length]).toEqual([true, 2]);
    for (const path of foreign) {
      const { file: of } = JSON.parse((await readFile(path, "utf8")).split("\n")[1] ?? "");
      if (of === file) await copyFile(foreign.find((one) => one !== path) ?? "", path);
    }
    expect(await readCompiled(file, folder)).toBeNull();
  });
});

describe("what is broken is thrown away", () => {
  beforeEach(() => keepCompiled(file, compiled, transpiled, folder));

  test.each([
    ["cut", (text: string) => text.slice(0, -200)],
    ["with one letter changed", (text: string) => text.replace("swallow", "swallop")],
    ["of another format", (text: string) => text.replace("nmicheck-policy/2", "nmicheck-policy/1")],
    ["empty", () => ""],
    ["with more behind it", (text: string) => `${text}{}\n`],
  ])("%s", async (_, damage) => {
    const path = await entry();
    await writeFile(path, damage(await readFile(path, "utf8")));
    await isThrownAway();
  });

  test("whole, but of another shape", async () => {
    await edit(({ files: _, ...data }) => data);
    await isThrownAway();
  });
});

describe("what is not sure is not kept", () => {
  test("a file that was changed between compiling and transpiling", async () => {
    const digests = new Map([...transpiled.digests, [limit, "0".repeat(64)]]);
    await keepCompiled(file, compiled, { ...transpiled, digests }, folder);
    expect(await readdir(folder)).toEqual([]);
  });

  test("an import that a new file could take over", async () => {
    await writeFile(file, POLICY.replace("./limit.js", "./deep"));
    const index = join(parent, "deep", "index.ts");
    await mkdir(join(parent, "deep"));
    await writeFile(index, "export const LIMIT = 1;\n");
    expect(transpilePolicy(file).isFixed).toBe(false);
    expect(transpiled.isFixed).toBe(true);
    await keepCompiled(file, compiled, { ...transpiled, isFixed: false }, folder);
    expect(await readdir(folder)).toEqual([]);
  });
});

test("of many files the oldest go, and a folder that cannot be written costs nothing", async () => {
  for (let number = 0; number < 105; number++) {
    const path = join(folder, `${number}.json`);
    await writeFile(path, "");
    await utimes(path, 1000 + number, 1000 + number);
  }
  await keepCompiled(file, compiled, transpiled, folder);
  const names = await readdir(folder);
  expect(names).toHaveLength(100);
  expect(names).not.toContain("5.json");
  expect(names).toContain("6.json");
  await expect(keepCompiled(file, compiled, transpiled, file)).resolves.toBeUndefined();
});
