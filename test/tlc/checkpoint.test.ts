import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { type CheckpointIdentity, TlcCheckpoint } from "../../src/checkers/tlc/checkpoint.js";

const identity: CheckpointIdentity = {
  model: "a".repeat(64),
  configuration: "b".repeat(64),
  jar: "c".repeat(64),
  fingerprintIndex: 0,
};
const question = ["mainline", "ideal", "NoSpurious"];

let parent: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), "nmicheck-tlc-checkpoint-"));
});
afterEach(() => rm(parent, { recursive: true, force: true }));

const prepared = (changed: Partial<CheckpointIdentity> = {}) =>
  TlcCheckpoint.of(parent, question, { ...identity, ...changed }).prepare();

/** A run as TLC leaves it behind when it is ended. */
async function interrupted(...files: readonly string[]): Promise<string> {
  const { states } = await prepared();
  const run = join(states, "26-01-01-00-00-00");
  await mkdir(run);
  for (const file of files) await writeFile(join(run, file), "");
  return run;
}

async function refusal(changed: Partial<CheckpointIdentity>): Promise<string> {
  const diagnostic = await prepared(changed).catch((error: unknown) => error);
  return diagnostic instanceof Diagnostic
    ? renderDiagnostic(diagnostic).replaceAll(parent, "PARENT")
    : String(diagnostic);
}

const whole = ["queue.chkpt", "vars.chkpt", "MC-0.chkpt", "MC-0.st", "0"] as const;

describe("TLC goes on from a checkpoint", () => {
  test("that is whole, and begins where there is none", async () => {
    expect((await prepared()).recover).toBeNull();
    const run = await interrupted(...whole);
    expect((await prepared()).recover).toBe(run);
  });

  test.each([
    ["without its queue", ["vars.chkpt"]],
    ["without its variables", ["queue.chkpt"]],
    ["with a part that was being replaced", [...whole, "MC-0.tmp"]],
    ["with its queue being replaced", [...whole, "queue.tmp"]],
    ["with its variables being replaced", [...whole, "vars.tmp"]],
  ])("not from one %s: it begins anew", async (_, files) => {
    const run = await interrupted(...files);
    const { recover, states } = await prepared();
    expect(recover).toBeNull();
    expect(await readdir(states)).toEqual([]);
    expect(await readdir(join(run, "..", ".."))).toEqual(["states", "tlc-checkpoint.json"]);
  });

  test("another question has its own, and what has come to its end leaves nothing", async () => {
    await interrupted(...whole);
    const other = TlcCheckpoint.of(parent, ["v5"], identity);
    expect((await other.prepare()).recover).toBeNull();
    expect(await readdir(parent)).toHaveLength(2);
    await other.remove();
    await TlcCheckpoint.of(parent, question, identity).remove();
    expect(await readdir(parent)).toEqual([]);
  });
});

describe("a checkpoint of something else is refused, and stays as it is", () => {
  test.each([
    ["model", "another model", 3],
    ["configuration", "another configuration (.cfg)", 4],
    ["jar", "another jar of TLC", 5],
  ] as const)("%s", async (part, words, line) => {
    const run = await interrupted(...whole);
    const digest = { model: "a", configuration: "b", jar: "c" }[part].repeat(64);
    const told = await refusal({ [part]: "0".repeat(64) });
    const [folder = ""] = await readdir(parent);
    expect(told).toContain(
      `error[tlc/other-checkpoint]: the checkpoint in \`PARENT/${folder}\` is of ${words}: TLC cannot go on from it.`,
    );
    expect(told).toContain(`PARENT/${folder}/tlc-checkpoint.json:${line}:3`);
    expect(told).toContain(`"${part}": "${digest}"`);
    expect(told).toContain(
      "→ remove that folder to begin anew, or name another one with `--checkpoint FOLDER`.",
    );
    expect(await readdir(run)).toHaveLength(whole.length);
  });

  test("one whose manifest is damaged", async () => {
    const run = await interrupted(...whole);
    const manifest = join(run, "..", "..", "tlc-checkpoint.json");
    await writeFile(manifest, (await readFile(manifest, "utf8")).slice(0, 40));
    expect(await refusal({})).toContain("is: its manifest is damaged.\n");
    expect(await readdir(run)).toHaveLength(whole.length);
  });
});

test("a folder that cannot be written is named", async () => {
  const file = join(parent, "file");
  await writeFile(file, "");
  const diagnostic = await TlcCheckpoint.of(file, question, identity)
    .prepare()
    .catch((error: unknown) => error);
  expect(diagnostic instanceof Diagnostic && renderDiagnostic(diagnostic)).toMatch(
    /^error\[tlc\/checkpoint-not-written\]: the checkpoint cannot be written to `.*tlc-[0-9a-f]{16}`: not a directory\./,
  );
});
