import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let env: Readonly<Record<string, string>>;
const module = (...args: readonly string[]) => nmicheck(["module", ...args], env, folder);
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-module-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

whole("writes a folder that has all that the other machine needs, and again", async () => {
  const first = await module("--out", "mine", "--platform", "ideal", "--platform", "sticky");
  expect(first.stdout).toMatch(
    /^mine: 5 traces as a kernel module, with its runner\.\nRead mine\/WARNINGS\.md first\./,
  );
  expect(first.exitCode).toBe(0);
  const files = await readdir(join(folder, "mine"));
  for (const file of ["Kbuild", "Makefile", "WARNINGS.md", "asked", "run.sh", "traces.log"]) {
    expect(files).toContain(file);
  }
  // Each source that the build names is there, and nothing of the booted kernels' own.
  const kbuild = await readFile(join(folder, "mine", "Kbuild"), "utf8");
  for (const [, name] of kbuild.matchAll(/(\w+)\.o(?= |$)/gm)) {
    if (name !== "nmicheck")
      expect(files.some((file) => file === `${name}.c` || file === `${name}.S`)).toBe(true);
  }
  expect(files).not.toContain("init");
  const log = await readFile(join(folder, "mine", "traces.log"), "utf8");
  expect(log.match(/^trace \{/gm)).toHaveLength(5);
  // A run that is the same on both platforms is played once.
  const asked = await readFile(join(folder, "mine", "asked"), "utf8");
  expect(asked).toMatch(/^(?:[0-9a-f]{8}[0-}~]+\n){3}$/);
  await writeFile(join(folder, "mine", "nmicheck.ko"), "an old one");
  const again = await module("--out", "mine", "--platform", "ideal", "--property", "NoMasked");
  expect(again.stdout).toContain("mine: 1 trace as a kernel module");
  expect(await readdir(join(folder, "mine"))).not.toContain("nmicheck.ko");
});

whole("takes traces that one has, and leaves out what a module cannot play", async () => {
  const one = ["--platform", "ideal", "--chain", "1", "--checker", "explorer", "--out", "traces"];
  await nmicheck(["check", "--policy", "mainline", "--property", "NoMasked", ...one], env, folder);
  const two = ["--policy", "none", "--property", "NoMasked", "--cpus", "2"];
  await nmicheck(["check", ...two, ...one], env, folder);
  const { stdout, stderr, exitCode } = await module("traces", "--out", "named");
  expect(stdout).toContain("named: 1 trace as a kernel module");
  expect(stderr).toMatch(/^left out: traces\/none-\S+: it has no machine of 2 CPUs/m);
  expect(exitCode).toBe(0);
  const both = await module("traces", "--out", "named", "--property", "NoMasked");
  expect(both.stderr).toContain("the trace says what it is about");
  expect(both.exitCode).toBe(2);
  const unused = await module("traces", "--out", "named", "--policy", "once.ts");
  expect(unused.stderr).toContain("no trace is of a policy of yours, and `--policy once.ts`");
  const second = ["--policy", "once.ts", "--policy", "twice.ts"];
  const several = await module("traces", "--out", "named", ...second);
  expect(several.stderr).toContain("traces of one policy of yours are taken at a time");
});

whole(
  "writes nothing where there is nothing to play, or where somebody else's files are",
  async () => {
    const nothing = await module(
      "--out",
      "none",
      "--property",
      "NoStranded",
      "--platform",
      "ideal",
    );
    expect(nothing.stderr).toContain(
      "error[hardware/nothing-to-play]: there is no trace that a kernel module could play: there is none.",
    );
    expect(nothing.exitCode).toBe(2);
    const axis = ["--axis", "latch-depth=2", "--property", "NoMasked", "--platform", "ideal"];
    const unfit = await module("--out", "none", ...axis);
    expect(unfit.stderr).toContain("it has no machine with the axis latch-depth");
    expect(await readdir(folder)).not.toContain("none");
    await mkdir(join(folder, "theirs"));
    await writeFile(join(folder, "theirs", "Makefile"), "all:\n");
    const foreign = await module(
      "--out",
      "theirs",
      "--platform",
      "ideal",
      "--property",
      "NoMasked",
    );
    expect(foreign.stderr).toMatch(/error\[out\/not-ours\]: \S*theirs\/Makefile is there already/);
    expect(await readdir(join(folder, "theirs"))).toEqual(["Makefile"]);
  },
);

test("make says what is missing, and the runner what must be done first", async () => {
  await module("--out", "run", "--platform", "ideal", "--property", "NoMasked");
  const cwd = join(folder, "run");
  const made = await execa("make", ["KDIR=/nowhere"], { cwd, reject: false });
  expect(made.stderr).toContain("nmicheck: there are no headers of a kernel in /nowhere.");
  expect(made.exitCode).not.toBe(0);
  const ran = await execa("sh", ["run.sh"], { cwd, reject: false });
  expect(ran.stderr).toMatch(
    /^# Before you run this\n[\s\S]*nothing was done\. When you have read this page/,
  );
  expect(ran.exitCode).toBe(2);
  expect(await readdir(cwd)).not.toContain("nmicheck.log");
});
