import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { includedHeaders, writeHeaders } from "../../../src/engines/linux/includes.js";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-headers-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const source = `
#include <linux/one.h>
 #  include\t< linux/two.h >
#include <linux/one.h>
#include "local.h"
// #include <linux/comment.h>
#ifdef X
#include <asm/nmi.h>
#endif
`;

test("headers in angle brackets are found, each once", () => {
  expect(includedHeaders(source)).toEqual(["linux/one.h", "linux/two.h", "asm/nmi.h"]);
});

test("every header gets a file: the real ones their text, what they include an empty one", async () => {
  const real = "#include <linux/three.h>\nint real;\n";
  await writeHeaders(folder, source, { "asm/nmi.h": real });
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(".h"));
  expect(files.sort()).toEqual(["asm/nmi.h", "linux/one.h", "linux/three.h", "linux/two.h"]);
  expect(await readFile(join(folder, "asm/nmi.h"), "utf8")).toBe(real);
  expect(await readFile(join(folder, "linux/one.h"), "utf8")).toBe("");
});

test("no name leads out of the folder", async () => {
  const inner = join(folder, "inner");
  const hostile = "#include <../outside.h>\n#include <a/../../outside.h>\n#include </outside.h>\n";
  await writeHeaders(inner, `${hostile}#include <inside.h>\n`, {});
  expect(await readdir(folder, { recursive: true })).toEqual(["inner", "inner/inside.h"]);
});
