import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../src/package/root.js";

/**
 * The rooms in the direction of the data. A room imports from rooms above it in this list, and from
 * its own; rooms on one line know nothing of each other.
 */
const order: readonly (readonly string[])[] = [
  ["src/package"],
  ["src/fault"],
  ["src/cache", "src/process", "spec"],
  ["src/ir", "src/out"],
  ["src/lang", "src/tla", "src/smt"],
  ["src/tlc", "src/explore"],
  ["src/packed", "src/advisory"],
  ["src/liveness"],
  ["src/configuration"],
  ["src/policy"],
  ["src/proof"],
  ["src/generate"],
  ["src/trace", "src/agree"],
  ["src/machine"],
  ["src/engine"],
  ["src/replay"],
  ["src/conform"],
  ["src/find", "src/atlas"],
  ["src/check", "src/document"],
  ["src/limits", "src/vacuity", "src/behaviour", "src/prove"],
  ["src/findings"],
  ["src/certificate"],
  ["src/learn"],
  ["src/gate"],
  ["src/api", "src/reporters", "src/report", "src/mutate", "src/watch", "src/review"],
  ["src/vitest", "src/index.ts"],
  ["report", "src/cli"],
];

const rank = new Map(order.flatMap((rooms, level) => rooms.map((room) => [room, level] as const)));

/** `src/tla/value/parse.ts` is in the room `src/tla`, `spec/policies/v5.ts` in `spec`. */
function roomOf(file: string): string {
  const [top = "", room] = file.split("/");
  return top === "spec" || top === "report" ? top : `${top}/${room}`;
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
  const [from, to] = [roomOf(file), roomOf(target)];
  if (from === to) return null;
  const [own, other] = [rank.get(from), rank.get(to)];
  if (own === undefined) return `${from} is not in the list of rooms`;
  if (other === undefined) return `${to} is not in the list of rooms`;
  return other < own ? null : `${from} comes before ${to}, or beside it`;
}

describe("imports point one way", () => {
  test.each(files)("%s", (file) => {
    const wrong = importsOf(file).flatMap((target) => {
      const reason = whyNot(file, target);
      return reason === null ? [] : [`${target}: ${reason}`];
    });
    expect(wrong).toEqual([]);
  });

  test("an import against the direction is seen", () => {
    expect(whyNot("src/trace/build.ts", "src/check/verdict.ts")).toBe(
      "src/trace comes before src/check, or beside it",
    );
    expect(whyNot("spec/cpu/kernel.ts", "src/ir/type.ts")).toBe(
      "spec comes before src/ir, or beside it",
    );
    expect(whyNot("src/trace/story.ts", "report/app.ts")).toBe(
      "src/trace comes before report, or beside it",
    );
    expect(whyNot("src/utils/x.ts", "spec/cpu/nmi.ts")).toBe(
      "src/utils is not in the list of rooms",
    );
  });
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
