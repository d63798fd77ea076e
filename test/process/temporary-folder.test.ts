import { access, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { withTemporaryFolder } from "../../src/base/process/temporary-folder.js";
import { renderedDiagnostic } from "../diagnostic/rendered-diagnostic.js";
import { useScratch } from "../tlc/scratch.js";

const scratch = useScratch();
beforeEach(() => vi.stubEnv("TMPDIR", scratch.folder));

const REMEDY = "\n  → set TMPDIR to a folder that is writable and has room.";

test("the folder is there while it is worked in, and gone afterwards", async () => {
  const folder = await withTemporaryFolder("test", async (made) => {
    await writeFile(join(made, "file"), "text");
    return made;
  });
  await expect(access(folder)).rejects.toThrow("ENOENT");
  expect(await readdir(scratch.folder)).toEqual([]);
});

test("a mistake of the work is passed on, and the folder goes", async () => {
  const torn = withTemporaryFolder("test", async () => {
    throw new Error("torn");
  });
  await expect(torn).rejects.toThrow(/^torn$/);
  expect(await readdir(scratch.folder)).toEqual([]);
});

test("TMPDIR that is not there", async () => {
  const nowhere = join(scratch.folder, "nowhere");
  vi.stubEnv("TMPDIR", nowhere);
  expect(await renderedDiagnostic(() => withTemporaryFolder("test", async () => {}))).toBe(
    `error[process/temp-not-writable]: nmicheck cannot write to the folder for temporary files ${nowhere}: no such file or directory.${REMEDY}`,
  );
});

test("TMPDIR below a file", async () => {
  await writeFile(join(scratch.folder, "file"), "");
  vi.stubEnv("TMPDIR", join(scratch.folder, "file", "x"));
  expect(await renderedDiagnostic(() => withTemporaryFolder("test", async () => {}))).toBe(
    `error[process/temp-not-writable]: nmicheck cannot write to the folder for temporary files ${scratch.folder}/file/x: not a directory.${REMEDY}`,
  );
});

/** What Node throws when a write to an open file is refused: no path in it. */
function refused(code: string, path?: string): Error {
  return Object.assign(new Error(`${code}: write`), {
    code,
    syscall: "write",
    ...(path === undefined ? {} : { path }),
  });
}

test("a disk that fills while it is worked in", async () => {
  const full = () =>
    withTemporaryFolder("test", async () => {
      throw refused("ENOSPC");
    });
  expect(await renderedDiagnostic(full)).toBe(
    `error[process/temp-not-writable]: nmicheck cannot write to the folder for temporary files ${scratch.folder}: no space left on device.${REMEDY}`,
  );
  expect(await readdir(scratch.folder)).toEqual([]);
});

test("a refusal that is about another place is another matter", async () => {
  const elsewhere = withTemporaryFolder("test", async () => {
    throw refused("ENOSPC", "/elsewhere/file");
  });
  await expect(elsewhere).rejects.toThrow("ENOSPC: write");
});
