import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { findJava } from "../../src/checkers/tlc/java.js";
import { diagnosticOf } from "./diagnostic-of.js";
import { useScratch } from "./scratch.js";
import { stubProgram } from "./stub-programs.js";

const scratch = useScratch();

beforeEach(() => vi.stubEnv("JAVA_HOME", ""));

/** A Java that answers `-version` so. */
async function java(script: string): Promise<string> {
  await stubProgram(scratch.folder, "java", script);
  vi.stubEnv("PATH", scratch.folder);
  return join(scratch.folder, "java");
}

test("the Java of this machine", async () => {
  vi.unstubAllEnvs();
  const { version } = await findJava();
  expect(Number.parseInt(version, 10)).toBeGreaterThanOrEqual(11);
});

test.each([
  ['openjdk version "11.0.2" 2019-01-15', "11.0.2"],
  ['java version "17" 2021-09-14 LTS', "17"],
  ['openjdk version "26-ea" 2026-03-17', "26-ea"],
])("%s", async (line, version) => {
  await java(`echo '${line}' >&2`);
  expect(await findJava()).toEqual({ command: "java", version });
});

test("JAVA_HOME comes before PATH", async () => {
  await java(`echo 'openjdk version "17"' >&2`);
  await stubProgram(
    join(scratch.folder, "home", "bin"),
    "java",
    `echo 'java version "21.0.1"' >&2`,
  );
  vi.stubEnv("JAVA_HOME", join(scratch.folder, "home"));
  expect(await findJava()).toEqual({
    command: join(scratch.folder, "home", "bin", "java"),
    version: "21.0.1",
  });
});

const INSTALL =
  "install Java 11 or newer (Debian, Ubuntu: `apt-get install openjdk-17-jre-headless`).";

test("no Java", async () => {
  vi.stubEnv("PATH", scratch.folder);
  expect(renderDiagnostic(await diagnosticOf(findJava()))).toBe(
    `error[tlc/java-missing]: TLC needs Java, and \`java\` was not found.\n  → ${INSTALL}`,
  );
});

test("a JAVA_HOME without Java", async () => {
  vi.stubEnv("JAVA_HOME", "/opt/nowhere");
  expect((await diagnosticOf(findJava())).message).toBe(
    "TLC needs Java, and `/opt/nowhere/bin/java` was not found.",
  );
});

test("the stand-in of macOS", async () => {
  await java(
    "echo 'The operation couldn’t be completed. Unable to locate a Java Runtime.'; exit 1",
  );
  expect((await diagnosticOf(findJava())).code).toBe("tlc/java-missing");
});

test("a Java that is too old", async () => {
  await java(`echo 'openjdk version "1.8.0_292"' >&2`);
  expect(renderDiagnostic(await diagnosticOf(findJava()))).toBe(
    `error[tlc/java-too-old]: TLC needs Java 11 or newer, and \`java\` is 1.8.0_292.\n  → ${INSTALL}`,
  );
});

test("a Java that fails", async () => {
  await java("echo 'Error: could not find libjava.so'; echo more; exit 2");
  expect(renderDiagnostic(await diagnosticOf(findJava()))).toBe(
    `error[tlc/java-broken]: \`java -version\` does not tell a version: exit code 2, "Error: could not find libjava.so".\n  → fix that Java, or ${INSTALL}`,
  );
});

test("a Java that may not be executed", async () => {
  await writeFile(join(scratch.folder, "java"), "");
  vi.stubEnv("PATH", scratch.folder);
  expect((await diagnosticOf(findJava())).message).toBe(
    "`java -version` does not tell a version: permission denied.",
  );
});
