import { tmpdir } from "node:os";
import { execa } from "execa";
import { whyUnwritable } from "../../base/cache/unwritable.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { withTemporaryFolder } from "../../base/process/temporary-folder.js";
import { words } from "./diagnosis.js";
import {
  cacheNotWritable,
  jarWithoutTlc,
  nodeTooOld,
  type TlcDiagnostic,
  type TlcDiagnosticCode,
} from "./diagnostics.js";
import { type JarSearch, locateJar, type TlcJar, tlcCacheFolder } from "./jar.js";
import { findJava, JAVA_ENVIRONMENT, type Java } from "./java.js";
import { mavenVersion } from "./maven.js";

/** One thing that checking with TLC needs: what it is like, or what is wrong and what fixes it. */
export type DoctorCheck<Facts> =
  | { readonly state: "ok"; readonly facts: Facts }
  | { readonly state: "missing" | "broken"; readonly diagnostic: TlcDiagnostic };

/** Everything that checking with TLC needs. Maven is needed by `nmicheck setup` only. */
export interface DoctorReport {
  readonly node: DoctorCheck<{ readonly version: string }>;
  readonly java: DoctorCheck<Java>;
  readonly maven: DoctorCheck<{ readonly version: string }>;
  /** `version` is what TLC calls itself; null if there is no Java to ask it with. */
  readonly jar: DoctorCheck<TlcJar & { readonly version: string | null }>;
  readonly cache: DoctorCheck<{ readonly folder: string }>;
  readonly temp: DoctorCheck<{ readonly folder: string }>;
}

const MISSING: ReadonlySet<string> = new Set<TlcDiagnosticCode>([
  "tlc/java-missing",
  "tlc/maven-missing",
  "tlc/jar-missing",
]);

/** Looks at everything that checking with TLC needs, and changes nothing. */
export async function examine(search: JarSearch = {}): Promise<DoctorReport> {
  const cache = search.cache ?? tlcCacheFolder();
  const java = await check(findJava);
  const [maven, jar, cacheCheck, temp] = await Promise.all([
    check(async () => ({ version: await mavenVersion(cache) })),
    check(async () => {
      const located = await locateJar(search);
      const version = java.state === "ok" ? await tlcVersion(java.facts, located.path) : null;
      return { ...located, version };
    }),
    check(() => writableCache(cache)),
    check(() => writableTemp(tmpdir())),
  ]);
  return {
    node: await check(async () => ({ version: suitableNode() })),
    java,
    maven,
    jar,
    cache: cacheCheck,
    temp,
  };
}

async function check<Facts>(look: () => Promise<Facts>): Promise<DoctorCheck<Facts>> {
  try {
    return { state: "ok", facts: await look() };
  } catch (error) {
    if (!isTlcDiagnostic(error)) throw error;
    return { state: MISSING.has(error.code) ? "missing" : "broken", diagnostic: error };
  }
}

function isTlcDiagnostic(error: unknown): error is TlcDiagnostic {
  return error instanceof Diagnostic && /^(tlc|process)\//.test(error.code);
}

/** The oldest release that `package.json` names under `engines`. */
const OLDEST_NODE = [20, 19] as const;

/**
 * The release of Node.js that runs this, or another one.
 *
 * @throws TlcFault `tlc/node-too-old`
 */
export function suitableNode(version: string = process.versions.node): string {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [oldestMajor, oldestMinor] = OLDEST_NODE;
  const isOld = major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
  if (isOld) throw nodeTooOld(version);
  return version;
}

/** What the TLC in a jar calls itself: `TLC2 Version 2.18 of 20 March 2023`. */
async function tlcVersion(java: Java, jar: string): Promise<string> {
  const run = await execa(java.command, ["-cp", jar, "tlc2.TLC"], {
    env: JAVA_ENVIRONMENT,
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: 30_000,
  });
  const [version] = /^TLC2 Version .*$/m.exec(run.all ?? "") ?? [];
  if (version === undefined) throw jarWithoutTlc(jar, words(run.all ?? ""));
  return version;
}

async function writableCache(folder: string): Promise<{ readonly folder: string }> {
  const reason = await whyUnwritable(folder);
  if (reason !== null) throw cacheNotWritable(folder, reason);
  return { folder };
}

async function writableTemp(folder: string): Promise<{ readonly folder: string }> {
  return withTemporaryFolder("doctor", async () => ({ folder }));
}
