import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { reasonsOf } from "../../src/gates/gate/outcome.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { nmicheck } from "../cli/nmicheck.js";
import { whole } from "../slice.js";
import { configText, MAINLINE, project } from "./project.js";

/** Mainline as a file of the user's. */
const MINE = readFileSync("spec/policies/mainline.ts", "utf8")
  .replace("../policy.js", "nmicheck/policy")
  .replaceAll("mainline", "mine");

let folder: string;
const config = (): string => join(folder, "nmicheck.config.ts");
const choices = { version: "0.0.0", checker: "explorer", cache: false } as const;

async function update(): Promise<readonly string[]> {
  const opened = loadConfig(config());
  const { changes, left } = await updateExpectations(opened, await runGates(opened, choices));
  return [...changes, ...left].map((line) => line.replaceAll(`${folder}/`, ""));
}

/** A project with two gates, whose pins are written: each test has a copy of it. */
let updated: string;
beforeAll(async () => {
  updated = mkdtempSync(join(tmpdir(), "nmicheck-updated-"));
  folder = updated;
  writeFileSync(join(folder, "mine.ts"), MINE);
  writeFileSync(
    config(),
    configText(
      '{ name: "mine", policy: "./mine.ts", chain: [2], rips: 1, expect: { ideal: { NoSpurious: "holds" } } },',
      MAINLINE,
    ),
  );
  await update();
});
afterAll(() => rmSync(updated, { recursive: true, force: true }));
beforeEach(() => {
  folder = project({});
  cpSync(updated, folder, { recursive: true });
});

test("a policy that is refused fails its gate with everything that is wrong, and the others are run", async () => {
  expect((await runGates(loadConfig(config()), choices)).gates.flatMap(reasonsOf)).toEqual([]);
  writeFileSync(
    join(folder, "mine.ts"),
    MINE.replace("seen.handled > 1", "seen.hardware > 1").replace(
      "seen.backToBack ?",
      "seen.latch ?",
    ),
  );
  const { gates, reasons } = await runGates(loadConfig(config()), choices);
  expect(reasons).toEqual([]);
  expect(gates).toMatchObject([
    { name: "mine", verdicts: [], cached: false, place: { line: 4 } },
    { name: "mainline", verdicts: [{ verdict: "violated" }, { verdict: "holds" }] },
  ]);
  const [broken, whole] = gates.map(reasonsOf);
  expect(whole).toEqual([]);
  expect(
    broken?.map(({ code, message, blame, place }) => [code, message, blame, place?.line]),
  ).toEqual([
    ["failed", expect.stringContaining("'latch' does not exist"), "user", expect.any(Number)],
    ["failed", expect.stringContaining("'hardware' does not exist"), "user", expect.any(Number)],
  ]);
  expect(broken?.[0]?.details.slice(0, 1)).toEqual([expect.stringMatching(/^error\[L\d+\]$/)]);
});

whole("in every report, with the exit code of the worst: the user's mistake", async () => {
  writeFileSync(join(folder, "mine.ts"), "");
  const names = ["json", "junit", "sarif"] as const;
  const file = (name: string): string => join(folder, `report.${name}`);
  const { exitCode, stdout } = await nmicheck([
    "gate",
    ...["--config", config(), "--checker", "explorer", "--no-cache", "--reporter", "github"],
    ...names.flatMap((name) => ["--reporter", `${name}=${file(name)}`]),
  ]);
  expect(exitCode).toBe(2);
  expect(stdout).toMatch(/^FAIL {2}mine {2}policy \.\/mine\.ts, .*: no verdict/m);
  expect(stdout).toMatch(/^pass {2}mainline .*: 2 verdicts: 1 holds, 1 violated/m);
  expect(stdout).toMatch(/^1 of 2 gates failed\.$/m);
  expect(stdout).toMatch(/^::error file=.*mine\.ts,line=1,col=1,title=nmicheck%3A mine/m);
  const [json, junit, sarif] = names.map((name) => readFileSync(file(name), "utf8"));
  expect(JSON.parse(json ?? "")).toMatchObject({
    passes: false,
    checker: { name: "explorer" },
    gates: [
      { name: "mine", passes: false, verdicts: [], reasons: [{ code: "failed" }] },
      { name: "mainline", passes: true },
    ],
  });
  expect(junit).toContain('<testsuites name="nmicheck" tests="5" failures="1"');
  expect(JSON.parse(sarif ?? "").runs[0].results).toHaveLength(1);
});

test("an engine that cannot be had fails its gate only", async () => {
  const text = readFileSync(config(), "utf8");
  writeFileSync(
    config(),
    text.replace(
      'policy: "mainline",',
      'policy: "mainline", replay: [{ command: "engine > log" }],',
    ),
  );
  const { gates } = await runGates(loadConfig(config()), choices);
  const [mine, mainline] = gates.map((gate) => reasonsOf(gate).map(({ message }) => message));
  expect(mine).toEqual([]);
  expect(mainline).toEqual([expect.stringContaining("which needs a shell")]);
});

test("--update leaves a gate that could not be asked as it is, and says so", async () => {
  const pins = join(folder, "nmicheck.pins", "mine.json");
  const before = readFileSync(pins, "utf8");
  writeFileSync(join(folder, "mine.ts"), "");
  expect(await update()).toEqual([
    "mine: it could not be asked, so nothing of this gate was updated",
  ]);
  expect(existsSync(pins) && readFileSync(pins, "utf8")).toBe(before);
});
