import { mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { commandsIn, examplesIn } from "../cli/help-text.js";
import { nmicheck } from "../cli/nmicheck.js";
import { block } from "../e2e/packed-project.js";

/** What needs a kernel, another machine, a browser or half an hour; tests of the command run it. */
const ELSEWHERE = [
  /linux:|qemu|--log|review|worker|verify-certificate|^audit trace|^engine-test|^atlas|^prove|^setup/,
];

const home = { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? "" };
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-examples-"));
  await writeFile(join(folder, "once.ts"), `${block("// once.ts")}\n`);
  const machine = ["--policy", "mainline", "--platform", "ideal", "--property", "NoFalseSwallow"];
  await nmicheck(["check", ...machine, "--checker", "explorer", "--out", "traces"], home, folder);
  const names = await readdir(join(folder, "traces"));
  const [trace = ""] = names.filter((name) => name.endsWith(".trace.json"));
  await rename(join(folder, "traces", trace), join(folder, "traces", "mainline.trace.json"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("the examples of the help texts are taken as they are typed", async () => {
  const names = commandsIn((await nmicheck(["--help"])).stdout);
  // A config is made before the commands that read it.
  const inOrder = ["init", ...names.filter((name) => name !== "init")];
  const ran: string[] = [];
  for (const name of inOrder) {
    const { stdout } = await nmicheck([name, "--help"]);
    for (const example of examplesIn(stdout)) {
      if (ELSEWHERE.some((pattern) => pattern.test(example))) continue;
      // Without these it ends by itself, and shows nothing to nobody.
      const args = example.split(" ").filter((word) => word !== "--watch" && word !== "--open");
      const { exitCode, stderr } = await nmicheck(args, home, folder);
      expect([0, 1], `${example}\n${stderr}`).toContain(exitCode);
      expect(stderr, example).not.toContain("error[");
      ran.push(example);
    }
  }
  expect(ran.length).toBeGreaterThan(20);
});
