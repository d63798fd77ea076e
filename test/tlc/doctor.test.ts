import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test, vi } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { type DoctorReport, examine, suitableNode } from "../../src/checkers/tlc/doctor.js";
import { MAVEN_JAR } from "../../src/checkers/tlc/known-jars.js";
import { diagnosticOf } from "./diagnostic-of.js";
import { provisioned } from "./provisioned.js";
import { useScratch } from "./scratch.js";
import { stubProgram } from "./stub-programs.js";

const scratch = useScratch();

beforeEach(() => vi.stubEnv("TLA2TOOLS_JAR", undefined));

/** Each item with its state, and the code of what is wrong. */
function inShort(report: DoctorReport): Readonly<Record<string, string>> {
  const entries = Object.entries(report).map(([item, check]) => [
    item,
    check.state === "ok" ? "ok" : `${check.state}: ${check.diagnostic.code}`,
  ]);
  return Object.fromEntries(entries);
}

test("a machine that has everything", async () => {
  const { java, jar } = await provisioned();
  const report = await examine();
  expect(report.node).toEqual({ state: "ok", facts: { version: process.versions.node } });
  expect(report.java).toEqual({ state: "ok", facts: java });
  expect(report.jar).toEqual({
    state: "ok",
    facts: { ...jar, version: "TLC2 Version 2.18 of 20 March 2023" },
  });
  expect(report.maven.state === "ok" && report.maven.facts.version).toMatch(/^Apache Maven \d/);
  expect(inShort(report)).toMatchObject({ cache: "ok", temp: "ok" });
});

test("a machine that has nothing", async () => {
  const cache = join(scratch.folder, "cache");
  vi.stubEnv("JAVA_HOME", undefined);
  vi.stubEnv("PATH", scratch.folder);
  vi.stubEnv("TMPDIR", join(scratch.folder, "nowhere"));
  expect(inShort(await examine({ cache }))).toEqual({
    node: "ok",
    java: "missing: tlc/java-missing",
    maven: "missing: tlc/maven-missing",
    jar: "missing: tlc/jar-missing",
    cache: "ok",
    temp: "broken: process/temp-not-writable",
  });
  expect(await readdir(scratch.folder)).toEqual([]);
});

test("a machine that has everything, broken", async () => {
  vi.stubEnv("JAVA_HOME", undefined);
  await stubProgram(scratch.folder, "java", `echo 'java version "1.8.0_292"' >&2`);
  await stubProgram(scratch.folder, "mvn", "echo 'The JAVA_HOME variable is wrong.'; exit 1");
  vi.stubEnv("PATH", scratch.folder);
  await writeFile(join(scratch.folder, MAVEN_JAR.fileName), "half a jar");
  const report = await examine({ cache: scratch.folder });
  expect(inShort(report)).toEqual({
    node: "ok",
    java: "broken: tlc/java-too-old",
    maven: "broken: tlc/maven-broken",
    jar: "broken: tlc/jar-digest",
    cache: "ok",
    temp: "ok",
  });
  expect(report.maven.state === "broken" && renderDiagnostic(report.maven.diagnostic)).toBe(
    'error[tlc/maven-broken]: `mvn -version` does not tell a version: "The JAVA_HOME variable is wrong.".\n  → fix that Maven, or install another (Debian, Ubuntu: `apt-get install maven`).',
  );
});

test("a jar of the user's that has no TLC in it", async () => {
  const option = join(scratch.folder, "mine.jar");
  await writeFile(option, "no jar");
  const { jar } = await examine({ option });
  expect(jar.state !== "ok" && jar.diagnostic.message).toBe(
    `Java cannot run TLC (class tlc2.TLC) from ${option}: Error: Could not find or load main class tlc2.TLC Caused by: java.lang.ClassNotFoundException: tlc2.TLC`,
  );
});

test("a jar without a Java to ask it", async () => {
  const { jar } = await provisioned();
  vi.stubEnv("JAVA_HOME", "/opt/nowhere");
  expect((await examine()).jar).toEqual({ state: "ok", facts: { ...jar, version: null } });
});

test("a cache that cannot be made", async () => {
  await writeFile(join(scratch.folder, "file"), "");
  const { cache } = await examine({ cache: join(scratch.folder, "file", "cache") });
  expect(cache.state !== "ok" && cache.diagnostic.message).toBe(
    `nmicheck cannot write to its cache folder ${scratch.folder}/file/cache: not a directory.`,
  );
});

test.each(["18.20.8", "20.18.3"])("Node.js %s is too old", async (version) => {
  const diagnostic = await diagnosticOf(Promise.resolve().then(() => suitableNode(version)));
  expect(renderDiagnostic(diagnostic)).toBe(
    `error[tlc/node-too-old]: nmicheck needs Node.js 20.19 or newer, and this is ${version}.\n  → install a newer Node.js.`,
  );
});

test.each(["20.19.0", "22.1.0", "26.0.0"])("Node.js %s is recent enough", (version) => {
  expect(suitableNode(version)).toBe(version);
});
