import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { access, mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDocumentSchema } from "../../src/analyses/check/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { slice, whole } from "../slice.js";
import { type Provisioned, provisioned } from "../tlc/provisioned.js";
import { nmicheck } from "./nmicheck.js";

let tlc: Provisioned;
let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  tlc = await provisioned();
  folder = await mkdtemp(join(tmpdir(), "nmicheck-ends-"));
  env = {
    PATH: process.env.PATH ?? "",
    TLA2TOOLS_JAR: tlc.jar.path,
    XDG_CACHE_HOME: join(tmpdir(), "nmicheck-ends-cache"),
    TMPDIR: folder,
    HOME: folder,
  };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A check that takes TLC some minutes. */
function longCheck(): ChildProcess {
  const args = ["check", "--checker", "tlc", "--policy", "mainline", "--platform", "ideal"];
  return spawn(
    process.execPath,
    [
      join(packageRoot, "dist", "cli.js"),
      ...args,
      ...["--property", "NoSpurious", "--chain", "3,3,3,3", "--ips", "4"],
    ],
    { env, stdio: "ignore", detached: true },
  );
}

/** The processes of this machine whose command line names the folder of this test. */
async function processesHere(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const command = await readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => "");
    if (command.includes(`java.io.tmpdir=${folder}`)) found.push(pid);
  }
  return found;
}

async function until(condition: () => Promise<boolean>, seconds: number): Promise<boolean> {
  for (const deadline = Date.now() + seconds * 1000; Date.now() < deadline; ) {
    if (await condition()) return true;
    await sleep(100);
  }
  return condition();
}

const javaRuns = async (): Promise<boolean> => (await processesHere()).length > 0;
const javaIsGone = async (): Promise<boolean> => (await processesHere()).length === 0;
const nothingIsLeft = async (): Promise<boolean> => (await readdir(folder)).length === 0;

describe("while TLC runs", () => {
  // SIGHUP is what a terminal sends when it is closed.
  test.each(slice(["SIGINT", "SIGTERM", "SIGHUP"] as const, 3))(
    "%s ends nmicheck and Java, and leaves no folder",
    async (name) => {
      const child = longCheck();
      expect(await until(javaRuns, 30)).toBe(true);
      child.kill(name);
      const by = await new Promise((resolve) => child.once("exit", (_code, how) => resolve(how)));
      expect(by).toBe(name);
      expect(await until(javaIsGone, 5)).toBe(true);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  whole("after SIGKILL Java ends by itself, and the folders go with it", async () => {
    const child = longCheck();
    expect(await until(javaRuns, 30)).toBe(true);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    expect(await until(javaIsGone, 10)).toBe(true);
    expect(await until(nothingIsLeft, 5)).toBe(true);
  });

  whole(
    "an interrupted scorecard is the verdicts that there were, one sentence, and no more",
    async () => {
      const child = spawn(
        process.execPath,
        [join(packageRoot, "dist", "cli.js"), "check", "--checker", "tlc", "--json"],
        { env, stdio: ["ignore", "pipe", "pipe"], detached: true },
      );
      let [answer, told] = ["", ""];
      child.stdout.setEncoding("utf8").on("data", (text: string) => {
        answer += text;
      });
      child.stderr.setEncoding("utf8").on("data", (text: string) => {
        told += text;
      });
      const ended = new Promise((resolve) => child.once("close", (_code, by) => resolve(by)));
      // Some of the 48 verdicts are there by then, and the last is not.
      expect(await until(javaRuns, 30)).toBe(true);
      await sleep(3_000);
      child.kill("SIGTERM");
      expect(await ended).toBe("SIGTERM");
      expect(told.split("\n").filter((line) => !line.startsWith("{"))).toEqual([
        "interrupted: nothing of it is left running.",
        "",
      ]);
      const { results, interrupted } = checkDocumentSchema.parse(JSON.parse(answer));
      expect(interrupted).toBe(true);
      expect(results.length).toBeLessThan(48);
      expect(results.map(({ verdict }) => verdict)).not.toContain("bounded");
      expect(await readdir(folder)).toEqual([]);
    },
  );
});

describe("Ctrl-C", () => {
  let trace: string;
  beforeAll(async () => {
    const traces = join(folder, "traces");
    const one = ["--policy", "none", "--platform", "ideal", "--property", "NoMasked"];
    await nmicheck(["check", "--checker", "explorer", ...one, "--out", traces], env);
    trace = join(traces, "none-ideal-chain-2-1-rips-2-NoMasked.trace.json");
  });

  test.each([
    ["a replay", () => ["replay", trace]],
    ["a test of an engine", () => ["engine-test"]],
  ])("ends %s by the signal, as a shell expects it", async (name, args) => {
    const started = join(folder, `started-${name.length}`);
    // It says nothing, so that nmicheck waits for it.
    const mute = `require("fs").writeFileSync(${JSON.stringify(started)}, ""); setInterval(() => {}, 1e3)`;
    const engine = ["--engine-command", `${process.execPath} -e '${mute}'`];
    const child = spawn(
      process.execPath,
      [join(packageRoot, "dist", "cli.js"), ...args(), ...engine],
      { env, stdio: ["ignore", "ignore", "pipe"], detached: true },
    );
    let told = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      told += text;
    });
    const ended = new Promise((resolve) => child.once("close", (_code, by) => resolve(by)));
    const isStarted = () =>
      access(started).then(
        () => true,
        () => false,
      );
    expect(await until(isStarted, 30)).toBe(true);
    child.kill("SIGINT");
    expect(await ended).toBe("SIGINT");
    expect(told).toBe("interrupted: nothing of it is left running.\n");
  });

  test.each(
    slice(
      [
        ["find", ["find", "NoFalseSwallow", "--chain", "3,3,2", "--ips", "3", "--json"]],
        ["limits", ["limits", "--chain", "3,3,2", "--ips", "3", "--json"]],
      ] as const,
      2,
    ),
  )("ends %s, which computes without a pause", async (_, args) => {
    const child = spawn(process.execPath, [join(packageRoot, "dist", "cli.js"), ...args], {
      env,
      stdio: ["ignore", "ignore", "pipe"],
      detached: true,
    });
    // It tells how far it is while it computes.
    const [told] = await once(child.stderr, "data");
    expect(String(told)).toContain('"nmicheck.progress/1"');
    child.kill("SIGINT");
    const signal = await new Promise((resolve) => child.once("exit", (_code, by) => resolve(by)));
    expect(signal).toBe("SIGINT");
  });
});
