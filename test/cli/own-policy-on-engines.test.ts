import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

const once = "test/api/policies/once.ts";
const small = ["--platform", "ideal", "--chain", "1", "--ips", "1"];

let folder: string;
let traces: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-own-"));
  traces = join(folder, "traces");
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
  const question = ["--policy", once, "--platform", "ideal", "--property", "NoMasked"];
  await nmicheck(["check", ...question, "--checker", "explorer", "--out", traces], env);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("replay: the engine that is named plays, or says that it cannot; never another", async () => {
  const replay = ["replay", traces, "--policy", once];
  const named = await nmicheck([...replay, "--engine", "reference"], env);
  expect(named.stdout).toMatch(
    /^unsupported .* on nmicheck-reference 1: it does not know the policy once, which is a file's: it announces none, v5, mainline\.$/m,
  );
  expect(named.exitCode).toBe(1);
  const noTree = await nmicheck([...replay, "--engine", `linux:${folder}`], env);
  expect(noTree.stderr).toContain("error[linux/no-tree]");
  expect(noTree.exitCode).toBe(2);
  const unnamed = await nmicheck(replay, env);
  expect(unnamed.stdout).toMatch(/^agrees .* on nmicheck-model 1: 1 NMI, /m);
  expect(unnamed.exitCode).toBe(0);
});

whole("find: the engine that is named plays", async () => {
  const find = ["find", "NoMasked", "--policy", once, "--chain", "1", "--ips", "1"];
  const named = await nmicheck([...find, "--engine", "reference", "--json"], env);
  const [engine] = JSON.parse(named.stdout).classes[0].example.engines;
  expect(engine).toMatchObject({ engine: "reference", verdict: "unsupported" });
  expect(named.exitCode).toBe(1);
  const unnamed = await nmicheck([...find, "--json"], env);
  expect(JSON.parse(unnamed.stdout).classes[0].example.engines).toEqual([
    { engine: "model", verdict: "agrees" },
  ]);
});

whole("conform: a file is checked against the engine that is named", async () => {
  const conform = ["conform", "--policy", once, ...small];
  const model = await nmicheck([...conform, "--engine", "model"], env);
  expect(model.stdout).toMatch(/^nmicheck-model 1 conforms: (\d+) of \1 edges of 1 graph covered/);
  expect(model.exitCode).toBe(0);
  const reference = await nmicheck(conform, env);
  expect(reference.stderr).toBe(
    "error[conform/no-policy]: the engine nmicheck-reference cannot be checked against it: it does not know the policy once, which is a file's: it announces none, v5, mainline.\n" +
      "  → `--engine linux:FOLDER` is a kernel tree, whose nmi.c is checked against it as it stands; a program announces the policy in its reply to `hello`.",
  );
  expect(reference.exitCode).toBe(2);
  const cpus = await nmicheck(["conform", "--policy", once, "--cpus", "2"], env);
  expect(cpus.stderr).toContain(
    `error[conform/cpus]: \`${once}\` is a policy file, and with \`--cpus\` an engine is checked against the built-in policies alone.`,
  );
  expect(cpus.exitCode).toBe(2);
  const missing = await nmicheck(["conform", "--policy", "nowhere.ts"], env);
  expect(missing.stderr).toContain("error[policy/not-found]: there is no policy file `");
  expect(missing.exitCode).toBe(2);
});

test("conform: two policies of one name are refused, since an engine is set up by the name", async () => {
  const twice = await nmicheck(["conform", "--policy", once, "--policy", `./${once}`], env);
  expect(twice.stderr).toContain(
    "error[configuration/listed-twice]: `--policy` names `once` twice.",
  );
  expect(twice.exitCode).toBe(2);
});

test("a policy file that no trace is of is not passed over", async () => {
  const builtIn = join(folder, "mainline");
  const question = ["--policy", "mainline", "--platform", "ideal", "--property", "NoMasked"];
  await nmicheck(["check", ...question, "--checker", "explorer", "--out", builtIn], env);
  const { stderr, exitCode } = await nmicheck(["replay", builtIn, "--policy", once], env);
  expect(stderr).toBe(
    `error[replay/policy-unused]: no trace is of a policy of yours, and \`--policy ${once}\` was not looked at.\n  → leave it out, or name traces of that policy.`,
  );
  expect(exitCode).toBe(2);
});
