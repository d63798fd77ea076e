import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { execa } from "execa";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { whole, wholly } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { stubProgram } from "../tlc/stub-programs.js";
import { nmicheck } from "./nmicheck.js";

const CONFIG = `import { defineConfig } from "nmicheck";
export default defineConfig({ gates: [{ name: "small", policy: "none", chain: [1], rips: 1,
  expect: { ideal: { NoFalseSwallow: "holds", NoSpurious: "holds" } } }] });
`;

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-pipes-"));
  env = {
    PATH: process.env.PATH ?? "",
    HOME: folder,
    XDG_CACHE_HOME: join(folder, "cache"),
    GITHUB_STEP_SUMMARY: join(folder, "summary.md"),
  };
  await writeFile(join(folder, "nmicheck.config.ts"), CONFIG);
  const update = await nmicheck(["gate", "--update", "--checker", "explorer"], env, folder);
  expect(update.exitCode).toBe(0);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** The reports, and how each says that something failed. */
const reports = {
  terminal: /^1 of 1 gate failed(, all from the cache)?\.$/m,
  json: /^ {2}"passes": false,$/m,
  junit: /^<testsuites name="nmicheck" tests="\d+" failures="[1-9]/m,
  sarif: /"level": "error"/,
  github: /^::error file=/m,
};
const reporters = Object.keys(reports).flatMap((name) => ["--reporter", `${name}=report.${name}`]);

const expected = async (text: string): Promise<void> =>
  writeFile(join(folder, "nmicheck.config.ts"), text);

/** Runs the command line in bash as the first of a pipe: its exit code, the shell's, and what is told. */
async function piped(args: readonly string[], into: string) {
  const command = [process.execPath, join(packageRoot, "dist", "cli.js"), ...args]
    .map((word) => `'${word}'`)
    .join(" ");
  const { stdout, stderr } = await execa(
    "bash",
    ["-c", `${command} ${into}; echo "exit codes \${PIPESTATUS[0]} $?"`],
    { cwd: folder, env, extendEnv: false, reject: false, stdin: "ignore" },
  );
  const [, own, shell] = /exit codes (\d+) (\d+)$/.exec(stdout) ?? [];
  return { own: Number(own), shell: Number(shell), stdout, stderr };
}

const gate = ["gate", "--checker", "explorer"];
const STACK = /^ {4}at |EPIPE|node:internal/m;

async function requireReports(found: Readonly<Record<string, RegExp>>): Promise<void> {
  for (const [name, pattern] of Object.entries(found)) {
    expect(await readFile(join(folder, `report.${name}`), "utf8"), name).toMatch(pattern);
  }
}

async function removeReports(): Promise<void> {
  for (const name of Object.keys(reports))
    await rm(join(folder, `report.${name}`), { force: true });
  await rm(join(folder, "summary.md"), { force: true });
}

