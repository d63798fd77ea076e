import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requirePlace, writeReport } from "../../src/report/file.js";
import { reportHtml } from "../../src/report/html.js";
import { smallDocument } from "./small-document.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-report-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const html = reportHtml(smallDocument("x"), { script: "", style: "" });

test("a report may take the place of nothing, of an empty file and of an older report", async () => {
  const file = join(folder, "new.html");
  await requirePlace(file);
  await writeFile(file, "");
  await requirePlace(file);
  await writeReport(file, html);
  await requirePlace(file);
  expect(await readFile(file, "utf8")).toBe(html);
});

test("another file is left as it is", async () => {
  const file = join(folder, "thesis.html");
  await writeFile(file, "<!doctype html><title>three years of work</title>");
  await expect(requirePlace(file)).rejects.toMatchObject({ code: "report/not-ours" });
});

test("a folder is no place for a report", async () => {
  const place = join(folder, "folder.html");
  await mkdir(place);
  await expect(requirePlace(place)).rejects.toMatchObject({ code: "report/no-file" });
});

test("where the system refuses, nothing is left behind", async () => {
  const place = join(folder, "missing", "report.html");
  await expect(writeReport(place, html)).rejects.toMatchObject({ code: "report/unwritable" });
  const file = join(folder, "new.html", "report.html");
  await expect(requirePlace(file)).rejects.toMatchObject({ code: "report/unwritable" });
  expect((await readdir(folder)).sort()).toEqual(["folder.html", "new.html", "thesis.html"]);
});
