// Whether each link of a folder of pages leads somewhere in it, and whether it is as small as it is to be.
//
//   node scripts/site-links.js FOLDER      ends with 1 where a link is dead, or there is none

import { readdir, readFile, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";

const MOST_BYTES = 15 * 2 ** 20;

/** Pages that are one file each, whose places are not anchors; tests of their own open them. */
const ownPages = new Set(["report.html", "play.html"]);

/** All files of the site, as paths in it, with their bytes. */
async function filesOf(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map();
  for (const entry of entries.filter((one) => one.isFile())) {
    const file = join(entry.parentPath, entry.name);
    files.set(relative(folder, file), (await stat(file)).size);
  }
  return files;
}

const unescaped = (text) => text.replaceAll("&amp;", "&").replaceAll("&quot;", '"');

/** How many links the pages in `out` have, and what is wrong with those that lead nowhere. */
async function deadLinks(out, files) {
  const pages = new Map();
  for (const file of files.keys()) {
    if (/\.(?:html|svg)$/.test(file)) pages.set(file, await readFile(join(out, file), "utf8"));
  }
  const anchors = new Map(
    [...pages].map(([file, html]) => [
      file,
      new Set([...html.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(([, id]) => unescaped(id))),
    ]),
  );
  const dead = [];
  let links = 0;
  for (const [file, html] of pages) {
    if (ownPages.has(file) || file.endsWith(".svg")) continue;
    for (const [, written] of html.matchAll(/\s(?:href|src)="([^"]*)"/g)) {
      const target = unescaped(written);
      if (/^(?:[a-z]+:|\/\/)/.test(target)) continue;
      links++;
      const [path = "", anchor] = decodeURI(target).split("#");
      const to = path === "" ? file : join(dirname(file), path.split("?")[0]);
      const page = to === "." || to.endsWith("/") ? join(to, "index.html") : to;
      if (!files.has(page)) dead.push(`${file}: there is no ${target}`);
      else if (anchor && !ownPages.has(page) && anchors.get(page)?.has(anchor) !== true) {
        dead.push(`${file}: nothing in ${page} is called #${anchor}`);
      }
    }
  }
  return { links, dead };
}

const [out = "site"] = process.argv.slice(2);
const files = await filesOf(out);
const bytes = [...files.values()].reduce((sum, size) => sum + size, 0);
const { links, dead } = await deadLinks(out, files);
for (const line of dead) console.log(line);
console.log(
  `${files.size} files, ${(bytes / 2 ** 20).toFixed(1)} MB, ${links} links, ${dead.length} of them dead.`,
);
if (bytes > MOST_BYTES) console.log(`That is more than ${MOST_BYTES / 2 ** 20} MB.`);
process.exitCode = dead.length > 0 || bytes > MOST_BYTES || links === 0 ? 1 : 0;
