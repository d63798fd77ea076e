import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { buildLinuxEngine, type LinuxEngine } from "../../../src/engines/linux/build.js";
import { type NmiCoverage, withCoverage } from "../../../src/engines/linux/coverage.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { unreached } from "../../../src/engines/linux/unreached.js";
import { renderedDiagnostic } from "../../diagnostic/rendered-diagnostic.js";
import { firstDifference, seededWalks } from "./seeded-walks.js";

const names = ["6.1", "6.12"] as const;
const coverages = new Map<string, NmiCoverage>();
const engines = new Map<string, LinuxEngine>();

/** Temporary folders of this file alone: other files make coverage folders at the same time. */
let temporary = "";
const outer = process.env.TMPDIR;

beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), "nmicheck-coverage-test-"));
  process.env.TMPDIR = temporary;
  for (const name of names) {
    const tree = await provisionTree(name);
    const engine = await buildLinuxEngine(tree, { instrument: "coverage" });
    const { result, coverage } = await withCoverage(engine, "mainline", (command) =>
      firstDifference(command, seededWalks("mainline", 2_000)),
    );
    expect(result).toBeNull();
    engines.set(name, engine);
    coverages.set(name, coverage);
  }
});

afterAll(async () => {
  if (outer === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = outer;
  await rm(temporary, { recursive: true, force: true });
});

describe.each(names)("what the model reaches of nmi.c of Linux %s", (name) => {
  const lineWith = (text: string) => {
    const lines = engines.get(name)?.sources.mainline?.split("\n") ?? [];
    return lines.findIndex((line) => line.includes(text)) + 1;
  };
  const notReached = () => coverages.get(name)?.notReached ?? [];

  test("every line and branch is reached, or there is a reason", () => {
    expect(notReached().filter(({ reason }) => reason === null)).toEqual([]);
  });

  test("the heuristic is reached whole", () => {
    const missed = notReached().flatMap(({ lines, branches }) => [...lines, ...branches]);
    for (const text of [
      "regs->ip == __this_cpu_read(last_nmi_rip)",
      "__this_cpu_write(swallow_nmi, false)",
      "handled > 1",
      "__this_cpu_write(swallow_nmi, true)",
      "if (b2b && __this_cpu_read(swallow_nmi))",
      "nmi_stats.swallow, 1",
      "unknown_nmi_error(reason, regs);",
      "Uhhuh. NMI received",
    ]) {
      expect(lineWith(text), text).toBeGreaterThan(0);
      if (!text.startsWith("Uhhuh")) expect(missed, text).not.toContain(lineWith(text));
    }
  });

  test("what the reason port decides is not, and says so", () => {
    const reason =
      "the reason port (0x61) signals a PCI system error or an I/O check: `--axis reason-port=yes`";
    const port = notReached().find((part) => part.reason === reason);
    expect(port?.function).toBe("default_do_nmi");
    expect(port?.lines).toContain(lineWith("pci_serr_error(reason, regs);"));
    expect(port?.branches).toEqual([lineWith("if (reason & NMI_REASON_MASK)")]);
  });

  test("lines and branches are counted", () => {
    const coverage = coverages.get(name);
    expect(coverage?.lines.covered).toBeGreaterThan(75);
    expect(coverage?.lines.total).toBeGreaterThan(140);
    expect(coverage?.branches.covered).toBeGreaterThan(30);
    expect(coverage?.branches.total).toBeGreaterThan(70);
  });
});

test("every reason is one on one of the trees", () => {
  const given = [...coverages.values()].flatMap(({ notReached }) => notReached);
  const known = new Set(given.map(({ reason }) => reason));
  expect(unreached.filter(({ reason }) => !known.has(reason))).toEqual([]);
});

describe("faults", () => {
  let folder = "";
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "nmicheck-no-gcov-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const nothing = async () => {};

  test("an engine that was built for something else", async () => {
    const engine = await buildLinuxEngine(await provisionTree("6.1"));
    expect(await renderedDiagnostic(() => withCoverage(engine, "mainline", nothing))).toBe(
      `error[linux/coverage]: the coverage of nmi.c could not be read: the engine was built without coverage of policy mainline.
  → gcov comes with gcc, and must be of the same version`,
    );
  });

  test("no gcov", async () => {
    const engine = engines.get("6.1");
    if (engine === undefined) throw new Error("no engine");
    const run = async ([env, ...args]: readonly [string, ...string[]]) => {
      await execa(env, args, { input: "" });
      vi.stubEnv("PATH", folder);
    };
    const text = await renderedDiagnostic(() => withCoverage(engine, "mainline", run));
    vi.unstubAllEnvs();
    expect(text).toBe(
      `error[linux/coverage]: the coverage of nmi.c could not be read: gcov was not found.
  → gcov comes with gcc, and must be of the same version`,
    );
  });

  test("no engine has run", async () => {
    const engine = engines.get("6.1");
    if (engine === undefined) throw new Error("no engine");
    expect(await renderedDiagnostic(() => withCoverage(engine, "mainline", nothing))).toBe(
      `error[linux/coverage]: the coverage of nmi.c could not be read: no engine has run to its end.
  → gcov comes with gcc, and must be of the same version`,
    );
  });

  test("no folder is left", async () => {
    expect(tmpdir()).toBe(temporary);
    const left = await readdir(temporary);
    expect(left.filter((name) => name.startsWith("nmicheck-coverage-"))).toEqual([]);
  });
});
