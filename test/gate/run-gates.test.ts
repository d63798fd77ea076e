import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { initialise } from "../../src/gates/gate/init.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { type GateRun, passes, reasonsOf } from "../../src/gates/gate/outcome.js";
import { pinsText, readPins } from "../../src/gates/gate/pin-file.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { requireNoCi, updateExpectations } from "../../src/gates/gate/update.js";
import { whole, wholly } from "../slice.js";
import { configText, MAINLINE, project } from "./project.js";

let folder: string;
const config = (): string => join(folder, "nmicheck.config.ts");
const pins = (): string => join(folder, "nmicheck.pins", "mainline.json");

async function gates(): Promise<GateRun> {
  return runGates(loadConfig(config()), { version: "0.0.0", checker: "explorer", cache: false });
}

async function update(): Promise<readonly string[]> {
  const opened = loadConfig(config());
  const run = await runGates(opened, { version: "0.0.0", checker: "explorer", cache: false });
  const { changes, left } = await updateExpectations(opened, run);
  return [...changes, ...left].map((line) => line.replaceAll(`${folder}/`, ""));
}

const told = (run: GateRun): readonly string[] =>
  [...run.reasons, ...run.gates.flatMap(reasonsOf)].map(({ code, message }) =>
    `${code}: ${message}`.replaceAll(`${folder}/`, ""),
  );

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(file, "utf8");
  expect(text).toContain(from);
  writeFileSync(file, text.replace(from, to));
}

/** A project with such a gate, whose pins are written: each test has a copy of it. */
let updated: string;
beforeAll(async () => {
  updated = mkdtempSync(join(tmpdir(), "nmicheck-updated-"));
  folder = updated;
  writeFileSync(config(), configText(MAINLINE));
  await update();
});
afterAll(() => rmSync(updated, { recursive: true, force: true }));
beforeEach(() => {
  folder = project({});
  cpSync(updated, folder, { recursive: true });
});

describe("a gate passes", () => {
  test("where verdicts and counterexamples are as the config and the pins have them", async () => {
    const run = await gates();
    expect(told(run)).toEqual([]);
    expect(passes(run)).toBe(true);
    const [gate] = run.gates;
    expect(gate).toMatchObject({
      kind: "verdicts",
      name: "mainline",
      verdicts: [
        { property: "NoFalseSwallow", verdict: "violated", certified: false },
        { property: "NoSpurious", verdict: "holds", states: { distinct: 663 } },
      ],
    });
  });

  test("with another counterexample of the same length and cause: a twin", async () => {
    const before = await readPins(join(folder, "nmicheck.pins"), "mainline");
    const text = JSON.stringify(before);
    // The slots of handler 0 are polled one after the other: which is raised first is no difference.
    const twin = text.replace('"raise(0, 0)","raise(0, 1)"', '"raise(0, 1)","raise(0, 0)"');
    expect(twin).not.toBe(text);
    writeFileSync(pins(), pinsText(JSON.parse(twin)));
    expect(told(await gates())).toEqual([]);
  });
});

describe("a gate fails, and says why", () => {
  test("verdict: what should hold is violated", async () => {
    edit(config(), '"violated"', '"holds"');
    expect(told(await gates())).toEqual([
      "verdict: NoFalseSwallow on ideal is violated, and the config expects that it holds: unknown NMI at NMI 2 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged.",
    ]);
  });

  test("verdict: what was violated holds now", async () => {
    edit(config(), '"holds"', '"violated"');
    expect(told(await gates())).toEqual([
      "verdict: NoSpurious on ideal holds now, and the config expects a violation.",
    ]);
  });

  test("pin-missing: no file of pins", async () => {
    rmSync(pins());
    expect(told(await gates())).toEqual(["pin-missing: the gate has no pins yet."]);
  });

  test("pin-missing: a verdict that was never pinned", async () => {
    edit(config(), 'NoSpurious: "holds"', 'NoSpurious: "holds", NoMasked: "violated"');
    expect(told(await gates())).toEqual([
      "pin-missing: NoMasked on ideal is not among the gate's pins.",
    ]);
  });

  test("pin-malformed: a file that was edited by hand", async () => {
    edit(pins(), '"raise(0, 1)"', '"raise(1, 0)"');
    expect(told(await gates())).toEqual([
      "pin-malformed: the file of pins was changed after nmicheck wrote it: its SHA-256 is another one.",
    ]);
  });

  test("pin-malformed: a file that was cut", async () => {
    writeFileSync(pins(), readFileSync(pins(), "utf8").slice(0, 300));
    expect(told(await gates())).toEqual([
      "pin-malformed: the file of pins is cut off: the file ends here.",
    ]);
  });

  test("pin-differs: event by event", async () => {
    const before = await readPins(join(folder, "nmicheck.pins"), "mainline");
    const other = JSON.stringify(before).replace('"external",', "");
    writeFileSync(pins(), pinsText(JSON.parse(other)));
    const run = await gates();
    expect(told(run)).toEqual([
      "pin-differs: the counterexample of NoFalseSwallow on ideal is not the pinned one: event 7, deliver, is not possible any more: no NMI is pending.",
    ]);
    const details = run.gates.flatMap(reasonsOf)[0]?.details ?? [];
    expect(details.slice(0, 6)).toEqual([
      "  pinned found",
      "       1     1  raise(0, 0)",
      "       2     2  raise(0, 1)",
      "       3     3  deliver",
      "+            4  external",
      "       4     5  poll",
    ]);
  });

  test("pin-other-platform", async () => {
    edit(config(), "rips: 1", "rips: 2");
    expect(told(await gates())[0]).toBe(
      "pin-other-platform: the pins are of chain [2], 1 ip; the config has chain [2], 2 ips.",
    );
  });

  test("pin-left-over: the config says that it holds, and so it does, but a counterexample is pinned", async () => {
    const before = await readPins(join(folder, "nmicheck.pins"), "mainline");
    const other = JSON.stringify(before).replace(
      '"NoSpurious":{"verdict":"holds"}',
      '"NoSpurious":{"verdict":"violated","because":"","events":[]}',
    );
    writeFileSync(pins(), pinsText(JSON.parse(other)));
    expect(told(await gates())).toEqual([
      "pin-left-over: NoSpurious on ideal holds, but a counterexample is pinned.",
    ]);
  });

  test("gate-dropped: a property, a platform and a gate that nobody asks for any more", async () => {
    edit(config(), ', NoSpurious: "holds"', "");
    expect(told(await gates())).toEqual([
      "gate-dropped: NoSpurious on ideal is pinned, but the config does not ask for it any more.",
    ]);
    edit(config(), "ideal:", "sticky:");
    expect(told(await gates()).filter((line) => line.startsWith("gate-dropped"))).toHaveLength(2);
    edit(config(), 'name: "mainline"', 'name: "renamed"');
    expect(told(await gates())[0]).toBe(
      "gate-dropped: nmicheck.pins/mainline.json pins a gate that the config does not have.",
    );
  });

  test("undecided: the time was over", async () => {
    const opened = loadConfig(config());
    const signal = AbortSignal.abort();
    const run = await runGates(opened, {
      version: "0.0.0",
      checker: "explorer",
      cache: false,
      signal,
    });
    expect(told(run)[0]).toMatch(
      /^undecided: NoFalseSwallow on ideal is not decided: nothing was found within /,
    );
  });
});

