// Builds dist/ from spec/ and src/. With --if-stale only when a source is newer than the last build.
// With --declarations also what TypeScript reads of the package: whoever packs it needs that, and it
// takes longer than all the rest.

import { createHash } from "node:crypto";
import { chmod, copyFile, mkdir, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { execa } from "execa";
import { build as bundle, transformWithOxc } from "vite";
import { bundleQuickPath } from "./quick-path.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = join(root, "dist");
const stamp = join(dist, ".build-digest");
const declarationsStamp = join(dist, ".declarations-digest");

/** One digest over the path and text of everything that the build reads. */
async function sourceDigest() {
  const hash = createHash("sha256");
  const files = [
    "package-lock.json",
    "package.json",
    "tsconfig.json",
    "tsconfig.build.json",
    "scripts/build.js",
    "scripts/quick-path.js",
  ];
  for (const folder of ["spec", "src", "report"]) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (entry.isFile()) files.push(join(entry.parentPath, entry.name).slice(root.length + 1));
    }
  }
  for (const file of files.sort()) {
    hash.update(`${file}\0`);
    hash.update(await readFile(join(root, file)));
  }
  return hash.digest("hex");
}

async function isFresh(digest, record) {
  try {
    await stat(join(dist, "cli.js"));
    return (await readFile(record, "utf8")) === digest;
  } catch {
    return false;
  }
}

/** Every source as JavaScript. Types are checked by `npm run types`; here they are only taken away. */
async function transpile() {
  for (const folder of ["spec", "src"]) {
    const entries = await readdir(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || !entry.name.endsWith(".ts")) continue;
      const source = join(entry.parentPath, entry.name);
      const { code } = await transformWithOxc(await readFile(source, "utf8"), source, {
        target: "es2023",
        sourcemap: false,
        // As with `verbatimModuleSyntax`, which the types are checked with.
        typescript: { onlyRemoveTypeImports: true },
      });
      const target = join(dist, relative(root, source).replace(/ts$/, "js"));
      await mkdir(dirname(target), { recursive: true });
      await writeFile(target, code);
    }
  }
}

/** What TypeScript reads of the package. */
async function writeDeclarations() {
  const tsc = join(root, "node_modules", "typescript", "bin", "tsc");
  const args = ["-p", "tsconfig.build.json", "--noCheck", "--declaration", "--emitDeclarationOnly"];
  await execa(process.execPath, [tsc, ...args], { cwd: root, stdio: "inherit" });
}

/** Files that are read at run time and that no compiler copies. */
async function copyAssets() {
  const require = createRequire(import.meta.url);
  const assets = join(dist, "assets");
  await mkdir(assets, { recursive: true });
  await copyFile(
    require.resolve("@tlaplus/tree-sitter-tlaplus/tree-sitter-tlaplus.wasm"),
    join(assets, "tree-sitter-tlaplus.wasm"),
  );
  await copySources();
}

/** The built-in policies, compiled here so that nobody waits for the compiler at run time. */
async function writeCompiledPolicies() {
  const { irFiles } = await import(
    pathToFileURL(join(dist, "src", "machine", "policy", "ir-cache.js")).href
  );
  for (const [name, text] of await irFiles()) await writeFile(join(dist, "assets", name), text);
}

/** What a page has in place of Node, and of the package as it lies on the disk. */
const inBrowser = [
  { find: "node:util", replacement: join(root, "report", "browser", "node-util.ts") },
  { find: "node:timers/promises", replacement: join(root, "report", "browser", "node-timers.ts") },
  { find: /^node:(v8|vm)$/, replacement: join(root, "report", "browser", "node-memory.ts") },
  {
    find: /^.*\/package\/program-name\.js$/,
    replacement: join(root, "report", "browser", "program-name.ts"),
  },
];

/** The page of a command: one script and one style, which the file that it writes carries in itself. */
async function writePage(entry, name) {
  // Tests build what is stale, too, and the page that they would make names the folder it was made in.
  process.env.NODE_ENV = "production";
  await bundle({
    root: join(root, "report"),
    configFile: false,
    logLevel: "warn",
    define: { "process.env.NODE_ENV": '"production"' },
    resolve: { alias: inBrowser },
    build: {
      outDir: join(dist, "assets"),
      emptyOutDir: false,
      target: "es2023",
      // The first with `light-dark()`: what it is replaced by for older ones would not let the
      // reader choose.
      cssTarget: ["chrome123", "firefox120", "safari17.5"],
      // Policies are compiled meanwhile, for which a plugin waits.
      rolldownOptions: { checks: { pluginTimings: false } },
      lib: {
        entry,
        formats: ["iife"],
        name: "nmicheckPage",
        fileName: () => `${name}.js`,
        cssFileName: name,
      },
    },
  });
}

