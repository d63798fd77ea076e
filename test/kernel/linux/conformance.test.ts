import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Chain } from "../../../spec/platforms.js";
import { policyNames } from "../../../spec/policies/all.js";
import { packageRoot } from "../../../src/base/package/root.js";
import { configurations } from "../../../src/engines/conform/matrix.js";
import { testEngine } from "../../../src/engines/conformance/test-engine.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { withCoverage } from "../../../src/engines/linux/coverage.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { type KernelTree, treeFiles } from "../../../src/engines/linux/tree.js";
import { openEngine } from "../../../src/engines/open.js";
import { slice, whole } from "../../slice.js";
import { conformLinux } from "./conform-linux.js";

const cli = join(packageRoot, "dist", "cli.js");

/** The chains of at most three handlers with at most 3, 2 and 1 slots; the test matrix has the others. */
const upTo321: readonly Chain[] = [
  [3],
  [1, 2],
  [2, 2],
  [3, 1],
  [3, 2],
  ...[1, 2, 3].flatMap((first) => [1, 2].map((second): Chain => [first, second, 1])),
];

/** All chains up to [3,2,1] take minutes on an idle computer, and many more on a busy one. */
const LONG = 3_600_000;

describe.each(["6.1", "6.12"])("nmi.c of Linux %s", (name) => {
  let tree: KernelTree;
  beforeAll(async () => {
    tree = await provisionTree(name);
  });

  test("does as the model does on every edge of the test matrix, and what that does not reach has a reason", async () => {
    const engine = await buildLinuxEngine(tree, { instrument: "coverage" });
    const { result, coverage } = await withCoverage(engine, "mainline", (command) =>
      conformLinux(command),
    );
    expect(result.divergences).toEqual([]);
    expect(result.failure).toBeNull();
    expect(result.unsupported).toEqual([]);
    expect(result.edges.covered).toBe(result.edges.total);
    expect(result.edges.total).toBeGreaterThan(400_000);
    expect(coverage.notReached.filter(({ reason }) => reason === null)).toEqual([]);
  });

  // 17,000,000 edges twice are too long for every commit: `npm run campaign:kernels` has all of them.
  const chains: readonly Chain[] = upTo321;
  whole(
    `does so with ${chains.map((chain) => `[${chain.join(",")}]`).join(", ")}`,
    async () => {
      const { command } = await buildLinuxEngine(tree);
      const result = await conformLinux(command, { configurations: configurations(chains) });
      expect(result.divergences).toEqual([]);
      expect(result.failure).toBeNull();
      expect(result.unsupported).toEqual([]);
      expect(result.edges.covered).toBe(result.edges.total);
      expect(result.edges.total).toBeGreaterThan(17_000_000);
    },
    LONG,
  );

  whole("does so with sanitizers", async () => {
    const { command } = await buildLinuxEngine(tree, { instrument: "sanitizers" });
    const result = await conformLinux(command, { configurations: configurations([[2, 1]], [2]) });
    expect(result.failure).toBeNull();
    expect(result.conforms).toBe(true);
  });

  test.each(slice(policyNames, 3))("passes every check of an engine as %s", async (policy) => {
    const { command } = await buildLinuxEngine(tree, { policies: [policy] });
    const { results, conforms } = await testEngine(command);
    expect(results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(conforms).toBe(true);
  });
});

describe("a counterexample on the kernel's own code", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "nmicheck-traces-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("happens there as the model says, and is told in the kernel's terms", async () => {
    const checked = ["--policy", "mainline", "--platform", "ideal", "--property", "NoFalseSwallow"];
    await execa(
      process.execPath,
      [cli, "check", ...checked, "--checker", "explorer", "--out", folder],
      { reject: false },
    );
    const [trace = ""] = (await readdir(folder)).filter((file) => file.endsWith(".trace.json"));
    for (const name of ["6.1", "6.12"]) {
      const replayed = await execa(
        process.execPath,
        [cli, "replay", join(folder, trace), "--engine", `linux:${name}`],
        { reject: false },
      );
      expect(replayed.stdout).toContain(
        "unknown NMI at NMI 2 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged.",
      );
      expect(replayed.exitCode).toBe(0);
    }
  });
});