describe("--update", () => {
  whole("writes verdicts into the config and counterexamples into the pins", async () => {
    edit(config(), '"violated"', '"holds"');
    edit(config(), '"holds" } }', '"violated" } }');
    rmSync(pins());
    expect(await update()).toEqual([
      "mainline: pins written to nmicheck.pins/mainline.json",
      "mainline: NoFalseSwallow on ideal is expected to be `violated` now",
      "mainline: NoSpurious on ideal is expected to be `holds` now",
    ]);
    expect(readFileSync(config(), "utf8")).toBe(configText(MAINLINE));
    expect(told(await gates())).toEqual([]);
  });

  test("leaves what is as it should be", async () => {
    const before = readFileSync(pins(), "utf8");
    expect(await update()).toEqual([]);
    expect(readFileSync(pins(), "utf8")).toBe(before);
  });

  test("removes the pins of gates that are no more", async () => {
    edit(config(), 'name: "mainline"', 'name: "renamed"');
    expect(await update()).toEqual([
      "renamed: pins written to nmicheck.pins/renamed.json",
      "mainline: pins removed, since the config has no such gate",
    ]);
    expect(readdirSync(join(folder, "nmicheck.pins"))).toEqual(["renamed.json"]);
  });

  whole("does not touch what is written for several gates at once", async () => {
    writeFileSync(
      config(),
      [
        'import { defineConfig } from "nmicheck";',
        'const usual = { NoSpurious: "holds" } as const;',
        'export default defineConfig({ gates: [{ name: "a", policy: "mainline", expect: { ideal: usual, sticky: usual } }] });',
      ].join("\n"),
    );
    const before = readFileSync(config(), "utf8");
    expect(await update()).toContain(
      "a: write `violated` for NoSpurious on sticky by hand: it is not written in the gate itself",
    );
    expect(readFileSync(config(), "utf8")).toBe(before);
  });

  test("gate/update-in-ci", () => {
    expect(() => requireNoCi({ CI: "true" })).toThrow(
      "`gate --update` does not run in CI (CI is set): it would make any change expected.",
    );
    expect(() => requireNoCi({ CI: "false" })).not.toThrow();
    expect(() => requireNoCi({})).not.toThrow();
  });
});

describe("init", () => {
  test.each(
    wholly([
      ["mainline", "ideal"],
      ["none", "sticky"],
    ] as const),
  )("writes a config about %s that passes", async (policy, platform) => {
    folder = project({});
    const made = await initialise(folder, policy, "0.0.0", [platform]);
    expect(made.config).toBe(config());
    expect(told(await gates())).toEqual([]);
  });

  whole("about a policy of the user's, named relative to the config", async () => {
    const text = readFileSync("spec/policies/mainline.ts", "utf8");
    folder = project({
      "mine.ts": text.replace("../policy.js", "nmicheck/policy").replaceAll("mainline", "mine"),
    });
    await initialise(folder, join(folder, "mine.ts"), "0.0.0", ["ideal"]);
    expect(readFileSync(config(), "utf8")).toContain('policy: "./mine.ts",');
    expect(told(await gates())).toEqual([]);
  });

  test("gate/config-exists: overwrites nothing", async () => {
    await expect(initialise(folder, "mainline", "0.0.0")).rejects.toThrow(
      `${config()} is there already, and is left as it is.`,
    );
    rmSync(config());
    await expect(initialise(folder, "mainline", "0.0.0")).rejects.toThrow(
      `${pins()} is there already, and is left as it is.`,
    );
  });
});
