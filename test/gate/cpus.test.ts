import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { nmicheckVersion } from "../../src/cli/version.js";
import { writeCertificates } from "../../src/gates/certificate/store.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { reasonsOf } from "../../src/gates/gate/outcome.js";
import { type Pins, pinsText, readPins } from "../../src/gates/gate/pin-file.js";
import { type GatesRun, runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { provisioned } from "../tlc/provisioned.js";
import { configText, project } from "./project.js";

/** Two CPUs without the heuristic, all of whom get an unknown edge. */
const GATE = `{ name: "two", policy: "none", chain: [1], rips: 1, axes: { cpus: "2", "nmi-routing": "all" }, expect: { ideal: { NoSpurious: "holds", NoMasked: "violated" } } },`;

let run: GatesRun;
let onOther: GatesRun;
let pins: Pins | null;
let certificate: string;

async function gatesOf(folder: string, checker: "tlc" | "explorer"): Promise<GatesRun> {
  const tlc = await provisioned();
  return runGates(loadConfig(join(folder, "nmicheck.config.ts")), {
    version: nmicheckVersion(),
    checker,
    tlcJar: tlc.jar.path,
    cache: false,
  });
}

const told = (of: GatesRun): readonly string[] =>
  of.gates.flatMap(reasonsOf).map(({ code, message }) => `${code}: ${message}`);

beforeAll(async () => {
  const folder = project({ "nmicheck.config.ts": configText(GATE) });
  const opened = loadConfig(join(folder, "nmicheck.config.ts"));
  await updateExpectations(opened, await gatesOf(folder, "explorer"));
  run = await gatesOf(folder, "tlc");
  pins = await readPins(join(folder, "nmicheck.pins"), "two");
  await writeCertificates(run.certificates, folder);
  certificate = readFileSync(join(folder, "two.certificate.json"), "utf8");
  // The same on the other CPU is a counterexample as well, and another one.
  const other = JSON.parse(JSON.stringify(pins).replaceAll("On(0", "On(1"));
  writeFileSync(join(folder, "nmicheck.pins", "two.json"), pinsText(other));
  onOther = await gatesOf(folder, "explorer");
}, 120_000);

describe("a gate about two CPUs", () => {
  test("passes with TLC, which counts what the explorer counts that is reached", () => {
    expect(told(run)).toEqual([]);
    expect(
      run.gates.flatMap((gate) => (gate.kind === "verdicts" ? gate.verdicts : [])),
    ).toMatchObject([
      { property: "NoSpurious", verdict: "holds" },
      { property: "NoMasked", verdict: "violated" },
    ]);
  });

  test("pins its counterexample with the CPU of each event", () => {
    expect(pins?.axes).toEqual({ cpus: "2", "nmi-routing": "all" });
    expect(pins?.verdicts.ideal?.NoMasked).toMatchObject({
      verdict: "violated",
      events: [
        "raiseOn(0, 0, 0)",
        "externalEdge",
        "deliverOn(0)",
        "pollOn(0)",
        "decideOn(0): NMI 1 handled, claimed [1]",
      ],
    });
  });

  test("fails where a pinned counterexample is of another CPU", () => {
    expect(told(onOther).join()).toMatch(/counterexample/);
  });

  test("has a certificate that names the machine", () => {
    expect(JSON.parse(certificate)).toMatchObject({ axes: { cpus: "2", "nmi-routing": "all" } });
  });
});
