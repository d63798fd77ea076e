import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { HANG, tinyImage } from "./fixtures/tiny-image.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-killed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PROGRAM = fileURLToPath(new URL("fixtures/hanging-guest.js", import.meta.url));

/** The processes of QEMU that run with a file of the folder. */
async function machines(): Promise<readonly string[]> {
  const processes = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const commands = await Promise.all(
    processes.map((name) => readFile(`/proc/${name}/cmdline`, "utf8").catch(() => "")),
  );
  return commands.filter((line) => line.startsWith("qemu") && line.includes(folder));
}

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)("no QEMU is left after %s", async (signal) => {
  await writeFile(join(folder, "image"), tinyImage(HANG));
  await writeFile(join(folder, "initramfs"), "nothing");
  const nmicheck = execa(process.execPath, [PROGRAM, folder], { reject: false });
  const limits = { timeout: 20_000, interval: 50 };
  await vi.waitFor(async () => expect(await machines()).toHaveLength(1), limits);
  nmicheck.kill(signal);
  expect((await nmicheck).signal).toBe(signal);
  await vi.waitFor(async () => expect(await machines()).toEqual([]), limits);
});
