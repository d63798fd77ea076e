import { join } from "node:path";
import { execa } from "execa";
import { errorCode, reasonOf } from "../../base/diagnostic/system-error.js";
import { javaBroken, javaMissing, javaTooOld } from "./diagnostics.js";

/** A Java that can run TLC. */
export interface Java {
  /** What to execute: a path, or `java`, found by PATH. */
  readonly command: string;
  /** As it tells it itself: `17.0.15`, `1.8.0_292`. */
  readonly version: string;
}

/** Known jars hold classes for Java 8 to 11. */
const OLDEST = 11;

/** The environment for Java: nothing of the user's changes what it prints, or its options. */
export const JAVA_ENVIRONMENT = {
  // The encoding of file names follows it; messages of the operating system are in English.
  LC_ALL: "C.UTF-8",
  JAVA_TOOL_OPTIONS: undefined,
  JDK_JAVA_OPTIONS: undefined,
  _JAVA_OPTIONS: undefined,
} as const;

/**
 * Finds Java: in JAVA_HOME if that is set, else by PATH.
 *
 * @throws TlcFault `tlc/java-missing`, `tlc/java-too-old`, `tlc/java-broken`
 */
export async function findJava(): Promise<Java> {
  const { JAVA_HOME: home = "" } = process.env;
  const command = home === "" ? "java" : join(home, "bin", "java");
  const run = await execa(command, ["-version"], {
    env: JAVA_ENVIRONMENT,
    stdin: "ignore",
    all: true,
    reject: false,
    timeout: 30_000,
  });
  if (run.timedOut) throw javaBroken(command, "it does not answer.");
  const code = errorCode(run);
  if (code === "ENOENT") throw javaMissing(command);
  // The stand-in that macOS has at /usr/bin/java until one is installed.
  if (run.all?.includes("Unable to locate a Java Runtime")) throw javaMissing(command);
  if (code !== undefined) throw javaBroken(command, `${reasonOf(run)}.`, run);
  const [, version] = /version "([^"]+)"/.exec(run.all ?? "") ?? [];
  if (run.exitCode !== 0 || version === undefined) {
    const said = run.all?.trim().split("\n")[0] ?? "";
    const exit = `exit code ${run.exitCode}`;
    throw javaBroken(command, said === "" ? `${exit}.` : `${exit}, "${said}".`);
  }
  if (majorVersion(version) < OLDEST) throw javaTooOld(command, version);
  return { command, version };
}

/** 8 of `1.8.0_292`, 17 of `17.0.15`, 22 of `22-ea`. */
export function majorVersion(version: string): number {
  const [, major] = /^(?:1\.)?(\d+)/.exec(version) ?? [];
  return Number(major);
}
