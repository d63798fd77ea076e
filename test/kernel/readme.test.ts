import { cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { provisionTree } from "../../src/engines/linux/provision.js";
import { treeFiles } from "../../src/engines/linux/tree.js";
import { nmicheck } from "../cli/nmicheck.js";

let folder: string;
/** The counterexample that the README replays. */
let trace: string;
const home = { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? "" };
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-readme-"));
  const out = join(folder, "traces");
  const machine = ["--policy", "mainline", "--platform", "ideal", "--property", "NoFalseSwallow"];
  await nmicheck(["check", ...machine, "--checker", "explorer", "--out", out], home);
  const [name = ""] = (await readdir(out)).filter((file) => file.endsWith(".trace.json"));
  trace = join(out, name);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The README's commands that need a kernel. */
describe("the README", () => {
  test.each([
    ["linux:6.12", "; swallow_nmi true, last_nmi_rip 1"],
    ["qemu:6.12", ""],
  ])("replay FILE --engine %s", async (engine, state) => {
    const { stdout, exitCode } = await nmicheck(["replay", trace, "--engine", engine], home);
    expect(stdout).toContain("unknown NMI at NMI 2 was swallowed");
    // A single trace is shown NMI by NMI.
    expect(stdout).toContain(`NMI 1  ip 1, not back-to-back
  model   claimed [2,0], handled
= engine  claimed [2,0], handled${state}
NMI 2  ip 1, back-to-back
  model   claimed [0,0], swallowed
= engine  claimed [0,0], swallowed${state}
`);
    expect(exitCode).toBe(0);
  });

  test("review fix.patch", async () => {
    const tree = await provisionTree("6.12");
    for (const side of ["a", "b"]) await cp(tree.folder, join(folder, side), { recursive: true });
    const file = join(folder, "b", treeFiles.nmiC);
    const text = await readFile(file, "utf8");
    const stops = "handled += thishandled;\n\t\tif (thishandled)\n\t\t\tbreak;";
    await writeFile(file, text.replace("handled += thishandled;", stops));
    const paths = [`a/${treeFiles.nmiC}`, `b/${treeFiles.nmiC}`];
    const { stdout: patch } = await execa("diff", ["-u", ...paths], { cwd: folder, reject: false });
    await writeFile(join(folder, "fix.patch"), `${patch}\n`);
    const { stdout, exitCode } = await nmicheck(["review", "fix.patch"], home, folder);
    const page = await readFile("docs/review.md", "utf8");
    const [, head = ""] = /```\n(fix\.patch changes .*?\n\n.*?\n\n)/s.exec(page) ?? [];
    expect(head).toContain("before: ");
    expect(stdout.startsWith(head)).toBe(true);
    expect(exitCode).toBe(1);
  });
});