describe("a gate that fails in a pipe, where the shell keeps another exit code", () => {
  beforeEach(async () => {
    await removeReports();
    await expected(CONFIG.replace('NoSpurious: "holds"', 'NoSpurious: "violated"'));
  });

  whole("says so in every report, on its last line, and in the summary of the job", async () => {
    const { own, shell, stdout } = await piped([...gate, ...reporters], "| cat");
    expect([own, shell]).toEqual([1, 0]);
    expect(stdout).toMatch(/\n1 of 1 gate failed(, all from the cache)?\.\nexit codes/);
    await requireReports(reports);
    expect(await readFile(join(folder, "summary.md"), "utf8")).toMatch(
      /^## nmicheck: the gates fail$/m,
    );
  });

  test("and as annotations in the log", async () => {
    const { stdout } = await piped([...gate, "--reporter", "github"], "| cat");
    expect(stdout).toMatch(/^::error file=nmicheck\.config\.ts,line=3,.*NoSpurious on ideal/m);
  });

  test.each(wholly(["| true", "| head -1", "2>&1 | true", ">&- 2>&-"]))(
    "%s: nobody reads it, and it is the same failure",
    async (into) => {
      const { own, stderr } = await piped([...gate, ...reporters, "--no-cache"], into);
      expect(own).toBe(1);
      expect(stderr).not.toMatch(STACK);
      await requireReports(reports);
    },
  );

  test("with --json, of which the reader takes one line", async () => {
    const { own, stdout, stderr } = await piped([...gate, "--json"], "| head -1");
    expect(own).toBe(1);
    expect(stdout).toMatch(/^\{\nexit codes/);
    expect(stderr).not.toMatch(STACK);
  });
});

describe("a gate that passes", () => {
  beforeEach(() => expected(CONFIG));

  test.each(wholly(["| head -1", "| true", "2>&1 | true"]))("%s: still passes", async (into) => {
    const { own, stderr } = await piped(gate, into);
    expect(own).toBe(0);
    expect(stderr).not.toMatch(STACK);
  });

  test("and whose answer does not fit onto the disk has given none", async () => {
    const { own, stderr } = await piped(gate, "> /dev/full");
    expect(own).toBe(3);
    expect(stderr).toContain(
      "error[nmicheck/system]: the system refused what nmicheck needs: no space left on device",
    );
    expect(stderr).not.toMatch(/^ {4}at /m);
  });
});

describe("reports of an earlier run, which passed,", () => {
  const passing = {
    terminal: /^1 gate passed/m,
    json: /^ {2}"passes": true,$/m,
    junit: /failures="0"/,
    sarif: /"results": \[\]/,
    github: /^$/,
  };
  beforeEach(async () => {
    await removeReports();
    await expected(CONFIG);
    const { exitCode } = await nmicheck([...gate, ...reporters], env, folder);
    expect(exitCode).toBe(0);
    await requireReports(passing);
  });

  whole("do not outlive a config that is wrong", async () => {
    await expected(CONFIG.replace("expect:", "expects:"));
    const { own, shell, stderr } = await piped([...gate, ...reporters], "| cat");
    expect([own, shell]).toEqual([2, 0]);
    expect(stderr).toContain("error[gate/config-type]: TypeScript 2561: ");
    await requireReports({
      ...reports,
      terminal: /^nothing was checked: the gates failed before that\.$/m,
      junit: /<failure type="failed" message="TypeScript 2561: /,
    });
  });

  whole("nor a policy that there is not", async () => {
    await expected(CONFIG.replace('policy: "none"', 'policy: "nine"'));
    const { own, shell } = await piped([...gate, ...reporters], "| cat");
    expect([own, shell]).toEqual([2, 0]);
    await requireReports({
      ...reports,
      junit: /<failure type="failed" message="there is no policy `nine`\."/,
    });
  });

  test("nor a TLC that is not there", async () => {
    const without = ["gate", "--tlc-jar", "none.jar", ...reporters, "--reporter", "github"];
    const { own, stdout } = await piped(without, "| cat");
    expect(own).toBe(2);
    expect(stdout).toMatch(/^::error file=nmicheck\.config\.ts,line=1,/m);
    await requireReports({ ...reports, terminal: /^nothing was checked: /m });
  });

  test("nor a config that is not there", async () => {
    await rm(join(folder, "nmicheck.config.ts"));
    const { own } = await piped([...gate, ...reporters], "| cat");
    expect(own).toBe(2);
    await requireReports({ json: /"passes": false/, junit: /failures="[1-9]/ });
  });

  test("nor nmicheck when it is killed: then there is none", async () => {
    const { jar } = await provisioned();
    const home = join(folder, "java");
    const { stdout: java } = await execa("which", ["java"]);
    const script = `if [ "$1" = -version ]; then exec '${java}' -version; fi\nexec sleep 60`;
    await stubProgram(join(home, "bin"), "java", script);
    const child = spawn(
      process.execPath,
      [
        ...[join(packageRoot, "dist", "cli.js"), "gate", "--tlc-jar", jar.path, "--no-cache"],
        ...reporters,
      ],
      { cwd: folder, env: { ...env, JAVA_HOME: home }, stdio: "ignore" },
    );
    const ended = once(child, "exit");
    const names = Object.keys(reports).map((name) => join(folder, `report.${name}`));
    for (const deadline = Date.now() + 30_000; names.some((name) => existsSync(name)); ) {
      expect(Date.now()).toBeLessThan(deadline);
      await sleep(20);
    }
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
    expect(names.filter((name) => existsSync(name))).toEqual([]);
  });
});

test("a report goes over nobody's file", async () => {
  await expected(CONFIG);
  const { exitCode, stderr } = await nmicheck(
    [...gate, "--reporter", "junit=nmicheck.config.ts"],
    env,
    folder,
  );
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    `error[out/not-ours]: ${join(folder, "nmicheck.config.ts")} is there already, and nmicheck has not written it.`,
  );
  expect(await readFile(join(folder, "nmicheck.config.ts"), "utf8")).toBe(CONFIG);
});

test("a report goes into a pipe or a stream without replacing it", async () => {
  await expected(CONFIG);
  const stream = await piped([...gate, "--reporter", "junit=/dev/stderr"], "2> stream.xml | cat");
  expect(stream.stdout).toContain("1 gate passed");
  await execa("mkfifo", [join(folder, "pipe")]);
  const reader = execa("cat", [join(folder, "pipe")]);
  const pipe = await piped([...gate, "--reporter", "junit=pipe"], "| cat");
  expect(pipe.stdout).toContain("1 gate passed");
  const read = (await reader).stdout;
  expect((await stat(join(folder, "pipe"))).isFIFO()).toBe(true);
  for (const text of [read, await readFile(join(folder, "stream.xml"), "utf8")]) {
    expect(text).toMatch(/^<\?xml .*\n<testsuites name="nmicheck" tests="4"/);
  }
});

whole("a watch ends when nobody reads its answers any more", async () => {
  const policy = join(packageRoot, "test", "api", "policies", "once.ts");
  const watch = ["check", "--watch", "--json", "--policy", policy, "--platform", "ideal"];
  const { own } = await piped([...watch, "--chain", "1", "--ips", "1"], "| true");
  expect(own).toBe(0);
});
