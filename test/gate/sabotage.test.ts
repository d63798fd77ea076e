import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { sealedText } from "../../src/base/document/sealed.js";
import { packageRoot } from "../../src/base/package/root.js";
import { certificateFolder } from "../../src/gates/certificate/store.js";
import type { GateChoices } from "../../src/gates/gate/choices.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { gateRunSchema, reasonsOf } from "../../src/gates/gate/outcome.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { updateExpectations } from "../../src/gates/gate/update.js";
import { whole } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { stubProgram } from "../tlc/stub-programs.js";
import { project } from "./project.js";

/** A gate small enough that most of its time is the start of Java. */
const CONFIG = `import { defineConfig } from "nmicheck";
export default defineConfig({
  gates: [
    {
      name: "small",
      policy: "none",
      chain: [1],
      rips: 1,
      expect: { ideal: { NoFalseSwallow: "holds", NoSpurious: "holds" } },
    },
  ],
});
`;

let folder: string;
/** A project with that config, whose pins are written: each test has a copy of it. */
let updated: string;
let jar: string;
let java: string;

beforeAll(async () => {
  const tools = await provisioned();
  jar = tools.jar.path;
  java = (await execa("which", [tools.java.command])).stdout;
  updated = mkdtempSync(join(tmpdir(), "nmicheck-updated-"));
  writeFileSync(join(updated, "nmicheck.config.ts"), CONFIG);
  const opened = loadConfig(join(updated, "nmicheck.config.ts"));
  const run = await runGates(opened, { version: "0.0.0", checker: "explorer", cache: false });
  await updateExpectations(opened, run);
});
afterAll(() => rmSync(updated, { recursive: true, force: true }));

beforeEach(() => {
  folder = project({});
  cpSync(updated, folder, { recursive: true });
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "cache"));
});

afterEach(() => {
  vi.unstubAllEnvs();
});

/** The reasons of the gates with TLC, as `code: message`. */
async function gate(choices: Partial<GateChoices> = {}): Promise<readonly string[]> {
  const opened = loadConfig(join(folder, "nmicheck.config.ts"));
  const settings = { version: "0.0.0", checker: "tlc", tlcJar: jar, ...choices } as const;
  const run = await runGates(opened, settings, { onRemark: (text) => remarks.push(text) });
  const { certificates: _, prepared: __, ...plain } = run;
  // What the cache and the reporters are given has their form.
  expect(gateRunSchema.safeParse(plain).error).toBeUndefined();
  return [...run.reasons, ...run.gates.flatMap(reasonsOf)].map(
    ({ code, message }) => `${code}: ${message}`,
  );
}

let remarks: string[] = [];
beforeEach(() => {
  remarks = [];
});

/** A Java that tells its version, and does `script` in place of running TLC. */
async function stubJava(script: string): Promise<void> {
  const home = join(folder, "java");
  const text = `if [ "$1" = -version ]; then exec '${java}' -version; fi\n${script}`;
  await stubProgram(join(home, "bin"), "java", text);
  vi.stubEnv("JAVA_HOME", home);
}

test("nothing broken: it passes, and answers from its certificate then", async () => {
  expect(await gate()).toEqual([]);
  await stubJava("exit 99");
  expect(await gate()).toEqual([]);
});

test("TLC crashed", async () => {
  await stubJava("kill -9 $$");
  const found = await gate();
  expect(found.length).toBeGreaterThan(0);
  for (const line of found) expect(line).toMatch(/^failed: .*(SIGKILL|tlc\/killed)/);
});

test("TLC says success and was cut off before its end", async () => {
  await stubJava(`'${java}' "$@" | head -c 1500; exit 0`);
  const found = await gate();
  expect(found.length).toBeGreaterThan(0);
  for (const line of found) expect(line).toMatch(/^failed: /);
});

whole("TLC found a violation, and its exit code was lost in a pipe", async () => {
  await stubJava(`'${java}' "$@" | cat; exit 0`);
  expect(await gate()).toEqual([]);
  const text = readFileSync(join(folder, "nmicheck.config.ts"), "utf8");
  writeFileSync(
    join(folder, "nmicheck.config.ts"),
    text.replace('NoSpurious: "holds"', 'NoMasked: "violated"'),
  );
  // With a bound of time it has a run of its own, which stops at the violation.
  const found = await gate({ cache: false, timeoutSeconds: 60 });
  expect(found.join("\n")).toMatch(/failed: NoMasked on ideal has no verdict: tlc\/contradiction/);
});

whole("out of memory", async () => {
  const found = await gate({ heap: "3m" });
  expect(found.length).toBeGreaterThan(0);
  for (const line of found) expect(line).toMatch(/^failed: /);
});

whole("time out", async () => {
  await stubJava("exec sleep 60");
  const found = await gate({ timeoutSeconds: 1 });
  expect(found).toEqual([
    "undecided: TLC did not count what is reached on ideal within 1 seconds.",
    "undecided: NoFalseSwallow on ideal is not decided: nothing was found within 1 seconds.",
    "undecided: NoSpurious on ideal is not decided: nothing was found within 1 seconds.",
  ]);
});

