import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { nmicheckVersion } from "../../src/cli/version.js";
import { keyOf, questionOf } from "../../src/gates/certificate/key.js";
import { parseCertificate, writeCertificates } from "../../src/gates/certificate/store.js";
import { initialise } from "../../src/gates/gate/init.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { reasonsOf } from "../../src/gates/gate/outcome.js";
import { type Pins, pinsText, readPins } from "../../src/gates/gate/pin-file.js";
import { type GatesRun, runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { gateDocument } from "../../src/gates/reporters/document.js";
import { terminalReport } from "../../src/gates/reporters/terminal.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { forgedFrom, verify, wrong } from "../certificate/verify-command.js";
import { whole } from "../slice.js";
import { configText, project } from "./project.js";

const SIZE = 'policy: "none", chain: [1, 1], rips: 1';
/** A greedy handler of NMI_UNKNOWN takes what the core would report: nothing is spurious any more. */
const GREEDY = `{ name: "greedy", ${SIZE}, axes: { "unknown-chain": "greedy" }, expect: { ideal: { NoSpurious: "holds", NoHidden: "violated" } } },`;
const CORE = `{ name: "core", ${SIZE}, axes: { "unknown-chain": "none" }, expect: { ideal: { NoSpurious: "violated" } } },`;

let run: GatesRun;
let text: string;
let pinned: readonly (Pins | null)[];

async function gatesOf(folder: string): Promise<GatesRun> {
  return runGates(loadConfig(join(folder, "nmicheck.config.ts")), {
    version: nmicheckVersion(),
    checker: "explorer",
    cache: false,
  });
}

const told = (of: GatesRun): readonly string[] =>
  of.gates.flatMap(reasonsOf).map(({ code, message }) => `${code}: ${message}`);

beforeAll(async () => {
  const folder = project({ "nmicheck.config.ts": configText(GREEDY, CORE) });
  const opened = loadConfig(join(folder, "nmicheck.config.ts"));
  await updateExpectations(opened, await gatesOf(folder));
  run = await gatesOf(folder);
  const pins = join(folder, "nmicheck.pins");
  pinned = [await readPins(pins, "greedy"), await readPins(pins, "core")];
  await writeCertificates(run.certificates, folder);
  text = readFileSync(join(folder, "greedy.certificate.json"), "utf8");
}, 120_000);

describe("a gate about a machine with axes", () => {
  test("passes with verdicts that are others than those of the core", () => {
    expect(told(run)).toEqual([]);
    expect(
      run.gates.flatMap((gate) => (gate.kind === "verdicts" ? gate.verdicts : [])),
    ).toMatchObject([
      { property: "NoSpurious", verdict: "holds" },
      { property: "NoHidden", verdict: "violated" },
      { property: "NoSpurious", verdict: "violated" },
    ]);
  });

  test("is pinned, certified and reported with its axes; one whose axes are off is the core", () => {
    const axes = { "unknown-chain": "greedy" };
    expect(pinned[0]).toMatchObject({ axes });
    expect(pinned[1]).not.toHaveProperty("axes");
    const [greedy, core] = gateDocument(run).gates;
    expect(greedy).toMatchObject({ axes });
    expect(core).not.toHaveProperty("axes");
    expect(run.certificates.get("greedy")).toMatchObject({ axes });
    expect(run.certificates.get("core")).not.toHaveProperty("axes");
    expect(terminalReport(run, { colour: false, folder: "." })).toContain(
      "policy none, chain [1,1], 1 ip, unknown-chain=greedy: 2 verdicts",
    );
  });

  test("pin-other-platform: pins of the core are not those of a machine with axes", async () => {
    const folder = project({ "nmicheck.config.ts": configText(GREEDY) });
    const [, core] = pinned;
    if (core === null || core === undefined) throw new Error("the core has no pins");
    mkdirSync(join(folder, "nmicheck.pins"));
    writeFileSync(
      join(folder, "nmicheck.pins", "greedy.json"),
      pinsText({ ...core, gate: "greedy" }),
    );
    const asked = await gatesOf(folder);
    expect(told(asked)).toContain(
      "pin-other-platform: the pins are of chain [1,1], 1 ip; the config has chain [1,1], 1 ip, unknown-chain=greedy.",
    );
  });

  test("precondition-never-met: a property about what its axes do not bring says nothing", async () => {
    const other = project({
      "nmicheck.config.ts": configText(GREEDY.replace("NoSpurious", "NoNeedlessPanic")),
    });
    const asked = await gatesOf(other);
    expect(told(asked)).toContain(
      "precondition-never-met: NoNeedlessPanic says nothing on ideal: no behaviour has an NMI without an unknown edge of which no handler claims anything, on a kernel that panics for such a one.",
    );
  });
});

whole("`init` writes a gate with axes that passes, without what says nothing of them", async () => {
  const folder = project({});
  const made = await initialise(
    folder,
    "none",
    nmicheckVersion(),
    ["ideal"],
    readAxes(["unknown-chain=greedy"]),
  );
  expect(made.reasons).toEqual([]);
  expect(readFileSync(made.config, "utf8")).toContain('axes: { "unknown-chain": "greedy" },');
  expect(made.verdicts.map(({ property }) => property)).toContain("NoHidden");
  expect(made.left).toEqual([
    "NoForgottenSource on ideal: no behaviour has a source of the reason port or of NMI_UNKNOWN that has something to say",
    "NoNeedlessPanic on ideal: no behaviour has an NMI without an unknown edge of which no handler claims anything, on a kernel that panics for such a one",
  ]);
});

describe("the certificate of a machine with axes", () => {
  test("is valid by its hashes, and proven again with --rerun", async () => {
    const { exitCode, told: lines } = await verify(text, { rerun: true });
    expect(lines).toContain("same     counterexample of NoHidden on ideal\n");
    expect(lines).toContain("same     coverage on ideal\n");
    expect(exitCode).toBe(0);
  });

  test.each([
    ["with another axis", { nesting: "yes" }],
    ["with none", undefined],
  ])("is wrong %s, though its seal and its key are made anew", async (_, axes) => {
    const forged = forgedFrom(text, (certificate) => {
      if (axes === undefined) delete certificate.axes;
      else certificate.axes = axes;
      certificate.key = keyOf(questionOf(certificate), certificate.depends);
    });
    const { exitCode, told: lines } = await verify(forged);
    expect(wrong(lines)).toContainEqual(expect.stringMatching(/ TLA\+ /));
    expect(exitCode).toBe(1);
  });

  test("is refused with an axis that there is not", async () => {
    const forged = text.replace('"unknown-chain": "greedy"', '"unknown-chain": "greedier"');
    expect(() => parseCertificate(forged, "c.json")).toThrow(/greedy/);
  });
});
