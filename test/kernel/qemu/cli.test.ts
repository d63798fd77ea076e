import { mkdir, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";
import { nmicheck } from "../../cli/nmicheck.js";
import { kernels } from "../kernels.js";
import { runningMachines } from "./fixtures/machines.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-cli-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const home = { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? "" };

/** The counterexamples of mainline, on one platform where what it does is only imitated. */
let traces = "";
beforeAll(async () => {
  traces = join(folder, "traces");
  const which = ["--policy", "mainline", "--platform", "ideal", "--platform", "shadow"];
  await nmicheck(["check", ...which, "--checker", "explorer", "--out", traces], home);
});

test("setup finds that what the engine calls is there", async () => {
  const { exitCode, stdout } = await nmicheck(["setup", "--engine", "qemu"], home);
  expect(stdout).toBe("everything that the engine qemu calls is there.");
  expect(exitCode).toBe(0);
});

describe.each(kernels)("on Linux %s", (version) => {
  const engine = ["--engine", `qemu:${version}`];

  // One trace, which is shown NMI by NMI, the README replays.
  test("one boot serves a folder of traces, and what is only imitated is told", async () => {
    const names = (await readdir(traces)).filter((name) => name.endsWith(".trace.json"));
    expect(names.length).toBeGreaterThan(4);
    const { exitCode, stdout, stderr } = await nmicheck(["replay", traces, ...engine], home);
    expect(stdout).toContain(
      "unknown NMI at NMI 2 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged.\n",
    );
    expect(stdout).toMatch(/ {2}imitated: the CPU moved while an NMI was (latched|pending): /);
    expect(stdout).toContain(`${names.length} traces: ${names.length} agrees.`);
    expect(stderr.match(/^booting /gm)).toHaveLength(1);
    expect(exitCode).toBe(0);
  });
});

test("Ctrl-C while the kernel boots leaves no machine and no folder", async () => {
  const own = join(folder, "interrupted");
  await mkdir(own);
  const args = ["replay", traces, "--engine", "qemu:6.12"];
  const replay = execa(process.execPath, [join(packageRoot, "dist", "cli.js"), ...args], {
    reject: false,
    env: { TMPDIR: own },
  });
  const machines = async () =>
    (await runningMachines()).filter(({ command }) => command.includes(own));
  const limits = { timeout: 120_000, interval: 50 };
  await vi.waitFor(async () => expect(await machines()).toHaveLength(1), limits);
  replay.kill("SIGINT");
  expect((await replay).signal).toBe("SIGINT");
  expect(await machines()).toEqual([]);
  expect(await readdir(own)).toEqual([]);
});
