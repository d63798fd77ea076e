import { mkdir, readdir, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { builtProgram } from "../../src/base/process/built-program.js";
import { makeOwnedFolder, sweepOrphans } from "../../src/base/process/owned-folder.js";
import { useScratch } from "../tlc/scratch.js";

const scratch = useScratch();

/** A folder of a process that has ended. */
async function orphan(purpose: string): Promise<string> {
  const program = `
    import { makeOwnedFolder } from ${JSON.stringify(builtProgram("src/base/process/owned-folder.ts"))};
    console.log(await makeOwnedFolder(${JSON.stringify(scratch.folder)}, ${JSON.stringify(purpose)}));
  `;
  const { stdout } = await execa(process.execPath, ["--input-type=module", "-e", program]);
  return stdout;
}

test("folders of ended processes go with everything in them, others stay", async () => {
  const left = await orphan("tlc");
  await mkdir(join(left, "states", "1"), { recursive: true });
  await writeFile(join(left, "states", "1", "x.st"), "state");
  const otherPurpose = await orphan("fetch");
  const own = await makeOwnedFolder(scratch.folder, "tlc");
  await mkdir(join(scratch.folder, "nmicheck-tlc-somebody-else"));

  expect(await sweepOrphans(scratch.folder, "tlc")).toEqual([left]);
  expect((await readdir(scratch.folder)).sort()).toEqual(
    [basename(own), basename(otherPurpose), "nmicheck-tlc-somebody-else"].sort(),
  );
});

test("a process number that came again does not save the folder of the first", async () => {
  const own = basename(await makeOwnedFolder(scratch.folder, "tlc"));
  const [, start = ""] = /-(\d+)-\w+$/.exec(own) ?? [];
  const earlier = own.replace(`-${start}-`, `-${Number(start) - 1}-`);
  await mkdir(join(scratch.folder, earlier));
  expect(await sweepOrphans(scratch.folder, "tlc")).toEqual([join(scratch.folder, earlier)]);
});

test("folders of another machine, or of another container, are left to it", async () => {
  const left = basename(await orphan("tlc"));
  const [, host = ""] = /^nmicheck-tlc-(\w{8})-/.exec(left) ?? [];
  await mkdir(join(scratch.folder, left.replace(host, "00000000")));
  expect(await sweepOrphans(scratch.folder, "tlc")).toEqual([join(scratch.folder, left)]);
});

test("a parent that is not there has nothing to sweep", async () => {
  expect(await sweepOrphans(join(scratch.folder, "nowhere"), "tlc")).toEqual([]);
});
