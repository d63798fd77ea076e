import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";

function texts(folder: string, name: RegExp): readonly string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && name.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), "utf8"));
}

/** The members of the unions of codes, `| "room/what"`, and the numbers of the compiler. */
const CODE = /^\s*(?:\||export type \w+ =)\s*"([a-z]+\/[a-z0-9-]+)"|\b(L\d{3}): \{/gm;

/** Every code of a diagnostic in `text`. */
function codesIn(text: string): readonly string[] {
  return [...text.matchAll(CODE)].map(([, code, number]) => code ?? number ?? "");
}

const codes = [...new Set(texts("src", /\.ts$/).flatMap(codesIn))].sort();
/** A code may stand in a regular expression. */
const tests = texts("test", /(\.test|-rows)\.ts$/)
  .join("\n")
  .replaceAll("\\/", "/");
/** The messages of these tables are checked against the real ones by tests. */
const tables = ["docs/reliability.md", "docs/subset.md"]
  .map((file) => readFileSync(join(packageRoot, file), "utf8"))
  .join("\n");

test("the codes are found", () => {
  expect(codes.length).toBeGreaterThan(200);
  expect(codesIn('export type A = "a/b";\n  | "room/some-code"\n  L999: { about: "" },')).toEqual([
    "a/b",
    "room/some-code",
    "L999",
  ]);
});

test.each(codes)("%s has a test that shows it", (code) => {
  const isShown =
    tests.includes(code) || tables.includes(`[${code}]`) || tables.includes(`| ${code} |`);
  expect(isShown).toBe(true);
});
