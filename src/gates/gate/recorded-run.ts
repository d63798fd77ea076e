import { existsSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { delimiter, dirname, isAbsolute, join } from "node:path";
import { z } from "zod";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { DocumentKind } from "../../base/document/diagnostics.js";
import { parseDocument } from "../../base/document/read.js";
import { sealedText, sha256 } from "../../base/document/sealed.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { buildDigest } from "../../base/package/build-digest.js";
import { packageRoot } from "../../base/package/root.js";
import { locateJar } from "../../checkers/tlc/jar.js";
import { certificateFolder, readKept } from "../certificate/store.js";
import { type GateRun, gateRunSchema } from "./outcome.js";

/** The name and version of a recorded run. */
const SCHEMA = "nmicheck.gate-run/1";

const kind: DocumentKind = {
  noun: "recorded run",
  schema: SCHEMA,
  remedy: "nmicheck runs the gates again.",
};

const recordSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  /** What the run was asked, and with what it was run. */
  circumstances: z.string(),
  /** Every file that the run depends on, and every folder by the names in it. */
  inputs: z.record(z.string(), z.string().nullable()),
  /** The certificates of its gates. */
  certificates: z.array(z.string()),
  run: gateRunSchema,
  sha256: z.string(),
});

/** What a run depends on beside files. */
export interface RunCircumstances {
  readonly config: string;
  readonly version: string;
  readonly checker: "tlc" | "explorer";
  readonly tlcJar?: string;
}

/** Where the run of a config is recorded. */
function recordFile(config: string): string {
  return join(certificateFolder(), `run-${sha256(config)}.json`);
}

/**
 * The last run of a config, if nothing has changed that it depends on: no file, no program, no jar,
 * no Java, and none of its certificates. Null if something has, or if nothing is recorded.
 *
 * @throws Diagnostic `tlc/…` when TLC is to be used and its jar is missing or wrong
 */
export async function recordedRun(asked: RunCircumstances): Promise<GateRun | null> {
  const file = recordFile(asked.config);
  const text = await readFile(file, "utf8").catch(() => null);
  if (text === null) return null;
  const circumstances = await circumstancesText(asked);
  if (circumstances === null) return null;
  try {
    const record = parseDocument(text, file, kind, recordSchema);
    if (record.circumstances !== circumstances) return null;
    const isSame = Object.entries(record.inputs).every(
      ([path, digest]) => digestOf(path) === digest,
    );
    if (!isSame) return null;
    for (const key of record.certificates) {
      if ((await readKept(key)).kind !== "found") return null;
    }
    const gates = record.run.gates.map((gate) => ({ ...gate, cached: true }));
    return { ...record.run, gates };
  } catch (error) {
    if (error instanceof Diagnostic) return null;
    throw error;
  }
}

/** Records a run; a cache that cannot be written costs time, and no verdict. */
export async function recordRun(
  asked: RunCircumstances,
  run: GateRun,
  inputs: readonly string[],
  certificates: readonly string[],
): Promise<void> {
  const circumstances = await circumstancesText(asked);
  if (circumstances === null) return;
  const digests = Object.fromEntries(
    [...new Set([...inputs, ...modelInputs()])].map((path) => [path, digestOf(path)]),
  );
  const text = sealedText({ schema: SCHEMA, circumstances, inputs: digests, certificates, run });
  await writeAtomic(recordFile(asked.config), text).catch(() => {});
}

/** The typed model and its TLA+. */
function modelInputs(): readonly string[] {
  return ["spec", "generated"].flatMap((name) => {
    const folder = join(packageRoot, name);
    if (!existsSync(folder)) return [folder];
    const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
    return [
      folder,
      ...entries
        .filter((entry) => entry.isDirectory() || /\.(ts|tla|cfg)$/.test(entry.name))
        .map((entry) => join(entry.parentPath, entry.name)),
    ];
  });
}

/** SHA-256 of a file, or of the names in a folder; null if there is none. */
function digestOf(path: string): string | null {
  try {
    return sha256(readFileSync(path));
  } catch {
    try {
      return sha256(readdirSync(path).sort().join("\0"));
    } catch {
      return null;
    }
  }
}

/** Null where it cannot be told without starting Java. */
async function circumstancesText(asked: RunCircumstances): Promise<string | null> {
  const { config, version, checker, tlcJar } = asked;
  const shared = { config, version, checker, build: buildDigest() };
  if (checker === "explorer") return JSON.stringify(shared);
  const jar = await locateJar({ option: tlcJar });
  const java = javaRelease();
  return java === null ? null : JSON.stringify({ ...shared, jar: jar.sha256, java });
}

/** The real path of the Java that would be run, and its version by the file that lies beside it. */
function javaRelease(): string | null {
  const { JAVA_HOME: home = "", PATH = "" } = process.env;
  const folders = home === "" ? PATH.split(delimiter).filter(isAbsolute) : [join(home, "bin")];
  const command = folders.map((folder) => join(folder, "java")).find((path) => existsSync(path));
  if (command === undefined) return null;
  const real = realpathSync(command);
  try {
    const text = readFileSync(join(dirname(dirname(real)), "release"), "utf8");
    const [, version] = /^JAVA_VERSION="([^"]+)"/m.exec(text) ?? [];
    return version === undefined ? null : `${real} ${version}`;
  } catch {
    return null;
  }
}
