import {
  folderInUse,
  type ProcessDiagnosticCode,
  tempNotWritable,
} from "../../src/base/process/diagnostics.js";
import * as tlc from "../../src/checkers/tlc/diagnostics.js";
import { MAVEN_JAR } from "../../src/checkers/tlc/known-jars.js";
import * as run from "../../src/checkers/tlc/run-diagnostics.js";
import { type Row, row } from "./row.js";

const CACHE = "~/.cache/nmicheck/tlc";
const JAR = `${CACHE}/${MAVEN_JAR.fileName}`;
const DIGEST = "088ae1b8…";

/** What TLC needs before it runs: Java, Maven, the jar, folders. */
export const setupRows = {
  "tlc/node-too-old": [row("Node.js is too old", tlc.nodeTooOld("18.19.0"))],
  "tlc/java-missing": [row("there is no Java", tlc.javaMissing("java"))],
  "tlc/java-too-old": [row("Java is older than 11", tlc.javaTooOld("java", "1.8.0_392"))],
  "tlc/java-broken": [
    row("Java does not start", tlc.javaBroken("java", "it ended with exit code 1.")),
  ],
  "tlc/maven-missing": [row("there is no Maven", tlc.mavenMissing(CACHE))],
  "tlc/maven-broken": [row("Maven does not start", tlc.mavenBroken("it ended with exit code 1."))],
  "tlc/maven-failed": [row("Maven fails", tlc.mavenFailed("Something is wrong."))],
  "tlc/no-network": [row("there is no network", tlc.noNetwork(CACHE))],
  "tlc/fetched-digest": [
    row("what Maven gives is not what it should be", tlc.fetchedDigest(DIGEST)),
  ],
  "tlc/jar-missing": [row("there is no jar, with `--checker tlc`", tlc.jarMissing(CACHE))],
  "tlc/jar-not-found": [
    row(
      "the jar that was named is not there",
      tlc.jarNotFound("/x/tla2tools.jar", "--tlc-jar", "no such file or directory"),
    ),
  ],
  "tlc/jar-unreadable": [
    row("the jar in the cache cannot be read", tlc.jarUnreadable(JAR, "permission denied")),
  ],
  "tlc/jar-digest": [
    row("one byte of the jar in the cache has changed", tlc.jarDigest(JAR, DIGEST, MAVEN_JAR)),
  ],
  "tlc/jar-without-tlc": [
    row(
      "the jar that was named has no TLC in it, or is cut",
      tlc.jarWithoutTlc("/x/half.jar", "Error: Could not find or load main class tlc2.TLC"),
    ),
  ],
  "tlc/cache-not-writable": [
    row("the cache cannot be written", tlc.cacheNotWritable(CACHE, "read-only file system")),
  ],
  "process/temp-not-writable": [
    row("TMPDIR cannot be written", tempNotWritable("/x", "read-only file system")),
    row("TMPDIR is full", tempNotWritable("/x", "no space left on device")),
  ],
} satisfies Partial<Record<tlc.TlcDiagnosticCode | ProcessDiagnosticCode, readonly Row[]>>;

