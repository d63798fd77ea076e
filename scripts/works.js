// Writes docs/machines.md: which command works on which machine. With `--check` it only says whether
// the page is what it would write.
import { readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { worksPage } from "./works-table.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const file = join(root, "docs", "machines.md");
const page = await worksPage(join(root, "dist", "cli.js"), (name) => console.error(`${name} …`));
if (!process.argv.includes("--check")) await writeFile(file, page);
else if ((await readFile(file, "utf8")) !== page) {
  console.log(page);
  console.error("docs/machines.md says otherwise: `npm run works` writes it again.");
  process.exitCode = 1;
}
