import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readConsole } from "../../../src/engines/qemu/console.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-console-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function shown(text: string) {
  const file = join(folder, "console");
  await writeFile(file, text);
  return readConsole(file);
}

test("the last ten lines are shown, without what a terminal would do", async () => {
  const lines = Array.from({ length: 5_000 }, (_, index) => `[${index}] line\u0007\r\n\n`);
  const end = await shown(`\u001bc\u001b[?7l\u001b[2J${lines.join("")}`);
  expect(end.panicked).toBe(false);
  expect(end.lines).toHaveLength(10);
  expect(end.lines.at(-1)).toBe("[4999] line\\u0007");
});

test("of a panic its first lines are shown", async () => {
  const trace = Array.from({ length: 30 }, (_, index) => `call ${index}\n`).join("");
  const end = await shown(`before\n[ 1.2] Kernel panic - not syncing: Fatal\n${trace}`);
  expect(end.panicked).toBe(true);
  expect(end.lines).toHaveLength(10);
  expect(end.lines.slice(0, 2)).toEqual(["[ 1.2] Kernel panic - not syncing: Fatal", "call 0"]);
});

test("a console that was never written is empty", async () => {
  expect(await readConsole(join(folder, "none"))).toEqual({ lines: [], panicked: false });
});
