import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { boards } from "../../src/machine/configuration/boards.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";
import { nmicheckServed } from "./nmicheck-served.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-conform-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const small = ["--policy", "mainline", "--platform", "ideal", "--chain", "1", "--ips", "1"];

test("an engine that does as the model does", async () => {
  const { exitCode, stdout } = await nmicheck(["conform", ...small], env);
  expect(stdout).toMatch(
    /^nmicheck-reference 1 conforms: (\d+) of \1 edges of 1 graph covered, 0 divergences\n\d+ NMIs, \d+\.\d s$/,
  );
  expect(exitCode).toBe(0);
});

test("the shortest divergence is shown as a trace, and each is written", async () => {
  const lying = join(folder, "lying.py");
  const source = await readFile("examples/python-engine/engine.py", "utf8");
  await writeFile(lying, source.replaceAll('"swallowed"', '"unknown"'));
  const out = join(folder, "divergences");
  const engine = ["--engine-command", `python3 ${lying}`];
  // A false swallow needs two events of one NMI.
  const chain = [...small, "--chain", "2"];
  const { exitCode, stdout } = await nmicheckServed(
    ["conform", ...engine, ...chain, "--out", out],
    env,
  );
  expect(stdout).toContain(" does not conform: ");
  expect(stdout).toContain("The shortest divergence, as the model has it up to the difference:");
  expect(stdout).toContain("NMI 1   ip 1, no NMI before it, not back-to-back\n");
  expect(stdout).toMatch(/≠ outcome +swallowed +unknown/);
  expect(stdout).toContain(
    "is swallowed in the model (nothing claimed, ip unchanged), but reported as unknown",
  );
  expect(exitCode).toBe(1);

  const files = await readdir(out);
  expect(files).toContain("mainline-ideal-chain-2-rips-1-divergence-1.trace.json");
  const { events } = JSON.parse(await readFile(join(out, files[0] ?? ""), "utf8"));
  expect(events.at(-1).event).toBe("decide");
  const replayed = await nmicheckServed(["replay", out, ...engine], env);
  expect(replayed.stdout).toContain(`${files.length} traces: ${files.length} diverges.`);
});

test("a folder that cannot be made is the user's mistake", async () => {
  const { exitCode, stderr } = await nmicheckServed(
    ["conform", ...small, "--out", "package.json/traces"],
    env,
  );
  expect(stderr).toMatch(
    /^error\[out\/no-folder\]: the folder `.*` cannot be made: not a directory\.$/m,
  );
  expect(stderr).toContain("  → name another one with `--out FOLDER`.");
  expect(exitCode).toBe(2);
});

test("a booted kernel is refused before it is booted", async () => {
  const { exitCode, stderr } = await nmicheckServed(["conform", "--engine", "qemu:6.12"], env);
  expect(
    stderr,
  ).toBe(`error[conform/booted-kernel]: \`qemu:6.12\` cannot be checked against every edge of the model: a booted kernel cannot be put into a state, nor show what it keeps.
  → \`node dist/cli.js conform --engine linux:6.12\` does so with the kernel's own code; \`node dist/cli.js replay\` plays traces on a booted kernel.`);
  expect(exitCode).toBe(2);
});

test("an engine without the axis is refused, and told how to announce it", async () => {
  const engine = ["--engine-command", "python3 examples/python-engine/engine.py"];
  const { exitCode, stderr } = await nmicheckServed(
    ["conform", ...small, ...engine, "--axis", "touch=yes"],
    env,
  );
  expect(
    stderr,
  ).toBe(`error[conform/no-axis]: the engine python-example has no machine with touch: it announces none.
  → \`--engine reference\` has every axis, and so has \`--engine linux:6.12\` but nmi-source and policy-input; a program announces its own as \`axes\` in its reply to \`hello\`.`);
  expect(exitCode).toBe(2);
});

whole("an axis, and a value of one, that are not known", async () => {
  const axis = await nmicheck(["conform", ...small, "--axis", "tuch=yes"], env);
  expect(axis.stderr).toBe(
    "error[configuration/unknown-name]: there is no axis `tuch`.\n  → did you mean `touch`? Known: latch-depth, touch, lvtpc, reason-port, unknown-chain, handler-quirk, nesting, panic, nmi-source, kvm-host, pmu, nmi-injection, front-handler, policy-input, cpus, nmi-routing, shared-source, shared-lock, serr-routing, reason-lock.",
  );
  const value = await nmicheck(["conform", ...small, "--axis", "handler-quirk=greed"], env);
  expect(value.stderr).toBe(
    "error[configuration/unknown-name]: there is no value of the axis handler-quirk `greed`.\n  → did you mean `greedy`? Known: none, greedy, no-ack, double-count.",
  );
  expect([axis.exitCode, value.exitCode]).toEqual([2, 2]);
});

whole("several CPUs: the model as an engine, on each board", async () => {
  const { exitCode, stdout } = await nmicheck(
    ["conform", "--cpus", "2", "--engine", "model", "--policy", "mainline"],
    env,
  );
  expect(stdout).toMatch(
    new RegExp(
      `^nmicheck-model 1 conforms: ([\\d,]+) of \\1 edges of ${boards.length} graphs covered, 0 divergences\\n[\\d,]+ NMIs, \\d+\\.\\d s$`,
    ),
  );
  expect(exitCode).toBe(0);
});

whole("several CPUs with axes of their own, on the board that the axes name", async () => {
  const asked = ["--cpus", "2", "--axis", "panic=unknown", "--axis", "shared-source=all"];
  const { exitCode, stdout } = await nmicheck(
    ["conform", ...asked, "--engine", "model", "--policy", "mainline"],
    env,
  );
  expect(stdout).toMatch(/^nmicheck-model 1 conforms: ([\d,]+) of \1 edges of 1 graph covered, /);
  expect(exitCode).toBe(0);
});

const mistakes: readonly (readonly [args: readonly string[], message: string])[] = [
  [
    ["--cpus", "2"],
    "error[conform/no-cpus]: the engine nmicheck-reference has no machine of 2 CPUs: it announces 1.\n  → `--engine linux:6.12` has up to 4; a program announces its own as `cpus` in its reply to `hello`.",
  ],
  [
    ["--cpus", "5"],
    "error[conform/cpus]: `--cpus 5` is not a number of CPUs that share a machine: 2 to 4.\n  → leave the option out for one CPU.",
  ],
  [
    ["--cpus", "2", "--json"],
    "error[conform/cpus]: `--json` does not go with several CPUs: what differs there is told as events, and not as a trace or a document.\n  → leave `--json` out.",
  ],
  [["--cpus", "2", "--axis", "cpus=3"], "error[configuration/option-twice]"],
  [
    ["--axis", "cpus=2", "--axis", "touch=yes"],
    "error[conform/no-cpus]: the engine nmicheck-reference has no machine of 2 CPUs: it announces 1.",
  ],
  [["--cpus", "two"], "`--cpus` takes a whole number above 0"],
];

let ended: EndedOf;
beforeAll(async () => {
  const asked = mistakes.map(([args]) => ["conform", ...args]);
  ended = await nmicheckEach(asked, env);
});

test.each(mistakes)("several CPUs: %s is the user's mistake", (args, message) => {
  const { exitCode, stderr } = ended(["conform", ...args]);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});
