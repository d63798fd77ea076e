import { mkdir, mkdtemp, readdir, readFile, readlink, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { runTool } from "../../../src/engines/linux/gcc.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import type { KernelTree } from "../../../src/engines/linux/tree.js";
import { treeFiles } from "../../../src/engines/linux/tree.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { renderedDiagnostic } from "../../diagnostic/rendered-diagnostic.js";
import { slice } from "../../slice.js";
import { runRequests } from "./batch.js";
import { conformLinux } from "./conform-linux.js";
import { enginesFolder } from "./engines-folder.js";

let folder = "";
let tree: KernelTree;
beforeAll(async () => {
  tree = await provisionTree("6.12");
});
beforeEach(async () => {
  folder = await enginesFolder("sanitizers");
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** What is in a folder of engines beside the parts that all engines share. */
async function enginesIn(engines: string): Promise<readonly string[]> {
  return (await readdir(engines)).filter((name) => !name.startsWith("parts-"));
}

const count = "handled += thishandled;";
const mainline = { policies: ["mainline"] } as const;
const oneNmi = [
  { op: "setup", policy: "mainline", chain: [1], rips: 1, sticky: false, shadow: false, cpus: 1 },
  { op: "raise", cpu: 0, handler: 0, slot: 0 },
  { op: "nmi", cpu: 0, arrivals: [] },
] as const;

test("policy mainline is the file as it stands", async () => {
  const engine = await buildLinuxEngine(tree, { folder });
  const compiled = join(engine.folder, "mainline", treeFiles.nmiC);
  expect(await readFile(compiled, "utf8")).toBe(
    await readFile(join(tree.folder, treeFiles.nmiC), "utf8"),
  );
  const others = [engine.sources.none, engine.sources.v5, engine.sources.mainline];
  expect(new Set(others).size).toBe(3);
});

test("the same inputs are built once, others anew", async () => {
  const first = await buildLinuxEngine(tree, { folder, ...mainline });
  const again = await buildLinuxEngine(tree, { folder, ...mainline });
  expect(again).toEqual(first);
  const changed = { ...tree, nmiC: `${tree.nmiC}/* changed */\n` };
  const other = await buildLinuxEngine(changed, { folder, ...mainline });
  expect(other.digest).not.toBe(first.digest);
  expect([...(await enginesIn(folder))].sort()).toEqual(
    [first, other].map(({ digest }) => digest.slice(0, 32)).sort(),
  );
});

test("two builds at once leave one engine that works", async () => {
  const empty = await mkdtemp(join(folder, "empty-"));
  const [one, other] = await Promise.all([
    buildLinuxEngine(tree, { folder: empty, ...mainline }),
    buildLinuxEngine(tree, { folder: empty, ...mainline }),
  ]);
  expect(one).toEqual(other);
  expect(await enginesIn(empty)).toHaveLength(1);
  const { replies } = await runRequests(one.command, oneNmi);
  expect(replies[2]).toMatchObject({ ok: true, claimed: [1], outcome: "handled" });
});

test("an nmi.c that does not compile shows what gcc says, with the tree's own path", async () => {
  const odd = { ...tree, nmiC: tree.nmiC.replace(count, `${count} nmi_of_tomorrow(a);`) };
  const line = odd.nmiC.split("\n").findIndex((text) => text.includes("nmi_of_tomorrow")) + 1;
  const text = await renderedDiagnostic(() => buildLinuxEngine(odd, { folder, ...mainline }));
  const [head, error, ...rest] = text.split("\n");
  expect(head).toBe(
    `error[linux/compile]: arch/x86/kernel/nmi.c of ${tree.folder} does not compile:`,
  );
  expect(error).toMatch(
    new RegExp(
      `^arch/x86/kernel/nmi\\.c:${line}:\\d+: error: implicit declaration of function 'nmi_of_tomorrow'`,
    ),
  );
  expect(rest.at(-1)).toBe(
    "  → if other kernel files have it, declare nmi_of_tomorrow in a header of stubs: `--shim FILE` of `review` and `learn`, or `linux:TREE,shim=FILE` wherever a tree is named",
  );
  expect(await enginesIn(folder)).toEqual([]);
});

test("when gcc refuses what is our own, the compiler is to blame", async () => {
  const ours = { tree: null, folder, signal: undefined };
  const text = await renderedDiagnostic(() => runTool(ours, "gcc", ["missing.o", "-o", "engine"]));
  expect(text).toMatch(
    /^error\[linux\/compiler-broken\]: gcc does not build nmicheck's own part of the engine:\n.*ld: cannot find missing\.o: No such file or directory\n/,
  );
});

test("whoever stops a build leaves nothing", async () => {
  const stop = new AbortController();
  const empty = await mkdtemp(join(folder, "empty-"));
  const build = buildLinuxEngine(tree, { folder: empty, signal: stop.signal });
  setTimeout(() => stop.abort(new Error("stopped by a person")), 150);
  await expect(build).rejects.toThrow("stopped by a person");
  expect(await readdir(empty)).toEqual([]);
});

/** The processes that work in a folder. */
async function workersIn(place: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => "");
    if (cwd.startsWith(place)) found.push(pid);
  }
  return found;
}

const compiling: readonly (readonly string[])[] = [
  ["conform", "--engine"],
  ["learn", "--engine"],
  ["review", "--after", "none@reference", "--before"],
  ["check", "--policy"],
];

const typed = slice(compiling, 3).map((args) => [args.join(" "), args] as const);

test.each(typed)("Ctrl-C while gcc runs leaves nothing: %s", async (_, args) => {
  const own = await mkdtemp(join(folder, "interrupted-"));
  await mkdir(join(own, "tmp"));
  const cli = join(packageRoot, "dist", "cli.js");
  const nmicheck = execa(process.execPath, [cli, ...args, `linux:${tree.folder}`], {
    reject: false,
    env: { XDG_CACHE_HOME: own, TMPDIR: join(own, "tmp") },
  });
  const engines = join(own, "nmicheck", "linux", "engines");
  const limits = { timeout: 60_000, interval: 5 };
  await vi.waitFor(async () => expect(await workersIn(engines)).not.toEqual([]), limits);
  nmicheck.kill("SIGINT");
  const { signal, stderr } = await nmicheck;
  expect(signal).toBe("SIGINT");
  expect(stderr).toMatch(/^interrupted: nothing of it is left running\.$/m);
  expect(await readdir(engines)).toEqual([]);
  expect(await readdir(join(own, "tmp"))).toEqual([]);
  expect(await workersIn(engines)).toEqual([]);
});

describe("an engine with sanitizers", () => {
  test.each([
    [
      "an access outside of the list of handlers",
      "handled += thishandled + ((volatile char *)a)[4096];",
      /SUMMARY: AddressSanitizer: global-buffer-overflow .*nmi\.c:\d+ in nmi_handle/,
    ],
    [
      "an overflow of a shift",
      "handled += thishandled << (32 + (int)type);",
      /nmi\.c:\d+:\d+: runtime error: shift exponent 32 is too large/,
    ],
  ])("ends with a report on %s", async (_, put, report) => {
    const edits = [{ what: "a bug", find: count, put }];
    const engine = await buildLinuxEngine(tree, {
      folder,
      ...mainline,
      edits,
      instrument: "sanitizers",
    });
    const run = await runRequests(engine.command, oneNmi);
    expect(run.exitCode).not.toBe(0);
    expect(run.stderr).toMatch(report);
    // All that came before the NMI is answered.
    expect(run.replies).toHaveLength(2);
    const conformance = await conformLinux(engine.command, {
      configurations: [{ policy: "mainline", platform: namedPlatform("ideal", [1], 1) }],
    });
    expect(conformance.conforms).toBe(false);
    expect(conformance.failure?.code).toBe("engine/exited");
    expect(conformance.failure?.message).toMatch(report);
  });
});

test("our own C files compile without a warning", async () => {
  const own = fileURLToPath(new URL("../../../src/engines/linux/c/", import.meta.url));
  const hosted = (await readdir(own)).filter((name) => name.endsWith(".c") && name !== "kernel.c");
  const flags = [
    "-std=gnu11",
    "-Wall",
    "-Wextra",
    "-Wconversion",
    "-Wstrict-prototypes",
    "-Werror",
  ];
  const given = ["-DNMICHECK_VARIANTS(X)=X(mainline)", '-DNMICHECK_VERSION="1"', "-fsyntax-only"];
  const { stderr } = await execa("gcc", [...flags, ...given, ...hosted], {
    cwd: own,
    reject: false,
  });
  expect(stderr).toBe("");
});
