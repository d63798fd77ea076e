import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-play-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Plays in the terminal what the lines say. */
function play(lines: readonly string[], ...args: readonly string[]) {
  return execa(
    process.execPath,
    [join(packageRoot, "dist", "cli.js"), "play", "--terminal", ...args],
    {
      cwd: folder,
      env: { PATH: process.env.PATH ?? "", ...env },
      extendEnv: false,
      reject: false,
      input: `${lines.join("\n")}\n`,
    },
  );
}

describe("play --terminal, from a pipe", () => {
  test("shows the machine and what can happen, and says what came of each step", async () => {
    const { stdout, stderr, exitCode } = await play(["1k", "tree", "quit", "1"]);
    expect(stderr).toBe("");
    expect(stdout).toContain(`state 0, after 0 steps: mainline on ideal, chain [2,1], 2 ips
  events    handler 0: ..   handler 1: .
  latch     empty
  kernel    outside of NMIs, at ip 1
  this NMI  none
  last NMI  none
  policy    swallow_nmi = false
what can happen:
  1   Event at handler 0, slot 0: sends an NMI
  2   Event at handler 0, slot 1: sends an NMI
  3   Event at handler 1, slot 0: sends an NMI
  b   Press the NMI button: sends an NMI
  q   Run, and come back to ip 1
  w   Run on, to ip 2
1  Event at handler 0, slot 0: it sends an NMI.
2  The CPU takes the NMI at ip 1, and knows of none before it.
`);
    expect(stdout.endsWith("1k: state 2  <- here")).toBe(true);
    expect(exitCode).toBe(0);
  });

  whole("a run found by hints is a trace that the engines replay", async () => {
    const file = join(folder, "swallowed.json");
    const { stdout, exitCode } = await play(["hint", "solve", "redo 13", `save ${file}`]);
    expect(stdout).toContain("Event at handler 0, slot 0. From here it takes 13 steps.");
    expect(stdout).toContain("violated: NoFalseSwallow (after step 13)");
    expect(exitCode).toBe(0);
    const replayed = await nmicheck(["replay", file], env);
    expect(replayed.stdout).toMatch(/agrees|replayed/);
    expect(replayed.exitCode).toBe(0);
    const again = await play(["redo 13", "link"], "--trace", file);
    expect(again.stdout).toMatch(/#\/play\/mainline\/ideal\/2,1\/2\/\/12kbkkkkkkkkk$/);
  });

  whole("so is a run on several CPUs, and on a machine with axes", async () => {
    const file = join(folder, "cpus.json");
    const axes = ["--cpus", "2", "--axis", "nmi-routing=all"];
    const { exitCode } = await play(["bklkl", `save ${file}`], ...axes, "--chain", "1");
    expect(exitCode).toBe(0);
    const replayed = await nmicheck(["replay", file], env);
    expect(replayed.exitCode).toBe(0);
  });

  test("does not take what it would not look at", async () => {
    const { stderr, exitCode } = await nmicheck(["play", "--terminal", "--open"], env);
    expect(stderr).toContain("in the terminal no page is written");
    expect(exitCode).toBe(2);
  });

  test("ends with a mistake in what it is told, since all after it is about another state", async () => {
    const { stderr, exitCode } = await play(["1kd", "1"]);
    expect(stderr).toContain("error[play/no-such-command]: `1kd` is no command");
    expect(exitCode).toBe(2);
    const impossible = await play(["k"]);
    expect(impossible.stderr).toContain("error[play/no-such-step]: step 1");
    expect(impossible.exitCode).toBe(2);
  });
});

whole(
  "the page carries what it needs, loads nothing, and replaces no file of somebody else's",
  async () => {
    const file = join(folder, "play.html");
    const made = await nmicheck(["play", "--out", file, "--property", "NoMasked"], env);
    expect(made.stdout).toMatch(/play\.html: open it in a browser, and play\.$/);
    expect(made.exitCode).toBe(0);
    const html = await readFile(file, "utf8");
    expect(html).not.toMatch(/<(?:link|img|script)[^>]*(?:src|href)="(?!data:,")/);
    expect(html.length).toBeLessThan(500_000);
    expect((await nmicheck(["play", "--out", file], env)).exitCode).toBe(0);
    await writeFile(file, "my thesis");
    const refused = await nmicheck(["play", "--out", file], env);
    expect(refused.stderr).toContain("error[report/not-ours]");
    expect(refused.exitCode).toBe(2);
    const own = join(packageRoot, "examples", "policies", "perf-2.6.36.ts");
    const carried = await nmicheck(
      ["play", "--policy", own, "--out", join(folder, "own.html")],
      env,
    );
    expect(carried.stderr).toContain("error[play/not-in-page]");
  },
);