describe("a tree of one's own, with a patch", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "nmicheck-patched-"));
    const { folder: original } = await provisionTree("6.12");
    await cp(original, folder, { recursive: true });
    const file = join(folder, treeFiles.nmiC);
    const text = await readFile(file, "utf8");
    const patched = text.replace("if (b2b && __this_cpu_read(swallow_nmi))", "if (b2b)");
    expect(patched).not.toBe(text);
    await writeFile(file, patched);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const conformCli = (...args: readonly string[]) =>
    execa(process.execPath, [cli, "conform", "--engine", `linux:${folder}`, ...args], {
      reject: false,
    });

  test("is checked against the model, and the first difference shown", async () => {
    const run = await conformCli("--policy", "mainline", "--platform", "ideal", "--chain", "1");
    expect(run.stdout).toMatch(/^linux 6\.12\.\d+ does not conform: /);
    expect(run.stdout).toMatch(/^ {2}≠ outcome +unknown +swallowed$/m);
    expect(run.stdout).not.toContain("NO REASON IS KNOWN");
    expect(run.exitCode).toBe(1);
  });

  test("and can be replayed from the file that it was written to", async () => {
    const out = join(folder, "divergences");
    const one = ["--policy", "mainline", "--platform", "ideal", "--chain", "1", "--out", out];
    await conformCli(...one);
    const replayed = await execa(
      process.execPath,
      [cli, "replay", out, "--engine", `linux:${folder}`],
      { reject: false },
    );
    expect(replayed.stdout).toMatch(/\n(\d+) traces: \1 diverges\.$/);
    expect(replayed.exitCode).toBe(1);
  });

  test("a policy that cannot be made of it says which edit does not apply", async () => {
    const run = await conformCli("--policy", "none");
    expect(run.stderr).toContain(
      `error[linux/edit]: ${join(folder, treeFiles.nmiC)} cannot be changed as planned (none: an NMI that nobody claims is never swallowed): the text to replace is not there.`,
    );
    expect(run.exitCode).toBe(2);
  });

  test("traces of the other policies still run on it", async () => {
    const engine = await openEngine({ kind: "name", name: `linux:${folder}` });
    try {
      expect(engine.about.policies).toEqual(["v5", "mainline"]);
    } finally {
      await engine.close();
    }
  });
});

const endings = [
  ["a panic", 'panic("odd");', "nmi.c: odd"],
  ["a lock that is kept", "raw_spin_lock(&nmi_reason_lock);", "nmi.c still holds a lock"],
  ["a wild pointer", "*(volatile int *)8 = 0;", "(signal SIGSEGV)"],
  ["an endless loop", "for (;;) barrier();", "the NMI does not come to its end: an endless loop"],
] as const;
test.each(slice(endings, 2))(
  "a patch with %s: the engine's end is told, and never passes",
  async (_, put, says) => {
    const folder = await mkdtemp(join(tmpdir(), "nmicheck-crashing-"));
    try {
      await cp((await provisionTree("6.12")).folder, folder, { recursive: true });
      const file = join(folder, treeFiles.nmiC);
      const text = await readFile(file, "utf8");
      await writeFile(file, text.replace("if (handled > 1)", `if (handled > 1) { ${put} }\n$&`));
      const run = await execa(
        process.execPath,
        [cli, "conform", "--engine", `linux:${folder}`, "--policy", "mainline", "--chain", "2"],
        { reject: false },
      );
      expect(run.stdout).toContain(" does not conform: ");
      expect(run.stdout).toContain("error[engine/exited]: ");
      expect(run.stdout).toContain(says);
      // It is told at the NMI that it happened in, and not at an earlier request.
      expect(run.stdout).toMatch(/^ {2}request: \{"id":\d+,"op":"nmi",/m);
      expect(run.exitCode).toBe(3);
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
);
