import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { treeFiles } from "../../../src/engines/linux/tree.js";

test("whenever nmi.c of a tree is saved its policy is learned and checked again", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-watch-"));
  const tree = join(folder, "linux");
  await cp((await provisionTree("6.12")).folder, tree, { recursive: true });
  const file = join(tree, treeFiles.nmiC);
  const text = await readFile(file, "utf8");
  const question = ["--policy", `linux:${tree}`, "--platform", "ideal"];
  const watching = execa(
    process.execPath,
    [join(packageRoot, "dist", "cli.js"), "check", "--watch", ...question],
    { reject: false, stdin: "ignore", buffer: false },
  );
  let shown = "";
  watching.stdout.on("data", (part: Buffer) => {
    shown += part.toString();
  });
  const until = async (wanted: RegExp): Promise<void> => {
    await expect.poll(() => shown, { timeout: 60_000 }).toMatch(wanted);
  };
  try {
    await until(/ideal +violated in 14 +holds /);
    shown = "";
    await writeFile(file, text.replace("handled > 1", "handled > 9"));
    await until(/ideal +holds +violated in 13 /);
    shown = "";
    await writeFile(file, text);
    await until(/ideal +violated in 14 +holds /);
  } finally {
    watching.kill("SIGINT");
    await watching;
    await rm(folder, { recursive: true, force: true });
  }
});
