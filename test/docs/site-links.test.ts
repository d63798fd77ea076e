import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterEach, beforeEach, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-site-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test("links of the site that lead nowhere are seen, those that lead somewhere are not", async () => {
  await mkdir(join(folder, "docs"));
  await writeFile(join(folder, "report.html"), '<a href="nowhere.html">its own matter</a>');
  await writeFile(join(folder, "docs", "a.html"), '<h2 id="what-it-is">a</h2>');
  await writeFile(
    join(folder, "index.html"),
    `<a href="docs/a.html"></a><a href="docs/a.html#what-it-is"></a><a href="report.html#/verdicts"></a>
<a href="https://example.org/x"></a><a href="#none"></a><a href="docs/b.html"></a><a href="docs/a.html#other"></a><img src="none.svg">`,
  );
  const script = join(packageRoot, "scripts", "site-links.js");
  const { stdout, exitCode } = await execa(process.execPath, [script, folder], { reject: false });
  expect(stdout.split("\n")).toEqual([
    "index.html: nothing in index.html is called #none",
    "index.html: there is no docs/b.html",
    "index.html: nothing in docs/a.html is called #other",
    "index.html: there is no none.svg",
    "3 files, 0.0 MB, 7 links, 4 of them dead.",
  ]);
  expect(exitCode).toBe(1);
});
