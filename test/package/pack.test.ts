import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { dirname, join, posix } from "node:path";
import { execa } from "execa";
import { beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { packageRoot } from "../../src/base/package/root.js";

const packed = z.tuple([
  z.object({
    files: z.array(z.object({ path: z.string() })),
  }),
]);
const entry = z.union([z.string(), z.object({ types: z.string(), default: z.string() })]);
const manifest = z
  .object({
    bin: z.record(z.string(), z.string()),
    exports: z.record(z.string(), entry),
    dependencies: z.record(z.string(), z.string()),
    peerDependencies: z.record(z.string(), z.string()),
    peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.literal(true) })),
  })
  .parse(JSON.parse(readFileSync(join(packageRoot, "package.json"), "utf8")));

let files: ReadonlySet<string>;
beforeAll(async () => {
  const { stdout } = await execa("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
    cwd: packageRoot,
  });
  const [found] = packed.parse(JSON.parse(stdout));
  files = new Set(found.files.map(({ path }) => path));
});

function textOf(path: string): string {
  return readFileSync(join(packageRoot, path), "utf8");
}

function ending(...endings: readonly string[]): readonly string[] {
  return [...files].filter((path) => endings.some((one) => path.endsWith(one)));
}

/** What a file imports, statically or when it runs. */
function importsOf(path: string): readonly string[] {
  const found = textOf(path).matchAll(
    /(?:^|[\s;])(?:import|export)\s[^"'`;]*?from\s*"([^"]+)"|\bimport\(\s*"([^"]+)"\s*\)|^import\s+"([^"]+)"/gm,
  );
  return [...found].flatMap(([, one, two, three]) => one ?? two ?? three ?? []);
}

describe("what npm packs", () => {
  test("has everything that package.json points at", () => {
    const targets = [
      ...Object.values(manifest.bin),
      ...Object.values(manifest.exports).flatMap((one) =>
        typeof one === "string" ? [one] : [one.default],
      ),
    ].map((path) => path.replace(/^\.\//, ""));
    expect(targets.filter((path) => !files.has(path))).toEqual([]);
    expect(textOf("dist/cli.js").startsWith("#!/usr/bin/env node\n")).toBe(true);
  });

  test("has what is read at run time, and what a person reads", () => {
    for (const path of [
      "LICENSE",
      "README.md",
      "CHANGELOG.md",
      "action.yml",
      "spec/cpu/nmi.ts",
      "spec/policies/mainline.ts",
      "generated/NmiMainline.tla",
      "generated/MCNmiMainline_ideal.cfg",
      "schemas/nmicheck.trace-1.schema.json",
      "schemas/nmicheck.trace-2.schema.json",
      "docs/subset.md",
      "examples/python-engine/engine.py",
      "dist/assets/tree-sitter-tlaplus.wasm",
      "dist/assets/mainline.ir.json",
      "dist/src/engines/linux/c/engine.c",
      "dist/src/engines/reference/main.js",
      "dist/src/base/process/guard-program.js",
    ]) {
      expect(files.has(path), path).toBe(true);
    }
  });

  test("has nothing else: no tests, no sources of ours, nothing of somebody else's", () => {
    const allowed =
      /^(dist|spec|generated|schemas|data|docs|examples)\/|^(package\.json|README\.md|CHANGELOG\.md|action\.yml|LICENSE)$/;
    const foreign =
      /\.(jar|tgz|tar|xz|deb|map|tsbuildinfo|log)$|(^|\/)(nmi\.c|node_modules|test|\.git)(\/|$)|__pycache__/;
    const wrong = [...files].filter((path) => !allowed.test(path) || foreign.test(path));
    expect(wrong).toEqual([]);
    expect([...files].filter((path) => /^dist\/src\/.*(?<!\.d)\.tsx?$/.test(path))).toEqual([]);
  });

  test("speaks of no machine that it was built on", () => {
    const local = new RegExp(`${packageRoot}|/(root|home)/\\w`);
    const texts = ending(".js", ".json", ".md", ".tla", ".cfg", ".ts");
    expect(texts.filter((path) => local.test(textOf(path)))).toEqual([]);
  });
});

describe("what the packed code imports", () => {
  const known = [...Object.keys(manifest.dependencies), ...Object.keys(manifest.peerDependencies)];

  test("is in the package, a dependency, or Node's own", () => {
    const isOurs = (path: string): boolean =>
      !path.startsWith("dist/assets/") || path === "dist/assets/quick-path.js";
    const code = ending(".js").filter(isOurs);
    expect(code).toContain("dist/assets/quick-path.js");
    expect(code.length).toBeGreaterThan(200);
    const wrong = code.flatMap((path) =>
      importsOf(path).flatMap((name) => {
        if (name.startsWith("node:") || builtinModules.includes(name)) return [];
        if (name.startsWith(".")) {
          const target = posix.join(dirname(path), name);
          return files.has(target) ? [] : [`${path}: ${name}`];
        }
        const owner = name
          .split("/")
          .slice(0, name.startsWith("@") ? 2 : 1)
          .join("/");
        return known.includes(owner) ? [] : [`${path}: ${name}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("is vitest for the matchers alone, which nobody else needs", () => {
    expect(Object.keys(manifest.peerDependencies)).toEqual(["vitest"]);
    expect(Object.keys(manifest.peerDependenciesMeta)).toEqual(["vitest"]);
    const users = ending(".js").filter((path) => importsOf(path).includes("vitest"));
    expect(users).toEqual(["dist/src/api/vitest/matchers.js"]);
  });

  test("and its types are in the package, too", () => {
    const wrong = ending(".d.ts").flatMap((path) =>
      importsOf(path).flatMap((name) => {
        if (!name.startsWith(".")) return [];
        const target = posix.join(dirname(path), name.replace(/\.js$/, ".d.ts"));
        return files.has(target) ? [] : [`${path}: ${name}`];
      }),
    );
    expect(wrong).toEqual([]);
  });
});
