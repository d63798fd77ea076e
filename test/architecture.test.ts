import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../src/base/package/root.js";

/**
 * The rooms in the direction of the data, and within a room its folders. A folder imports from the
 * rooms above its own, and from folders of its room on an earlier line; folders on one line know
 * nothing of each other. What is in no folder that is named belongs to the room itself.
 */
const house: readonly (readonly (readonly string[])[])[] = [
  [
    ["src/base/package"],
    ["src/base/diagnostic"],
    ["src/base/cache", "src/base/process", "src/base/document"],
    ["src/base/out", "src/base/kept", "src/base/threads"],
  ],
  [["src/compiler/ir"], ["src/compiler/lang", "src/compiler/tla", "src/compiler/smt"]],
  [
    ["src/checkers/tlc", "src/checkers/explore"],
    ["src/checkers/packed", "src/checkers/advisory", "src/checkers/agree"],
    ["src/checkers/liveness"],
  ],
  // The compiler and the checkers know no NMI: the model of it stands below them.
  [["spec"]],
  [
    ["src/machine/model"],
    ["src/machine/configuration"],
    ["src/machine/policy"],
    ["src/machine/proof"],
    ["src/machine/generate", "src/machine/trace"],
    ["src/machine"],
  ],
  [["src/engines"], ["src/engines/replay"], ["src/engines/conform"]],
  [
    ["src/analyses/find", "src/analyses/atlas"],
    ["src/analyses/check"],
    ["src/analyses/limits", "src/analyses/vacuity", "src/analyses/behaviour", "src/analyses/prove"],
    ["src/analyses/findings", "src/analyses/audit"],
    ["src/analyses/learn", "src/analyses/museum"],
    ["src/analyses/mutate", "src/analyses/review", "src/analyses/play"],
  ],
  [["src/gates/certificate"], ["src/gates/gate"], ["src/gates/reporters"]],
  [["src/report"], ["src/api"], ["src/index.ts", "src/cli", "report"]],
];

const order = house.flat();
const rank = new Map(order.flatMap((folders, level) => folders.map((name) => [name, level])));

/** `src/compiler/tla/value/parse.ts` is in `src/compiler/tla`, `spec/policies/v5.ts` in `spec`. */
function folderOf(file: string): string {
  const parts = file.split("/");
  const prefixes = parts.map((_, index) => parts.slice(0, parts.length - index).join("/"));
  return prefixes.find((prefix) => rank.has(prefix)) ?? parts.slice(0, -1).join("/");
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(packageRoot, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(packageRoot, join(entry.parentPath, entry.name)));
}

/** The files of the project that `file` imports, statically or when it runs. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(packageRoot, file), "utf8");
  const specifiers = [...text.matchAll(/(?:from|import)\s*\(?\s*"(\.[^"]+)"/g)];
  return specifiers.map(([, specifier = ""]) =>
    relative(packageRoot, resolve(packageRoot, dirname(file), specifier)).replace(/\.js$/, ".ts"),
  );
}

const files = [...sources("src"), ...sources("spec"), ...sources("report")];

/** Whether `file` may import `target`; null if it may, else why not. */
function whyNot(file: string, target: string): string | null {
  const [from, to] = [folderOf(file), folderOf(target)];
  if (from === to) return null;
  const [own, other] = [rank.get(from), rank.get(to)];
  if (own === undefined) return `${from} is in no room`;
  if (other === undefined) return `${to} is in no room`;
  return other < own ? null : `${from} comes before ${to}, or beside it`;
}

describe("imports point one way", () => {
  test("every import of every file", () => {
    const wrong = files.flatMap((file) =>
      importsOf(file).flatMap((target) => {
        const reason = whyNot(file, target);
        return reason === null ? [] : [`${file} -> ${target}: ${reason}`];
      }),
    );
    expect(wrong).toEqual([]);
  });

  test("an import against the direction is seen", () => {
    expect(whyNot("src/machine/trace/build.ts", "src/analyses/check/verdict.ts")).toBe(
      "src/machine/trace comes before src/analyses/check, or beside it",
    );
    expect(whyNot("spec/cpu/kernel.ts", "src/machine/trace/build.ts")).toBe(
      "spec comes before src/machine/trace, or beside it",
    );
    expect(whyNot("src/machine/trace/story.ts", "report/app.ts")).toBe(
      "src/machine/trace comes before report, or beside it",
    );
    expect(whyNot("src/engines/open.ts", "src/engines/replay/judge.ts")).toBe(
      "src/engines comes before src/engines/replay, or beside it",
    );
    expect(whyNot("src/checkers/packed/program.ts", "spec/cpu/nmi.ts")).toBe(
      "src/checkers/packed comes before spec, or beside it",
    );
    expect(whyNot("src/utils/x.ts", "spec/cpu/nmi.ts")).toBe("src/utils is in no room");
  });
});

/** The first chain of imports that comes back to where it began; empty where there is none. */
function circle(importsFrom: (file: string) => readonly string[]): readonly string[] {
  const done = new Set<string>();
  const visit = (file: string, way: readonly string[]): readonly string[] => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file];
    if (done.has(file)) return [];
    for (const target of importsFrom(file)) {
      const found = visit(target, [...way, file]);
      if (found.length > 0) return found;
    }
    done.add(file);
    return [];
  };
  for (const file of files) {
    const found = visit(file, []);
    if (found.length > 0) return found;
  }
  return [];
}

/** What a file loads: types alone are gone when it runs. */
function loadedBy(file: string): readonly string[] {
  const text = readFileSync(join(packageRoot, file), "utf8");
  return [...text.matchAll(/^(?:import|export)(?! type\b)[^;]*?from\s*"(\.[^"]+)"/gm)].map(
    ([, specifier = ""]) =>
      relative(packageRoot, resolve(packageRoot, dirname(file), specifier)).replace(/\.js$/, ".ts"),
  );
}

test("no imports make a circle, and one that did would be seen", () => {
  const known = new Set(files);
  const loaded = new Map(
    files.map((file) => [file, loadedBy(file).filter((target) => known.has(target))] as const),
  );
  expect(circle((file) => loaded.get(file) ?? [])).toEqual([]);
  const [first = "", second = ""] = files;
  const bent = new Map([
    [first, [second]],
    [second, [first]],
  ]);
  expect(circle((file) => bent.get(file) ?? [])).toEqual([first, second, first]);
});

test("what scripts and benchmarks import of the built program is there", () => {
  const imports = ["bench", "scripts"].flatMap((folder) =>
    readdirSync(join(packageRoot, folder), { encoding: "utf8", recursive: true })
      .filter((name) => name.endsWith(".js"))
      .flatMap((name) => {
        const text = readFileSync(join(packageRoot, folder, name), "utf8");
        return [...text.matchAll(/"(?:\.\.\/)+dist\/([^"]+)\.js"/g)].map(([, path = ""]) => path);
      }),
  );
  expect(imports.length).toBeGreaterThan(40);
  expect(imports.filter((path) => !existsSync(join(packageRoot, `${path}.ts`)))).toEqual([]);
});

test("no folder and no file has a name that says nothing", () => {
  const empty = files.filter((file) =>
    /(^|\/)(utils?|helpers?|common|misc|managers?)(\/|\.ts$)/.test(file),
  );
  expect(empty).toEqual([]);
});

test("no file is longer than 400 lines", () => {
  const long = files.filter(
    (file) => readFileSync(join(packageRoot, file), "utf8").split("\n").length > 401,
  );
  expect(long).toEqual([]);
});
