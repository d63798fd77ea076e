import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { findDocumentSchema } from "../../src/analyses/find/document.js";
import { limitsBoundedSchema, limitsDocumentSchema } from "../../src/analyses/limits/document.js";
import { whole } from "../slice.js";
import { type Ended, nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-bounds-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const work = z.object({ residentBytes: z.number(), done: z.number() });

/** The memory that the lines of progress tell, at most. */
function mostBytes({ stderr }: Ended): number {
  const lines = stderr
    .split("\n")
    .filter((line) => line.startsWith('{"schema":"nmicheck.progress'));
  expect(lines.length).toBeGreaterThan(0);
  return Math.max(...lines.map((line) => work.parse(JSON.parse(line)).residentBytes));
}

const find = ["find", "NoFalseSwallow", "--chain", "4,1,1,1", "--json", "--no-cache"];

whole("find within a bound of memory: bounded, with how far it came", async () => {
  const ended = await nmicheck([...find, "--heap", "200m"]);
  expect(ended.exitCode).toBe(1);
  const { complete } = findDocumentSchema.parse(JSON.parse(ended.stdout));
  expect(complete).toMatchObject({ complete: false, bound: "200 MiB of memory" });
  expect(mostBytes(ended)).toBeLessThan(200 * 2 ** 20);
});

test("find within a time: bounded", async () => {
  const { exitCode, stdout } = await nmicheck([...find, "--timeout", "2"]);
  expect(exitCode).toBe(1);
  const { complete } = findDocumentSchema.parse(JSON.parse(stdout));
  expect(complete).toMatchObject({ complete: false, bound: "2 seconds" });
  expect(complete.how).toContain("within 2 seconds");
});

const limits = ["limits", "--checker", "explorer", "--no-cache"];

whole("limits within a bound of memory: bounded, in words and as a document", async () => {
  const args = [...limits, "--chain", "4,1,1,1", "--heap", "200m", "--out", folder];
  const { exitCode, stdout } = await nmicheck(args);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(
    /^bounded: what an observer of rip, handlers can know on ideal, chain \[4,1,1,1\], 2 ips was not found within 200 MiB of memory \(\d+ [a-zA-Z ]+\)\.$/,
  );
  const ended = await nmicheck([...args, "--json"]);
  expect(ended.exitCode).toBe(1);
  const document = limitsBoundedSchema.parse(JSON.parse(ended.stdout));
  expect(document.bounded).toBe("200 MiB of memory");
  expect(mostBytes(ended)).toBeLessThan(200 * 2 ** 20);
});

test("limits within a time: what is known is told, and what is not", async () => {
  // Observers of bitmaps take by far the longest: some of them are not answered.
  const args = [...limits, "--chain", "2,1,1", "--timeout", "4", "--json", "--out", folder];
  const { exitCode, stdout } = await nmicheck(args);
  const document = z.union([limitsDocumentSchema, limitsBoundedSchema]).parse(JSON.parse(stdout));
  if ("pair" in document && document.bounded === undefined) expect(exitCode).toBe(0);
  else expect(exitCode).toBe(1);
});

const mistakes: readonly (readonly [args: readonly string[], message: string])[] = [
  [["find", "NoSpurious", "--heap", "much"], "--heap"],
  [["limits", "--heap", "0"], "--heap"],
  [["find", "NoSpurious", "--timeout", "never"], "--timeout"],
];

let ended: EndedOf;
beforeAll(async () => {
  ended = await nmicheckEach(mistakes.map(([args]) => args));
});

test.each(mistakes)("2 for the user's mistake: %s", (args, option) => {
  const { exitCode, stderr } = ended(args);
  expect(stderr).toContain(option);
  expect(exitCode).toBe(2);
});
