import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { builtProgram } from "../../src/base/process/built-program.js";
import { holdFolder } from "../../src/base/process/folder-hold.js";
import { useScratch } from "../tlc/scratch.js";

const scratch = useScratch();
const started: ReturnType<typeof spawn>[] = [];
afterEach(() => {
  for (const child of started.splice(0)) child.kill("SIGKILL");
});

/** Runs a program that ends when it is killed; `text` is what it has printed when it resolves. */
async function running(program: string): Promise<ReturnType<typeof spawn>> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", program], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(child);
  if (child.stdout !== null) await once(child.stdout, "data");
  return child;
}

/** Another process that holds the folder. */
function holder(folder: string): Promise<ReturnType<typeof spawn>> {
  return running(`
    import { holdFolder } from ${JSON.stringify(builtProgram("src/base/process/folder-hold.ts"))};
    await holdFolder(${JSON.stringify(folder)}, "the checkpoint");
    console.log("held");
    setInterval(() => {}, 1000);
  `);
}

async function refusal(folder: string): Promise<string> {
  const diagnostic = await holdFolder(folder, "the checkpoint").catch((error: unknown) => error);
  return diagnostic instanceof Diagnostic
    ? renderDiagnostic(diagnostic)
    : `no fault: ${String(diagnostic)}`;
}

test("a folder that another process works on is refused, and taken over when that was killed", async () => {
  const folder = join(scratch.folder, "parent", "own");
  const other = await holder(folder);
  expect(await refusal(folder)).toBe(
    `error[process/folder-in-use]: the checkpoint in \`${folder}\` is in use: the process ${other.pid} works on it.\n` +
      "  → wait until it has ended, or name another folder.",
  );
  (await holdFolder(join(scratch.folder, "parent", "own-other"), "the checkpoint")).release();
  other.kill("SIGKILL");
  await once(other, "exit");
  expect(await readdir(join(scratch.folder, "parent"))).toHaveLength(1);
  const hold = await holdFolder(folder, "the checkpoint");
  expect(await readdir(join(scratch.folder, "parent"))).toHaveLength(1);
  hold.release();
  expect(await readdir(join(scratch.folder, "parent"))).toEqual([]);
});

test("of several that come at once one has it at a time", async () => {
  const folder = join(scratch.folder, "own");
  let holders = 0;
  const most: number[] = [];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const hold = await holdFolder(folder, "the checkpoint");
      most.push(++holders);
      await new Promise((resolve) => setTimeout(resolve, 20));
      holders--;
      hold.release();
    }),
  );
  expect(most).toEqual([1, 1, 1, 1]);
});

test("a folder is in use as long as a process lives that its holder has named", async () => {
  const folder = join(scratch.folder, "own");
  const child = await running('console.log("there"); setInterval(() => {}, 1000);');
  const holding = await running(`
    import { holdFolder } from ${JSON.stringify(builtProgram("src/base/process/folder-hold.ts"))};
    (await holdFolder(${JSON.stringify(folder)}, "the checkpoint")).alsoBy(${child.pid});
    console.log("held");
    setInterval(() => {}, 1000);
  `);
  holding.kill("SIGKILL");
  await once(holding, "exit");
  expect(await refusal(folder)).toContain(`the process ${child.pid} works on it.`);
  child.kill("SIGKILL");
  await once(child, "exit");
  (await holdFolder(folder, "the checkpoint")).release();
});

test("a process of another machine is believed, and its mark named", async () => {
  const folder = join(scratch.folder, "own");
  const mark = `${folder}.used-00000000-1-1-00000000`;
  await writeFile(mark, "");
  expect(await refusal(folder)).toBe(
    `error[process/folder-in-use]: the checkpoint in \`${folder}\` is in use: a process of another machine or container works on it.\n` +
      `  → wait until it has ended, or name another folder; if it is there no more, remove \`${mark}\`.`,
  );
});
