import { appendFile, copyFile, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDocumentSchema } from "../../src/analyses/check/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { provisioned } from "../tlc/provisioned.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  const { jar } = await provisioned();
  folder = await mkdtemp(join(tmpdir(), "nmicheck-tlc-resume-"));
  env = { TLA2TOOLS_JAR: jar.path, XDG_CACHE_HOME: join(folder, "cache"), TMPDIR: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const STATES = 302_200;

const start = (checkpoint: string, ...more: readonly string[]) =>
  execa(
    process.execPath,
    [
      ...[join(packageRoot, "dist", "cli.js"), "check", "--checker", "tlc", "--json"],
      ...["--policy", "mainline", "--platform", "ideal", "--property", "NoSpurious"],
      ...["--chain", "3,3,1", "--ips", "4", "--workers", "2", "--checkpoint", checkpoint, ...more],
    ],
    { env, reject: false, stdin: "ignore" },
  );

/** Waits until TLC has written a whole checkpoint. */
async function saved(checkpoint: string): Promise<void> {
  for (;;) {
    const files = await readdir(checkpoint, { recursive: true }).catch((): string[] => []);
    const isWhole = files.some((file) => file.endsWith("queue.chkpt"));
    if (isWhole && !files.some((file) => file.endsWith("tmp"))) return;
    await sleep(50);
  }
}

/** The processes of TLC that work in this folder. */
async function ours(): Promise<number> {
  let found = 0;
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const line = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
    if (line.includes("tlc2.TLC\0") && line.includes(folder)) found++;
  }
  return found;
}

async function interrupt(checkpoint: string, signal: "SIGINT" | "SIGKILL"): Promise<void> {
  const run = start(checkpoint);
  while ((await ours()) === 0) await sleep(50);
  await saved(checkpoint);
  run.kill(signal);
  const { stdout } = await run;
  if (signal === "SIGINT") {
    expect(checkDocumentSchema.parse(JSON.parse(stdout)).results[0]?.verdict).toBe("bounded");
  }
  while ((await ours()) > 0) await sleep(100);
}

describe("a run of TLC goes on after it was interrupted", () => {
  test.each(["SIGINT", "SIGKILL"] as const)("by %s, twice", async (signal) => {
    const checkpoint = join(folder, signal);
    await interrupt(checkpoint, signal);
    await interrupt(checkpoint, signal);
    const { stdout, exitCode } = await start(checkpoint);
    const [result] = checkDocumentSchema.parse(JSON.parse(stdout)).results;
    expect(result).toMatchObject({
      verdict: "holds",
      certified: true,
      resumed: true,
      states: { distinct: STATES },
    });
    expect(result?.collisionProbability).toBeGreaterThanOrEqual((STATES * (STATES - 1)) / 2 ** 65);
    expect(exitCode).toBe(0);
    expect(await readdir(checkpoint)).toEqual([]);
  });

  test("not while another process works on it", async () => {
    const checkpoint = join(folder, "used");
    const longer = ["--chain", "3,3,2"];
    const first = start(checkpoint, ...longer);
    while ((await ours()) === 0) await sleep(50);
    const second = await start(checkpoint, ...longer);
    expect(second.exitCode).toBe(2);
    expect(second.stderr).toContain("error[process/folder-in-use]: the checkpoint in ");
    const { stdout } = await first;
    expect(checkDocumentSchema.parse(JSON.parse(stdout)).results[0]?.verdict).toBe("holds");
    expect(await readdir(checkpoint)).toEqual([]);
  });

  test("at once after a SIGKILL, when the Java of before is still ending", async () => {
    const checkpoint = join(folder, "killed");
    const first = start(checkpoint);
    while ((await ours()) === 0) await sleep(50);
    await saved(checkpoint);
    first.kill("SIGKILL");
    await first;
    const { stdout } = await start(checkpoint);
    const [result] = checkDocumentSchema.parse(JSON.parse(stdout)).results;
    expect(result).toMatchObject({
      verdict: "holds",
      resumed: true,
      states: { distinct: STATES },
    });
  });

  test("not with another jar, and without an interruption it leaves nothing", async () => {
    const checkpoint = join(folder, "jar");
    await interrupt(checkpoint, "SIGKILL");
    const jar = join(folder, "other.jar");
    await copyFile(env.TLA2TOOLS_JAR ?? "", jar);
    await appendFile(jar, "\n");
    const refused = await start(checkpoint, "--tlc-jar", jar);
    expect(refused.exitCode).toBe(2);
    expect(refused.stderr).toContain("error[tlc/other-checkpoint]");
    expect(refused.stderr).toContain("is of another jar of TLC");
    const fresh = join(folder, "fresh");
    const { stdout } = await start(fresh);
    const [result] = checkDocumentSchema.parse(JSON.parse(stdout)).results;
    expect(result).toMatchObject({ verdict: "holds", states: { distinct: STATES } });
    expect(result).not.toHaveProperty("resumed");
    expect(await readdir(fresh)).toEqual([]);
  });
});
