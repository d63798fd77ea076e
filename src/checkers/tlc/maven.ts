import { execa } from "execa";
import { errorCode, reasonOf } from "../../base/diagnostic/system-error.js";
import { expectChild } from "../../base/process/guard.js";
import { words } from "./diagnosis.js";
import { mavenBroken, mavenFailed, mavenMissing, noNetwork } from "./diagnostics.js";
import { JAVA_ENVIRONMENT } from "./java.js";

/** The plugin and its goal, of a fixed version; it needs Maven 3.6.3. */
const COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy";

/** What Maven writes when it cannot reach a repository, or may not. */
const UNREACHABLE =
  /Unknown host|Name or service not known|Temporary failure in name resolution|Connection (?:refused|timed out|reset)|Connect timed out|Network is unreachable|No route to host|Cannot access .* in offline mode/;

/** What to fetch, and where to. */
export interface Fetch {
  /** `group:artifact:version`. */
  readonly coordinates: string;
  /** Where the jar is put, under the name `artifact-version.jar`. */
  readonly folder: string;
  /** The cache it is for; a diagnostic names it. */
  readonly cache: string;
  /** Only from what Maven has on this machine already. */
  readonly offline: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Has Maven copy a jar to a folder.
 *
 * @throws TlcFault `tlc/maven-missing`, `tlc/no-network`, `tlc/maven-failed`; the reason of `signal`
 */
export async function fetchByMaven(fetch: Fetch): Promise<void> {
  const { coordinates, folder, cache, offline, signal } = fetch;
  const expected = expectChild();
  const child = execa(
    "mvn",
    [
      "--batch-mode",
      ...(offline ? ["--offline"] : []),
      // Maven keeps in mind that something was not found, and would not look again today.
      "--update-snapshots",
      COPY,
      `-Dartifact=${coordinates}:jar`,
      `-DoutputDirectory=${folder}`,
    ],
    {
      cwd: folder,
      env: { ...JAVA_ENVIRONMENT, ...expected.environment },
      stdin: "ignore",
      all: true,
      reject: false,
      detached: true,
      killSignal: "SIGKILL",
      ...(signal === undefined ? {} : { cancelSignal: signal }),
    },
  );
  const release = expected.guard(child.pid);
  const run = await child;
  release();
  signal?.throwIfAborted();
  if (errorCode(run) === "ENOENT") throw mavenMissing(cache);
  if (errorCode(run) !== undefined) throw mavenFailed(`${reasonOf(run)}.`);
  if (run.exitCode === 0) return;
  const printed = run.all ?? "";
  if (UNREACHABLE.test(printed)) throw noNetwork(cache);
  const lines = printed.trim().split("\n");
  const told = lines.find((line) => line.startsWith("[ERROR]")) ?? lines[0] ?? "";
  throw mavenFailed(words(told.replace(/^\[ERROR\] /, "")));
}

/**
 * What Maven calls itself: `Apache Maven 3.8.7`.
 *
 * @throws TlcFault `tlc/maven-missing`, which names the cache; `tlc/maven-broken`
 */
export async function mavenVersion(cache: string): Promise<string> {
  const run = await execa("mvn", ["--version"], {
    env: JAVA_ENVIRONMENT,
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: 30_000,
  });
  if (errorCode(run) === "ENOENT") throw mavenMissing(cache);
  const [, version] = /(Apache Maven [\w.-]+)/.exec(run.all ?? "") ?? [];
  if (run.exitCode === 0 && version !== undefined) return version;
  const said = words(run.all ?? "");
  throw mavenBroken(said === "" ? `exit code ${run.exitCode}.` : `"${said}".`);
}
