// What every command loads, and what a gate that is answered from the cache loads beside it, as one file:
// Node takes about a millisecond for each module, and such a gate takes little else.

import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { build as bundle } from "vite";

const require = createRequire(import.meta.url);

/** What is run, and what the shortest run loads when it has begun. */
const MAIN = join("src", "cli", "main.js");
const LOADED_LATER = [
  join("src", "cli", "commands", "gate.js"),
  join("src", "cli", "excluded-options.js"),
  join("src", "gates", "reporters", "terminal.js"),
];

/** Libraries that nothing else uses, of which the file has a copy. */
const LIBRARIES = ["jsonc-parser", "fastest-levenshtein"];

/** Whether an import, or the file that it means, is of such a library. */
function isOfLibrary(id) {
  return LIBRARIES.some((name) => id === name || id.includes(join("node_modules", name, "/")));
}

const IMPORTED = /^(?:import|export)\b[^"';]*?\bfrom "(\.[^"]+)";$|^import "(\.[^"]+)";$/gm;

/** The modules that are loaded with these, by their paths: of what the build made of our sources. */
async function loadedWith(dist, paths) {
  const found = new Set();
  const waiting = [...paths];
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (found.has(path) || path.startsWith(join(dist, "assets"))) continue;
    found.add(path);
    for (const [, from, alone] of (await readFile(path, "utf8")).matchAll(IMPORTED)) {
      waiting.push(resolve(dirname(path), from ?? alone));
    }
  }
  return [...found].sort();
}

/** How the module at `from` names the file at `to`. */
function specifier(from, to) {
  const way = relative(dirname(from), to).split(sep).join("/");
  return way.startsWith(".") ? way : `./${way}`;
}

/** One file of `entry` and of what it imports among `modules`; all others stay where they are. */
async function bundled(entry, modules, target) {
  const inside = new Set([entry, ...modules]);
  await bundle({
    configFile: false,
    // That what is loaded later is in the same file is no news.
    logLevel: "error",
    publicDir: false,
    build: {
      outDir: dirname(target),
      emptyOutDir: false,
      target: "node20",
      minify: false,
      lib: { entry, formats: ["es"], fileName: () => relative(dirname(target), target) },
      rolldownOptions: {
        external: (id, importer = entry) =>
          !isOfLibrary(id) &&
          !isOfLibrary(importer) &&
          !inside.has(id.startsWith(".") ? resolve(dirname(importer), id) : id),
        output: { codeSplitting: false },
      },
    },
  });
}

/**
 * Puts the modules of the shortest run into `assets/quick-path.js`, from which each of them is a
 * re-export: a module is the same one whoever loads it.
 */
export async function bundleQuickPath(dist) {
  const main = join(dist, MAIN);
  const started = [main, ...LOADED_LATER.map((path) => join(dist, path))];
  const modules = (await loadedWith(dist, started)).filter((path) => path !== main);
  const target = join(dist, "assets", "quick-path.js");
  const entry = join(dist, "assets", "quick-path-modules.js");
  const names = await Promise.all(
    modules.map(async (path) => Object.keys(await import(pathToFileURL(path).href))),
  );
  const lines = modules.map((path, index) => {
    const all = names[index].map((name) => `${name} as m${index}_${name}`);
    return `export { ${all.join(", ")} } from "${specifier(entry, path)}";`;
  });
  await writeFile(entry, `${lines.join("\n")}\n`);
  await bundled(entry, modules, target);
  await rm(entry);
  const licenses = await Promise.all(
    LIBRARIES.map(async (name) => {
      const folder = dirname(require.resolve(`${name}/package.json`));
      const text = await readFile(join(folder, "LICENSE.md"), "utf8");
      return `/*!\n${name}\n\n${text.trim()}\n*/\n`;
    }),
  );
  await writeFile(target, `${licenses.join("")}${await readFile(target, "utf8")}`);
  for (const [index, path] of modules.entries()) {
    const all = names[index].map((name) => `m${index}_${name} as ${name}`);
    await writeFile(path, `export { ${all.join(", ")} } from "${specifier(path, target)}";\n`);
  }
  await bundled(main, modules, `${main}.new`);
  await rename(`${main}.new`, main);
}
