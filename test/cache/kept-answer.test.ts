import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { type KeptKind, keepAnswer, keptAnswer } from "../../src/base/kept/kept-answer.js";

const kind: KeptKind<{ readonly states: number }> = {
  name: "tested",
  schema: z.strictObject({ states: z.int() }),
};
const question = { policy: "mainline", chain: [2, 1] };

let before: string | undefined;
let folder = "";
beforeEach(async () => {
  before = process.env.XDG_CACHE_HOME;
  folder = await mkdtemp(join(tmpdir(), "nmicheck-kept-"));
  process.env.XDG_CACHE_HOME = folder;
});
afterEach(async () => {
  if (before === undefined) delete process.env.XDG_CACHE_HOME;
  else process.env.XDG_CACHE_HOME = before;
  await rm(folder, { recursive: true, force: true });
});

const kept = () => join(folder, "nmicheck", kind.name);
async function onlyFile(): Promise<string> {
  const [name = ""] = await readdir(kept());
  return join(kept(), name);
}

test("an answer is there for its question alone, whatever the order of its keys", async () => {
  expect(await keptAnswer(kind, question)).toBeNull();
  await keepAnswer(kind, question, { states: 7 });
  expect(await keptAnswer(kind, { chain: [2, 1], policy: "mainline" })).toEqual({ states: 7 });
  expect(await keptAnswer(kind, { ...question, chain: [1, 2] })).toBeNull();
  expect(await keptAnswer({ ...kind, name: "another" }, question)).toBeNull();
});

test("an answer that was cut or edited, or that is of another form, is none", async () => {
  await keepAnswer(kind, question, { states: 7 });
  const file = await onlyFile();
  const text = await readFile(file, "utf8");
  for (const broken of [text.slice(0, -1), text.replace("7", "8"), "", "\n"]) {
    await writeFile(file, broken);
    expect(await keptAnswer(kind, question)).toBeNull();
  }
  await writeFile(file, text);
  expect(await keptAnswer(kind, question)).toEqual({ states: 7 });
  const stricter = { ...kind, schema: z.strictObject({ states: z.literal(8) }) };
  expect(await keptAnswer(stricter, question)).toBeNull();
});

test("an answer under the name of another question is none", async () => {
  await keepAnswer(kind, question, { states: 7 });
  const text = await readFile(await onlyFile(), "utf8");
  await rm(kept(), { recursive: true });
  const other = { ...question, policy: "v5" };
  await keepAnswer(kind, other, { states: 9 });
  await writeFile(await onlyFile(), text);
  expect(await keptAnswer(kind, other)).toBeNull();
});

test("a cache that cannot be written costs no answer", async () => {
  await writeFile(join(folder, "nmicheck"), "a file where the folder would be");
  await keepAnswer(kind, question, { states: 7 });
  expect(await keptAnswer(kind, question)).toBeNull();
});

test("the answers that were not asked for the longest go", async () => {
  for (let index = 0; index < 70; index++) await keepAnswer(kind, index, { states: index });
  expect(await readdir(kept())).toHaveLength(64);
  expect(await keptAnswer(kind, 69)).toEqual({ states: 69 });
});
