import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { requireWitness } from "../../src/analyses/findings/ask.js";
import {
  type EvidenceRecord,
  evidenceText,
  readEvidence,
  recordsOf,
  withRecord,
} from "../../src/analyses/findings/evidence.js";
import { packageRoot } from "../../src/base/package/root.js";
import { diagnosticOf } from "../tlc/diagnostic-of.js";
import { recorded } from "./recorded.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-evidence-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const digest = (digit: string): string => digit.repeat(64);

function record(engine: string, asked: string, version = "1"): EvidenceRecord {
  return {
    question: "pair",
    engine,
    version,
    source: { file: "arch/x86/kernel/nmi.c", sha256: digest("a") },
    command: `limits --engine ${engine}`,
    answers: [{ what: "the run to be reported", asked, verdict: "agrees", nmis: 2 }],
  };
}

test("what is written can be read again, the latest of each engine", async () => {
  const old = withRecord([], record("qemu:6.1", digest("1"), "old"));
  const evidence = withRecord(
    withRecord(old, record("linux:6.1", digest("1"))),
    record("qemu:6.1", digest("2"), "new"),
  );
  expect(evidence.map(({ engine, version }) => [engine, version])).toEqual([
    ["linux:6.1", "1"],
    ["qemu:6.1", "new"],
  ]);
  const file = join(folder, "evidence.json");
  await writeFile(file, evidenceText(evidence));
  expect(await readEvidence(file)).toEqual(evidence);
});

test("only what was asked exactly so counts", () => {
  const evidence = [record("linux:6.1", digest("1")), record("linux:6.12", digest("2"))];
  const engines = (asked: readonly string[]): readonly string[] =>
    recordsOf(evidence, "pair", asked).map(({ engine }) => engine);
  expect(engines([digest("1")])).toEqual(["linux:6.1"]);
  expect(engines([digest("1"), digest("2")])).toEqual([]);
  expect(recordsOf(evidence, "changes", [digest("1")])).toEqual([]);
});

test("evidence that was changed by hand is not taken", async () => {
  const file = join(folder, "edited.json");
  const text = await readFile(join(packageRoot, "data", "findings.evidence.json"), "utf8");
  await writeFile(file, text.replace('"verdict": "agrees"', '"verdict": "diverges"'));
  expect(await diagnosticOf(readEvidence(file))).toMatchObject({
    code: "document/edited",
    message: "the evidence was changed after nmicheck wrote it: its SHA-256 is another one.",
  });
});

test("the evidence in `docs/` is of both kernels, compiled and booted, and of TLC", async () => {
  const asked = new Set((await recorded()).map(({ question, engine }) => `${question} ${engine}`));
  const kernels = ["linux:6.1", "linux:6.12", "qemu:6.1", "qemu:6.12"];
  expect(asked).toEqual(
    new Set([
      ...kernels.flatMap((engine) => [
        `falseSwallows ${engine}`,
        `pair ${engine}`,
        `kvmHost ${engine}`,
        `delivery ${engine}`,
        `pmuVanishing ${engine}`,
        `pmuStopped ${engine}`,
      ]),
      "changes linux:6.1",
      "changes linux:6.12",
      "rendezvous linux:6.12",
      "composition tlc",
    ]),
  );
});

test.each(["reference", "model", "tlx", "linux:"])("`%s` is nobody who can be asked", (name) => {
  expect(() => requireWitness(name)).toThrow(/cannot be asked about|there is no engine/);
});

test("who cannot be asked is named, and who can", async () => {
  const diagnostic = await diagnosticOf((async () => requireWitness("reference"))());
  expect(diagnostic).toMatchObject({
    code: "findings/no-witness",
    blame: "user",
    message: "`reference` cannot be asked about the findings.",
    remedy:
      "name kernels or TLC after `--ask=`, with commas: linux:6.1, linux:6.12, qemu:6.1, qemu:6.12, tlc.",
  });
});
