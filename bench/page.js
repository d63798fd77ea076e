// Puts what was measured into docs/performance.md, between `<!-- NAME -->` and `<!-- /NAME -->`.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, "docs", "performance.md");

export const grouped = (number) => number.toLocaleString("en-US");

/** What a benchmark recorded in its file of `bench/`. */
export async function recorded(file) {
  return JSON.parse(await readFile(join(root, "bench", file), "utf8"));
}

/** A table in Markdown; all columns but the first hold numbers. */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(" | ")} |`;
  return [line(head), `|---|${"---:|".repeat(head.length - 1)}`, ...rows.map(line)].join("\n");
}

/**
 * Writes `content` into its place and each of `files` (by path), or with `--check` only says whether
 * they are there already: exit code 1 if not.
 */
export async function putIn(place, content, source, files = {}) {
  const text = await readFile(page, "utf8");
  const between = new RegExp(`(?<=<!-- ${place} -->\n).*?(?=<!-- /${place} -->)`, "s");
  if (!between.test(text)) throw new Error(`docs/performance.md has no place for ${place}`);
  const wanted = new Map([
    [page, text.replace(between, () => `${content}\n`)],
    ...Object.entries(files),
  ]);
  for (const [path, right] of wanted) {
    if (!process.argv.includes("--check")) {
      await writeFile(path, right);
    } else if ((await readFile(path, "utf8").catch(() => "")) !== right) {
      process.stderr.write(`docs/performance.md is not what bench/${source} says\n`);
      process.exit(1);
    }
  }
}
