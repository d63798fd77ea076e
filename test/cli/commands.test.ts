import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import {
  everyStateProperty,
  nmiLivenessProperties,
} from "../../src/machine/model/property-names.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { nmicheckServed } from "./nmicheck-served.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-commands-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** How many files there are under generated/. */
async function filesCommitted(): Promise<number> {
  const entries = await readdir(join(packageRoot, "generated"), {
    recursive: true,
    withFileTypes: true,
  });
  return entries.filter((entry) => entry.isFile()).length;
}

test("check --help names every property", async () => {
  const { stdout } = await nmicheck(["check", "--help"], env);
  for (const property of [...everyStateProperty, ...nmiLivenessProperties]) {
    expect(stdout).toContain(property);
  }
});

describe("generate", () => {
  whole("--check fails on stale and missing files, and generate fixes them", async () => {
    const out = join(folder, "generated");
    await cp(join(packageRoot, "generated"), out, { recursive: true });
    await appendFile(join(out, "NmiV5.tla"), "changed");
    await rm(join(out, "NmiNone.tla"));
    const check = await nmicheck(["generate", "--check", "--out", out], env, folder);
    expect(check.stdout).toBe(
      "generated is not what the typed model compiles to:\n  stale    NmiV5.tla\n  missing  NmiNone.tla",
    );
    expect(check.exitCode).toBe(1);
    const fixed = await nmicheck(["generate", "--out", out], env, folder);
    expect(fixed.stdout).toBe(
      `generated: 2 of ${await filesCommitted()} files written, the others were up to date.`,
    );
    for (const name of ["NmiV5.tla", "NmiNone.tla"]) {
      expect(await readFile(join(out, name), "utf8")).toBe(
        await readFile(join(packageRoot, "generated", name), "utf8"),
      );
    }
  });

  whole("a policy of the user's needs a folder of its own", async () => {
    const policy = join(packageRoot, "spec", "policies", "mainline.ts");
    const without = await nmicheck(["generate", "--policy", policy], env);
    expect(without.stderr).toContain("error[generate/no-folder]");
    expect(without.exitCode).toBe(2);
    const out = join(folder, "mine");
    const { exitCode } = await nmicheck(["generate", "--policy", policy, "--out", out], env);
    expect(exitCode).toBe(0);
    expect((await readdir(out)).sort()).toContain("NmiMainline.tla");
    expect(await readFile(join(out, "NmiMainline.tla"), "utf8")).toBe(
      await readFile(join(packageRoot, "generated", "NmiMainline.tla"), "utf8"),
    );
  });
});

describe("generate --axis", () => {
  test("writes the module of one machine, and its configurations", async () => {
    const out = join(folder, "nesting");
    const args = ["generate", "--policy", "mainline", "--axis", "nesting=yes", "--out", out];
    const { exitCode } = await nmicheckServed(
      [...args, "--platform", "ideal", "--chain", "1"],
      env,
    );
    expect(exitCode).toBe(0);
    const name = "NmiMainline_nesting_yes";
    const files = [
      `MC${name}.tla`,
      `MC${name}Liveness.tla`,
      `MC${name}Liveness_KernelRuns_ideal.cfg`,
      `MC${name}Liveness_SourceRepeats_ideal.cfg`,
      `MC${name}_ideal.cfg`,
      `${name}.tla`,
      `${name}Liveness.tla`,
    ];
    expect((await readdir(out)).sort()).toEqual(files.sort());
    const module = await readFile(join(out, `${name}.tla`), "utf8");
    expect(module).toContain("\nNest ==\n");
    for (const foreign of ["Lvtpc", "Nesting", "secondLatched", "PortError", "ToldSources"]) {
      expect(module).not.toContain(foreign);
    }
    expect(await readFile(join(out, `MC${name}.tla`), "utf8")).toContain("MCChain == <<1>>");
  });

  whole("is about the policy that is named", async () => {
    const { exitCode, stderr } = await nmicheck(["generate", "--axis", "nesting=yes"], env);
    expect(stderr).toContain("--policy");
    expect(exitCode).toBe(2);
  });
});

describe("trace", () => {
  whole("shows where a file is malformed", async () => {
    const file = join(folder, "cut.trace.json");
    const out = join(folder, "traces");
    const args = ["check", "--checker", "explorer", "--policy", "none", "--platform", "ideal"];
    await nmicheck([...args, "--out", out], env);
    const whole = join(out, "none-ideal-chain-2-1-rips-2-NoMasked.trace.json");
    const text = await readFile(whole, "utf8");
    await writeFile(file, text.slice(0, text.length / 2));
    const { exitCode, stdout, stderr } = await nmicheck(["trace", file], env);
    expect(stdout).toBe("");
    expect(stderr).toMatch(/^error\[trace\/cut-off\]: .*\n.*cut\.trace\.json:\d+:\d+\n +\d+ \| /);
    expect(exitCode).toBe(2);
    const shown = await nmicheck(["trace", whole], env);
    expect(shown.exitCode).toBe(0);
    expect(shown.stdout).toContain("unknown NMI at NMI 1 was masked");
  });
});

describe("doctor", () => {
  test("lists what is missing with what fixes it, and exits 3", async () => {
    const { exitCode, stdout } = await nmicheckServed(["doctor"], env);
    expect(stdout).toMatch(/^ok +Node +\d+/m);
    expect(stdout).toMatch(/^missing +TLC +error\[tlc\/jar-missing\]/m);
    expect(stdout).toContain("run `node dist/cli.js setup`, or put ");
    expect(exitCode).toBe(3);
  });

  test("--json is one document", async () => {
    const { stdout } = await nmicheckServed(["doctor", "--json"], env);
    expect(JSON.parse(stdout)).toMatchObject({ schema: "nmicheck.doctor/1" });
  });
});

whole(
  "setup puts a verified TLC into an empty cache, where check finds it",
  async () => {
    // Maven keeps what it fetched in the home of the user.
    const own = { ...env, HOME: process.env.HOME ?? folder };
    const first = await nmicheck(["setup"], own);
    expect(first.stderr + first.stdout).toContain("verified");
    expect(first.exitCode).toBe(0);
    expect((await nmicheck(["setup"], own)).stdout).toContain("is already in");
    const args = ["check", "--policy", "none", "--platform", "ideal", "--property", "NoStranded"];
    const { exitCode, stdout } = await nmicheck([...args, "--chain", "1"], own);
    expect(stdout).toMatch(/^none +ideal +holds +\d+ +by TLC/m);
    expect(exitCode).toBe(0);
  },
  180_000,
);

test("setup knows which engines it can prepare", async () => {
  const { exitCode, stderr } = await nmicheckServed(["setup", "--engine", "qmu"], env);
  expect(stderr).toContain("there is no engine to set up `qmu`");
  expect(stderr).toContain("did you mean `qemu`?");
  expect(exitCode).toBe(2);
});

test("engine-test tells what an engine that is none does wrong", async () => {
  const { exitCode, stdout } = await nmicheckServed(
    ["engine-test", "--engine-command", "cat"],
    env,
  );
  expect(stdout).toContain("FAILED  hello");
  expect(exitCode).toBe(1);
});