/** The compiled files that import zod, and their texts. */
async function importersOfZod() {
  const compiled = await readdir(dist, { recursive: true, withFileTypes: true });
  const paths = compiled
    .filter(({ name, parentPath }) => name.endsWith(".js") && !parentPath.endsWith("assets"))
    .map(({ name, parentPath }) => join(parentPath, name));
  const texts = await Promise.all(paths.map(async (path) => [path, await readFile(path, "utf8")]));
  const importers = texts.filter(([, text]) => / from "zod[/"]/.test(text));
  const other = importers.find(([, text]) => !IMPORT_OF_ZOD.test(text));
  // It would load the whole package, beside what is bundled.
  if (other !== undefined) throw new Error(`${other[0]} imports zod otherwise than as { z }`);
  return importers;
}

const IMPORT_OF_ZOD = /^(import \{ z \} from )"zod";$/m;

/**
 * What is used of zod, as one file, which what was compiled imports in place of the package: Node loads
 * that in a tenth of the time of 95 files, and a gate that is answered from the cache waits for little
 * else. Of the languages of its messages it has English.
 */
async function bundleZod() {
  const entry = fileURLToPath(import.meta.resolve("zod"));
  const importers = await importersOfZod();
  const names = new Set(importers.flatMap(([, text]) => text.match(/(?<=\bz\.)[a-zA-Z]+/g) ?? []));
  const members = [...names].sort().map((name) => `${name}: all.${name}`);
  const used = join(dist, "assets", "used-of-zod.js");
  await writeFile(
    used,
    `import * as all from "zod";
all.config(all.locales.en());
export const z = { ${members} };
`,
  );
  await bundle({
    root,
    configFile: false,
    logLevel: "warn",
    publicDir: false,
    build: {
      outDir: join(dist, "assets"),
      emptyOutDir: false,
      target: "node20",
      rolldownOptions: { output: { minify: true } },
      lib: { entry: used, formats: ["es"], fileName: () => "zod.js" },
    },
  });
  await rm(used);
  const file = join(dist, "assets", "zod.js");
  const license = await readFile(join(dirname(entry), "LICENSE"), "utf8");
  await writeFile(file, `/*!\n${license.trim()}\n*/\n${await readFile(file, "utf8")}`);
  for (const [path, text] of importers) {
    const specifier = relative(dirname(path), file).split(sep).join("/");
    await writeFile(path, text.replace(IMPORT_OF_ZOD, `$1"${specifier}";`));
  }
}

/** What we compile at run time (C and its like) stands beside the compiled TypeScript that uses it. */
async function copySources() {
  const entries = await readdir(join(root, "src"), { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (!entry.isFile() || entry.name.endsWith(".ts")) continue;
    const source = join(entry.parentPath, entry.name);
    const target = join(dist, relative(root, source));
    await mkdir(dirname(target), { recursive: true });
    await copyFile(source, target);
  }
}

async function writePrograms(digest) {
  await rm(dist, { recursive: true, force: true });
  await transpile();
  await copyAssets();
  await bundleZod();
  await Promise.all([
    writePage("main.tsx", "report-page"),
    writePage("play-page.tsx", "play-page"),
    writeCompiledPolicies(),
  ]);
  await bundleQuickPath(dist);
  const launcher = join(dist, "cli.js");
  await writeFile(launcher, '#!/usr/bin/env node\nimport "./src/cli/main.js";\n');
  await chmod(launcher, 0o755);
  const { programsDigest } = await import(
    pathToFileURL(join(dist, "src", "base", "package", "build-digest.js")).href
  );
  await writeFile(join(dist, ".programs-digest"), programsDigest(dist));
  await writeFile(stamp, digest);
}

const digest = await sourceDigest();
const ifStale = process.argv.includes("--if-stale");
if (!ifStale || !(await isFresh(digest, stamp))) await writePrograms(digest);
if (process.argv.includes("--declarations") && !(await isFresh(digest, declarationsStamp))) {
  await writeDeclarations();
  await writeFile(declarationsStamp, digest);
}
