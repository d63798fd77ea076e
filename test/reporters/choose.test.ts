import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { reason } from "../../src/gates/gate/reason.js";
import { parseReporters, writeReports } from "../../src/gates/reporters/choose.js";
import { gateDocumentSchema } from "../../src/gates/reporters/document.js";
import { project } from "../gate/project.js";

const run = {
  nmicheck: "0.0.0",
  config: "/p/nmicheck.config.ts",
  checker: { name: "explorer", version: "0.0.0", reductions: [] },
  gates: [],
  reasons: [],
  seconds: 0,
} as const;

test("several at once: one for a person, the others to their files", async () => {
  const folder = project({});
  const names = ["json", "junit", "sarif", "github", "terminal"];
  const given = names.map((name) => `${name}=${join(folder, `report.${name}`)}`);
  let shown = "";
  await writeReports(run, parseReporters(given, false), {
    answer: (text) => {
      shown += text;
    },
    colour: false,
    folder,
  });
  expect(shown).toContain("nmicheck 0.0.0 gate: ");
  const texts = names.map((name) => readFileSync(join(folder, `report.${name}`), "utf8"));
  expect(new Set(texts).size).toBe(names.length);
  expect(gateDocumentSchema.safeParse(JSON.parse(texts[0] ?? "")).success).toBe(true);
});

test("places for GitHub are those of its repository, wherever in it the step works", async () => {
  const folder = project({});
  const place = { file: join(folder, "sub", "once.ts"), line: 3, column: 4 };
  const failing = { ...run, reasons: [reason("failed", "it broke.", { place })] };
  const file = join(folder, "report.sarif");
  const write = async (workspace: string): Promise<readonly string[]> => {
    let shown = "";
    vi.stubEnv("GITHUB_WORKSPACE", workspace);
    await writeReports(failing, parseReporters(["github", `sarif=${file}`], false), {
      answer: (text) => {
        shown += text;
      },
      colour: false,
      folder: join(folder, "sub"),
    });
    vi.unstubAllEnvs();
    const [, uri = ""] = /"uri": "(.*)"/.exec(readFileSync(file, "utf8")) ?? [];
    const [, annotated = ""] = /^::error file=([^,]*),line=3/m.exec(shown) ?? [];
    const [, forPeople = ""] = /^ +at (.*):3:4$/m.exec(shown) ?? [];
    return [uri, annotated, forPeople];
  };
  expect(await write(folder)).toEqual(["sub/once.ts", "sub/once.ts", "once.ts"]);
  expect(await write("")).toEqual(["once.ts", "once.ts", "once.ts"]);
  expect(await write(join(folder, "elsewhere"))).toEqual(["once.ts", "once.ts", "once.ts"]);
});

test("reporters/two-on-stdout: two documents on one stream", () => {
  expect(() => parseReporters(["junit", "sarif"], false)).toThrow(
    expect.objectContaining({
      code: "reporters/two-on-stdout",
      blame: "user",
      message: "the reports `junit` and `sarif` cannot both go to standard output.",
      remedy: "give one of them a file: `--reporter sarif=FILE`.",
    }),
  );
  expect(() => parseReporters(["sarif"], true)).toThrow("`sarif` and `json` cannot both go");
});

test("reporters/unwritable: a file in a folder that is not there", async () => {
  const file = join(project({}), "no", "report.xml");
  const reports = parseReporters([`junit=${file}`], false);
  const target = { answer: () => {}, colour: false, folder: "/p" };
  await expect(writeReports(run, reports, target)).rejects.toMatchObject({
    code: "reporters/unwritable",
    message: `the report ${file} cannot be written: no such file or directory.`,
  });
});
