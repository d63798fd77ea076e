import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { makeOutFolder, pathIn, requireNoLink } from "../../src/base/out/folder.js";
import { requireOurs } from "../../src/base/out/ours.js";

const made: string[] = [];
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-out-"));
  made.push(folder);
});
afterAll(() => Promise.all(made.map((one) => rm(one, { recursive: true, force: true }))));

describe("a name leads to a file in the folder, or nowhere", () => {
  test.each(["trace.json", "größe-ideal.json", "..json", "-rf", "a b;$(c).ts", "__proto__"])(
    "%s",
    (name) => {
      expect(pathIn("/out", name)).toBe(`/out/${name}`);
    },
  );

  test.each(["", ".", "..", "../x", "x/../../y", "/etc/x", "..\\x", "x\0.json", "a/b"])(
    "out/file-name: %j",
    (name) => {
      expect(() => pathIn("/out", name)).toThrow(
        expect.objectContaining({
          code: "out/file-name",
          blame: "user",
          message: `\`${name}\` is no name for a file in /out: it leads out of it, or nowhere.`,
        }),
      );
    },
  );
});

describe("a folder", () => {
  test("is made, with what is in it, and may be a link itself", async () => {
    const real = join(folder, "real");
    await mkdir(real);
    await symlink(real, join(folder, "link"));
    const inner = await makeOutFolder(join(folder, "link"), "a", "b");
    await writeFile(join(inner, "file"), "");
    expect(await readdir(join(real, "a", "b"))).toEqual(["file"]);
  });

  test("out/link: what is in it may be none", async () => {
    const outside = join(folder, "outside");
    await mkdir(outside);
    await mkdir(join(folder, "out"));
    await symlink(outside, join(folder, "out", "scorecard"));
    await expect(makeOutFolder(join(folder, "out"), "scorecard", "deep")).rejects.toMatchObject({
      code: "out/link",
      blame: "user",
      message: `${join(folder, "out", "scorecard")} is a link: what it leads to is not in the folder that was named.`,
      remedy: "remove the link, or name another folder.",
    });
    expect(await readdir(outside)).toEqual([]);
  });

  test("a link that leads nowhere is one as well", async () => {
    await symlink(join(folder, "nowhere"), join(folder, "x.json"));
    await expect(requireNoLink(join(folder, "x.json"))).rejects.toMatchObject({ code: "out/link" });
  });

  test.each([
    ["a file is in its place", "taken", "file already exists"],
    ["a file is above it", "taken/deeper", "not a directory"],
    ["its name is too long", "x".repeat(300), "name too long"],
  ])("out/no-folder: %s", async (_, name, reason) => {
    await writeFile(join(folder, "taken"), "");
    const path = join(folder, name);
    await expect(makeOutFolder(path)).rejects.toMatchObject({
      code: "out/no-folder",
      blame: "user",
      message: `the folder \`${path}\` cannot be made: ${reason}.`,
    });
  });
});

describe("a file that is there", () => {
  const isOurs = (head: string): boolean => head.startsWith("ours");

  test("may be written over where it is empty, or of the same kind", async () => {
    await writeFile(join(folder, "empty"), "");
    await writeFile(join(folder, "older"), `ours${" ".repeat(10_000)}`);
    for (const name of ["none", "empty", "older"]) await requireOurs(join(folder, name), isOurs);
  });

  test("out/not-ours: is left as it is where somebody else has written it", async () => {
    const file = join(folder, "mine");
    await writeFile(file, "mine, ours");
    await expect(requireOurs(file, isOurs)).rejects.toMatchObject({
      code: "out/not-ours",
      blame: "user",
      message: `${file} is there already, and nmicheck has not written it.`,
      remedy: "move it away, or name another place.",
    });
    expect(await readFile(file, "utf8")).toBe("mine, ours");
  });

  test("out/not-ours: a pipe that nobody writes to keeps nobody waiting", async () => {
    const pipe = join(folder, "pipe");
    await execa("mkfifo", [pipe]);
    await expect(requireOurs(pipe, isOurs)).rejects.toMatchObject({ code: "out/not-ours" });
  });
});
