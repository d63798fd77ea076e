import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { runningMachines } from "./fixtures/machines.js";
import { HANG, tinyImage } from "./fixtures/tiny-image.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-killed-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const PROGRAM = fileURLToPath(new URL("fixtures/hanging-guest.js", import.meta.url));

/** The machines that run with a file of the folder. */
async function machines() {
  return (await runningMachines()).filter(({ command }) => command.includes(folder));
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
