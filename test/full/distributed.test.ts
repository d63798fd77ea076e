import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { checkDocumentSchema } from "../../src/analyses/check/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { freeLoopback } from "../../src/checkers/tlc/distributed/address.js";
import { PROGRESS_SCHEMA, progressSchema } from "../../src/cli/progress-document.js";
import { provisioned } from "../tlc/provisioned.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  const { jar } = await provisioned();
  folder = await mkdtemp(join(tmpdir(), "nmicheck-distributed-cli-"));
  env = { TLA2TOOLS_JAR: jar.path, XDG_CACHE_HOME: join(folder, "cache"), TMPDIR: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const start = (...args: readonly string[]) =>
  execa(process.execPath, [join(packageRoot, "dist", "cli.js"), ...args], {
    env,
    reject: false,
    stdin: "ignore",
  });

const asked = ["--policy", "mainline", "--platform", "ideal", "--property", "NoSpurious"];

/** The processes of TLC whose command line names this folder. */
async function ours(): Promise<readonly number[]> {
  const found: number[] = [];
  for (const entry of await readdir("/proc")) {
    if (!/^\d+$/.test(entry)) continue;
    const line = await readFile(`/proc/${entry}/cmdline`, "utf8").catch(() => "");
    if (line.includes("tlc2.tool.distributed") && line.includes(folder)) found.push(Number(entry));
  }
  return found;
}

test("a worker started elsewhere joins, serves, and ends with Ctrl-C", async () => {
  const { host, port } = await freeLoopback();
  const worker = start("worker", "--join", `${host}:${port}`);
  const { stdout, exitCode } = await start(
    ...["check", "--checker", "tlc", "--distributed", "--listen", `${host}:${port}`, "--json"],
    ...["--workers", "1", "--chain", "3,2", ...asked],
  );
  expect(exitCode).toBe(0);
  const [result] = checkDocumentSchema.parse(JSON.parse(stdout)).results;
  expect(result).toMatchObject({
    verdict: "holds",
    certified: true,
    distributed: { joined: 2, lost: 0 },
  });
  worker.kill("SIGINT");
  const { signal, stderr } = await worker;
  expect(signal).toBe("SIGINT");
  expect(stderr).toContain("work completed");
  expect(await ours()).toEqual([]);
}, 300_000);

test("it tells every few seconds how far it has come, with the memory of server and worker", async () => {
  const { stderr } = await start(
    ...["check", "--json", "--checker", "tlc", "--distributed", "--workers", "1", ...asked],
    ...["--chain", "3,3,3", "--ips", "4", "--timeout", "20"],
  );
  const lines = stderr.split("\n").filter((line) => line.includes(PROGRESS_SCHEMA));
  expect(lines.length).toBeGreaterThan(1);
  for (const line of lines) {
    const progress = progressSchema.parse(JSON.parse(line));
    // Two Javas have more than this.
    expect(progress.residentBytes).toBeGreaterThan(150 * 2 ** 20);
  }
}, 120_000);

test.each(["NoFalseSwallow", "NoSpurious", "NoMasked", "NoStranded"])(
  "with all reductions the server's verdict on %s, and the length, is that of the explorer without",
  async (property) => {
    const told = async (...args: readonly string[]) => {
      const { stdout } = await start(
        ...["check", "--json", "--policy", "v5", "--platform", "ideal", "--chain", "1,1"],
        ...["--property", property, ...args],
      );
      const [result] = checkDocumentSchema.parse(JSON.parse(stdout)).results;
      return { verdict: result?.verdict, length: result?.trace?.length, run: result };
    };
    const distributed = ["--checker", "tlc", "--distributed", "--workers", "1"];
    const { run, ...byServer } = await told(...distributed, "--reductions", "all");
    const { run: _, ...byExplorer } = await told("--checker", "explorer");
    expect(byServer).toEqual(byExplorer);
    if (byServer.verdict === "holds") expect(run).toMatchObject({ distributed: { joined: 1 } });
  },
  120_000,
);

test.each(["SIGINT", "SIGKILL"] as const)(
  "after %s nothing is left",
  async (signal) => {
    const check = start("check", "--checker", "tlc", "--distributed", "--chain", "3,3", ...asked);
    while ((await ours()).length < 2) await sleep(100);
    check.kill(signal);
    await check;
    const deadline = Date.now() + 10_000;
    while ((await ours()).length > 0 && Date.now() < deadline) await sleep(100);
    expect(await ours()).toEqual([]);
  },
  120_000,
);
