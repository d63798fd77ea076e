import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { reasonsOf } from "../../src/gates/gate/outcome.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { project } from "./project.js";

const CONFIG = `import { defineConfig } from "nmicheck";
export default defineConfig({
  gates: [],
  conformance: [
    { name: "own", engine: "reference", policies: ["none", "v5"], platforms: ["ideal", "shadow"], chains: [[1], [1, 1]], rips: [1, 2] },
  ],
});
`;

let folder: string;
const config = (): string => join(folder, "nmicheck.config.ts");
const pins = (): string => join(folder, "nmicheck.pins", "own.json");

const run = () =>
  runGates(loadConfig(config()), { version: "0.0.0", checker: "explorer", cache: false });

async function update(): Promise<readonly string[]> {
  const { changes, left } = await updateExpectations(loadConfig(config()), await run());
  return [...changes, ...left].map((line) => line.replaceAll(`${folder}/`, ""));
}

async function told(): Promise<readonly string[]> {
  const { gates, reasons } = await run();
  return [...reasons, ...gates.flatMap(reasonsOf)].map(({ code, message }) =>
    `${code}: ${message}`.replaceAll(`${folder}/`, ""),
  );
}

function edit(from: string, to: string): void {
  const text = readFileSync(config(), "utf8");
  expect(text).toContain(from);
  writeFileSync(config(), text.replace(from, to));
}

/** A project with that gate, whose pins are written: each test has a copy of it. */
let updated: string;
beforeAll(async () => {
  updated = mkdtempSync(join(tmpdir(), "nmicheck-updated-"));
  folder = updated;
  writeFileSync(config(), CONFIG);
  expect(await update()).toEqual(["own: pins written to nmicheck.pins/own.json"]);
});
afterAll(() => rmSync(updated, { recursive: true, force: true }));
beforeEach(() => {
  folder = project({});
  cpSync(updated, folder, { recursive: true });
});

describe("a gate about an engine", () => {
  test("passes where the engine does as the model on every edge, and what is asked is pinned", async () => {
    const { gates } = await run();
    expect(gates.flatMap(reasonsOf)).toEqual([]);
    expect(gates).toMatchObject([{ kind: "conformance", name: "own", engine: "reference" }]);
    expect(await update()).toEqual([]);
  });

  test.each([
    ["a policy", '["none", "v5"]', '["none"]', "the policy v5"],
    ["a platform", '["ideal", "shadow"]', '["ideal"]', "the platform shadow"],
    ["a chain", "[[1], [1, 1]]", "[[1]]", "the chain [1,1]"],
    ["a number of ips", "rips: [1, 2]", "rips: [1]", "2 ips"],
  ])("fails where %s was dropped, until the pins say so", async (_, from, to, what) => {
    edit(from, to);
    expect(await told()).toEqual([
      `gate-dropped: ${what} is pinned, but the config does not hold the engine against it any more.`,
    ]);
    expect(await update()).toEqual(["own: pins written to nmicheck.pins/own.json"]);
    expect(await told()).toEqual([]);
  });

  test("fails where the gate itself was dropped", async () => {
    edit('name: "own"', 'name: "other"');
    expect(await told()).toEqual([
      "gate-dropped: nmicheck.pins/own.json pins a gate that the config does not have.",
      "pin-missing: the gate has no pins yet.",
    ]);
    expect(await update()).toEqual([
      "other: pins written to nmicheck.pins/other.json",
      "own: pins removed, since the config has no such gate",
    ]);
  });

  test("fails where another engine, or more, is asked than is pinned", async () => {
    edit('"reference"', '"model"');
    edit('["ideal", "shadow"]', '["ideal", "shadow", "sticky"]');
    expect(await told()).toEqual([
      "pin-differs: the pins are of the engine reference, and the config names model.",
      "pin-missing: the platform sticky is not among the gate's pins.",
    ]);
  });

  test("fails where the pins were edited", async () => {
    const text = readFileSync(pins(), "utf8");
    writeFileSync(pins(), text.replace('"v5"', '"mainline"'));
    expect(await told()).toEqual([
      "pin-malformed: the file of pins was changed after nmicheck wrote it: its SHA-256 is another one.",
    ]);
  });

  test("fails where the engine lies, and shows in what", async () => {
    const engine = join(packageRoot, "dist", "src", "engines", "reference", "main.js");
    const liar = join(folder, "liar.sh");
    writeFileSync(liar, `'${process.execPath}' '${engine}' | sed -u 's/"unknown"/"swallowed"/'\n`);
    edit('"reference"', `{ command: ${JSON.stringify(`sh ${liar}`)} }`);
    await update();
    const { gates } = await run();
    const found = gates.flatMap(reasonsOf);
    expect(found.length).toBeGreaterThan(0);
    for (const { code, message, details } of found) {
      expect(code).toBe("conformance");
      expect(message).toMatch(/^the engine diverges from the model: /);
      expect(details.join("\n")).toContain("swallowed");
    }
  });

  test("fails where the engine breaks, as a tool", async () => {
    edit('"reference"', '{ command: "false" }');
    await update();
    const found = (await run()).gates.flatMap(reasonsOf);
    expect(found).toMatchObject([{ code: "failed", blame: "tool" }]);
    expect(found[0]?.message).toContain("ended");
  });
});