/** What can happen while TLC runs. */
export const runRows = {
  "tlc/known-bug": [
    row(
      "a run has what a bug of TLC needs (see [Known bugs of TLC](#known-bugs-of-tlc))",
      tlc.knownBug("tlaplus#725", "`ENABLED` can have the wrong value", "`INSTANCE`"),
    ),
  ],
  "tlc/heap-size": [
    row(
      "Java does not start with the heap that was asked for",
      tlc.heapSize("1k", "Too small maximum heap"),
    ),
  ],
  "tlc/out-of-memory": [
    row(
      "the heap is too small",
      run.toldByTlc("tlc/out-of-memory", "java.lang.OutOfMemoryError: Java heap space"),
    ),
  ],
  "tlc/disk-full": [
    row(
      "the disk for its states is full",
      run.toldByTlc("tlc/disk-full", "java.io.IOException: No space left on device"),
    ),
  ],
  "tlc/disk-error": [
    row(
      "its files cannot be read or written",
      run.toldByTlc("tlc/disk-error", "TLC encountered an I/O error."),
    ),
  ],
  "tlc/killed": [row("it is killed in the middle", run.killed("SIGKILL"))],
  "tlc/internal-error": [
    row(
      "it fails in itself; one byte of a jar of your own has changed",
      run.toldByTlc("tlc/internal-error", "Illegal exception table range in class file …"),
    ),
  ],
  "tlc/stack-overflow": [
    row(
      "it runs out of stack",
      run.toldByTlc("tlc/stack-overflow", "java.lang.StackOverflowError"),
    ),
  ],
  "tlc/parse-error": [
    row(
      "it cannot parse the specification",
      run.toldByTlc("tlc/parse-error", "Unknown operator: `y'."),
    ),
  ],
  "tlc/config-error": [row("it refuses the configuration", run.toldByTlc("tlc/config-error", "…"))],
  "tlc/assumption-false": [
    row("an assumption does not hold", run.toldByTlc("tlc/assumption-false", "…")),
  ],
  "tlc/evaluation-error": [
    row(
      "it cannot evaluate the specification; the place is shown in the typed model",
      run.toldByTlc("tlc/evaluation-error", "…"),
    ),
  ],
  "tlc/no-initial-state": [row("there is no initial state", run.noInitialState())],
  "tlc/other-property": [
    row("something else than an invariant is violated", run.toldByTlc("tlc/other-property", "…")),
  ],
  "tlc/usage": [row("it refuses its command line", run.toldByTlc("tlc/usage", "…"))],
  "tlc/truncated-output": [
    row(
      "its output is cut, at whatever byte",
      run.truncatedOutput("inside message 2200, its exit code is 0"),
    ),
  ],
  "tlc/trace-cut": [
    row("its counterexample is cut", run.traceCut("NoSpurious", "state 3 is missing")),
  ],
  "tlc/unknown-message": [
    row("it sends a message that no known release has", run.unknownMessage(9999, "Hello.")),
  ],
  "tlc/malformed-output": [
    row(
      "its output does not follow its rules",
      run.malformedOutput("message 2194 ends where message 2193 is open"),
    ),
  ],
  "tlc/contradiction": [
    row(
      "what it says and how it ends do not agree",
      run.contradiction("it says that no error has been found", "its exit code is 1"),
    ),
  ],
  "tlc/other-checkpoint": [
    row(
      "its checkpoint (`--checkpoint`) is of another model, another `.cfg` or another jar",
      tlc.otherCheckpoint("another model", { file: "x", line: 3, column: 3 }, "/x"),
    ),
  ],
  "tlc/checkpoint-unreadable": [
    row(
      "what says of which run a checkpoint is, is damaged",
      tlc.checkpointUnreadable({ file: "x", line: 1, column: 1 }, "/x"),
    ),
  ],
  "tlc/checkpoint-not-written": [
    row("the checkpoint cannot be written", tlc.checkpointNotWritten("/x", "the disk is full")),
  ],
  "process/folder-in-use": [
    row(
      "another nmicheck, or the Java of one that was killed, works on that checkpoint, TLC's or the explorer's",
      folderInUse("the checkpoint", "/x", { where: "here", pid: 4711 }),
    ),
    row(
      "the same, and it is on another machine or in another container",
      folderInUse("the checkpoint", "/x", { where: "elsewhere", mark: "/x.used" }),
    ),
  ],
  "tlc/dump-malformed": [
    row("its dump of the state graph cannot be read", run.dumpMalformed("x.dot", 7, "…")),
  ],
  "tlc/dump-cut": [row("that dump is cut", run.dumpCut("x.dot"))],
} satisfies Partial<Record<tlc.TlcDiagnosticCode | ProcessDiagnosticCode, readonly Row[]>>;

/** A code without a row does not compile. */
export const tlcRows: Readonly<
  Record<tlc.TlcDiagnosticCode | ProcessDiagnosticCode, readonly Row[]>
> = {
  ...setupRows,
  ...runRows,
};
