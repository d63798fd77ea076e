import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let first: ChildProcess | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-in-use-"));
});
afterEach(async () => {
  first?.kill("SIGKILL");
  await rm(folder, { recursive: true, force: true });
});

test("two processes do not work on one checkpoint, and a killed one does not keep it", async () => {
  const asked = [
    ...["check", "--checker", "explorer", "--policy", "mainline", "--platform", "ideal"],
    ...["--property", "NoSpurious", "--chain", "3,3,3,3,3", "--ips", "4"],
    ...["--checkpoint", join(folder, "saved")],
  ];
  const env = { PATH: process.env.PATH ?? "", XDG_CACHE_HOME: folder, TMPDIR: folder };
  first = spawn(process.execPath, [join(packageRoot, "dist", "cli.js"), ...asked], {
    env,
    stdio: "ignore",
  });
  const marks = () => readdir(join(folder, "saved")).catch((): readonly string[] => []);
  while ((await marks()).length === 0) await sleep(20);

  const second = await nmicheck(asked, env);
  expect(second.stderr).toContain("error[process/folder-in-use]: the checkpoint in ");
  expect(second.stderr).toContain(` is in use: the process ${first.pid} works on it.`);
  expect(second.exitCode).toBe(2);

  first.kill("SIGKILL");
  await once(first, "exit");
  const third = await nmicheck([...asked, "--timeout", "1"], env);
  expect(third.stdout).toContain("nothing found within 1 second.");
  expect(third.exitCode).toBe(1);
});