test("TLC and the explorer count differently", async () => {
  // The coverage of one action, as TLC tells it: <Deliver line …>: distinct:generated
  await stubJava(`'${java}' "$@" | sed 's/^\\(<Deliver .*>: [0-9]*:\\)/\\19/'; exit 0`);
  const found = await gate();
  expect(found).toEqual([
    "witnesses-disagree: TLC and the explorer count differently on ideal: nmicheck has a mistake.",
  ]);
});

whole("jar swapped", async () => {
  const other = join(folder, "tla2tools.jar");
  cpSync(jar, other);
  appendFileSync(other, "\0");
  const found = await gate({ tlcJar: other });
  expect(found).toEqual([
    expect.stringMatching(
      /^jar-unverified: the jar of TLC with the SHA-256 [0-9a-f]{64} is none of the releases/,
    ),
  ]);
});

test("no TLC at all", async () => {
  await expect(gate({ tlcJar: join(folder, "none.jar") })).rejects.toMatchObject({
    code: "tlc/jar-not-found",
  });
});

whole("stale generated TLA+: of a package in which it was not written again", async () => {
  const copy = join(folder, "package");
  for (const name of ["dist", "spec", "src", "generated", "package.json"]) {
    cpSync(join(packageRoot, name), join(copy, name), { recursive: true });
  }
  symlinkSync(join(packageRoot, "node_modules"), join(copy, "node_modules"));
  const run = () =>
    execa(process.execPath, [join(copy, "dist", "cli.js"), "gate", "--checker", "explorer"], {
      cwd: folder,
      reject: false,
    });
  expect((await run()).exitCode).toBe(0);
  appendFileSync(join(copy, "generated", "NmiNone.tla"), "\\* somebody was here\n");
  const { exitCode, stdout } = await run();
  expect(exitCode).toBe(1);
  expect(stdout).toContain(
    "[stale-tla] generated/NmiNone.tla is not what the typed model makes of it.",
  );
});

test("empty policy file", async () => {
  writeFileSync(join(folder, "mine.ts"), "");
  const text = readFileSync(join(folder, "nmicheck.config.ts"), "utf8");
  writeFileSync(
    join(folder, "nmicheck.config.ts"),
    text.replace('policy: "none"', 'policy: "./mine.ts"'),
  );
  expect(await gate()).toEqual(["failed: this file exports no policy."]);
});

test("a lying engine", async () => {
  const text = readFileSync(join(folder, "nmicheck.config.ts"), "utf8");
  const engine = join(packageRoot, "dist", "src", "engines", "reference", "main.js");
  // Everything as the reference engine has it, but an unknown NMI is told as swallowed.
  const liar = join(folder, "liar.sh");
  writeFileSync(liar, `'${process.execPath}' '${engine}' | sed -u 's/"unknown"/"swallowed"/'\n`);
  writeFileSync(
    join(folder, "nmicheck.config.ts"),
    text
      .replace("rips: 1,", `rips: 1,\n replay: [{ command: ${JSON.stringify(`sh ${liar}`)} }],`)
      .replace("chain: [1]", "chain: [2, 1]")
      .replace('NoSpurious: "holds"', 'NoSpurious: "violated"'),
  );
  const found = await gate({ checker: "explorer" });
  expect(found.join("\n")).toMatch(/replay-diverges: NoSpurious on ideal has no verdict/);
});

test.each([
  ["cut", (text: string) => text.slice(0, 400)],
  ["edited", (text: string) => text.replace('"distinct": 106', '"distinct": 107')],
  [
    "of another question, though sealed",
    (text: string) => sealedText({ ...JSON.parse(text), rips: 2 }),
  ],
  ["older", (text: string) => text.replace("certificate/1", "certificate/0")],
])("a cache entry that was %s is refused, told, and proven again", async (_, change) => {
  expect(await gate({ checker: "explorer" })).toEqual([]);
  const [name] = readdirSync(certificateFolder());
  const file = join(certificateFolder(), name ?? "");
  const before = readFileSync(file, "utf8");
  writeFileSync(file, change(before));
  expect(readFileSync(file, "utf8")).not.toBe(before);
  expect(await gate({ checker: "explorer" })).toEqual([]);
  expect(remarks.join("\n")).toMatch(
    /^small is proven again, since what the cache has is refused: /,
  );
  expect(readFileSync(file, "utf8")).toBe(before);
});

test("a cache that cannot be written costs no verdict", async () => {
  mkdirSync(join(folder, "blocked"), { recursive: true });
  writeFileSync(join(folder, "blocked", "nmicheck"), "a file where the folder should be");
  vi.stubEnv("XDG_CACHE_HOME", join(folder, "blocked"));
  expect(await gate({ checker: "explorer" })).toEqual([]);
  expect(remarks.join("\n")).toContain("the certificate was not kept: ");
});
