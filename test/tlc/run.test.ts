import { copyFile, mkdir, readdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, test, vi } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import type { TlcEvent } from "../../src/checkers/tlc/events.js";
import { runTlc, type TlcRequest, type TlcRun } from "../../src/checkers/tlc/run.js";
import { whole } from "../slice.js";
import { provisioned } from "./provisioned.js";
import { useScratch } from "./scratch.js";
import { handWrittenTask, specTask } from "./specifications.js";
import { told } from "./transcripts.js";

const scratch = useScratch();

/** TMPDIR of the running test: what a run leaves behind shows in it. */
let temp: string;

beforeEach(() => {
  temp = scratch.folder;
  vi.stubEnv("TMPDIR", temp);
});

async function run(task: Omit<TlcRequest, "java" | "jar">): Promise<TlcRun> {
  return await runTlc({ ...(await provisioned()), ...task });
}

describe("an answer", () => {
  test("the specification written by hand has the states of the typed model", async () => {
    const { outcome, version, seconds } = await run(handWrittenTask());
    expect(outcome).toEqual({
      kind: "success",
      counts: { generated: 15_579, distinct: 4_408, queue: 0 },
      depth: 21,
      collision: { calculated: 2.7e-12, observed: null },
      printed: [],
      shown: [],
    });
    expect(version).toBe("TLC2 Version 2.18 of 20 March 2023");
    expect(seconds).toBeGreaterThan(0.1);
    expect(await readdir(temp)).toEqual([]);
  });

  test.each([
    ["NoFalseSwallow", 14, "falseSwallow"],
    ["NoMasked", 8, "masked"],
  ])("%s is violated in %i states", async (invariant, length, result) => {
    const config = join(temp, "one.cfg");
    const constants = "Chain <- MCChain Rips = 2 Sticky = FALSE Shadow = FALSE";
    await writeFile(config, `SPECIFICATION Spec\nCONSTANTS ${constants}\nINVARIANT ${invariant}\n`);
    const { outcome } = await run({ ...handWrittenTask(), config });
    expect(outcome).toMatchObject({ kind: "violated", invariant });
    const states = outcome.kind === "violated" ? outcome.states : [];
    expect(states).toHaveLength(length);
    expect(states.at(-1)).toMatchObject({
      number: length,
      action: "Decide",
      values: { outcome: `"${result}"`, position: '[at |-> "run"]' },
    });
    expect(await readdir(temp)).toEqual(["one.cfg"]);
  });

  whole(
    "a change of an item that is not there is no change: TLC only warns, and that is no answer",
    async () => {
      const module = join(temp, "Outside.tla");
      const config = join(temp, "Outside.cfg");
      await writeFile(
        module,
        `---- MODULE Outside ----
EXTENDS Integers
VARIABLE items
Init == items = [i \\in 0 .. 1 |-> FALSE]
Next == items' = [items EXCEPT ![2] = TRUE]
====
`,
      );
      await writeFile(config, "INIT Init\nNEXT Next\n");
      const { outcome } = await run({ ...handWrittenTask(), module, config });
      expect(outcome).toMatchObject({
        kind: "failed",
        diagnostic: { code: "tlc/evaluation-error" },
      });
    },
  );

  whole("a configuration in another folder than the module, behind a link", async () => {
    const folder = join(temp, "configurations");
    await symlink(join(packageRoot, "test", "tlc", "specs"), folder);
    const { outcome } = await run({
      ...specTask("success"),
      config: join(folder, "violation.cfg"),
    });
    expect(outcome.kind).toBe("violated");
  });

  whole("a deadlock, where it is asked for", async () => {
    const { outcome } = await run({ ...specTask("deadlock"), checkDeadlock: true });
    expect(outcome.kind).toBe("deadlock");
    expect((await run(specTask("deadlock"))).outcome.kind).toBe("success");
  });

  whole("the fingerprint index, the workers and the heap are those of the request", async () => {
    const events: TlcEvent[] = [];
    const request = { ...specTask("success"), fingerprintIndex: 7, workers: 2, heap: "300m" };
    await run({ ...request, onEvent: (event) => events.push(event) });
    const mode = events.find(({ kind }) => kind === "mode");
    expect(mode).toMatchObject({ fingerprintIndex: 7, workers: 2 });
    expect(mode?.kind === "mode" && mode.heapMegabytes).toBeLessThan(310);
  });

  whole("the user's locale and Java options change nothing", async () => {
    vi.stubEnv("LC_ALL", "de_DE.UTF-8");
    vi.stubEnv("JAVA_TOOL_OPTIONS", "-Duser.language=de -Duser.country=DE");
    vi.stubEnv("_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG");
    const texts: string[] = [];
    await run({
      ...specTask("success"),
      onEvent: (event) => event.kind === "init-computed" && texts.push(event.text),
    });
    expect(texts[0]).toMatch(/^Finished computing initial states: 1 distinct state generated at 2/);
  });

  whole("a path with spaces and letters of other scripts", async () => {
    const folder = join(temp, "ein Täst 试");
    await mkdir(folder);
    for (const file of ["Counter.tla", "violation.cfg"]) {
      await copyFile(join(packageRoot, "test", "tlc", "specs", file), join(folder, file));
    }
    const { outcome } = await run({
      ...specTask("violation"),
      module: join(folder, "Counter.tla"),
      config: join(folder, "violation.cfg"),
    });
    expect(outcome.kind).toBe("violated");
  });
});

describe("a failure", () => {
  test("an evaluation error is mapped back to its source", async () => {
    const source = { file: "model.ts", line: 3, column: 7 };
    const { outcome } = await run({
      ...specTask("evaluation"),
      mapPlace: ({ module, line, column }) =>
        module === "Counter" && line === 29 && column === 17 ? source : undefined,
    });
    expect(outcome.kind === "failed" && outcome.diagnostic.place).toEqual(source);
  });

  test("without a map its place is in the TLA+ module, with the line", async () => {
    const task = specTask("module", "Semantic");
    const { outcome } = await run(task);
    expect(outcome.kind === "failed" && outcome.diagnostic.place).toEqual({
      file: task.module,
      line: 5,
      column: 14,
      source: "Next == x' = Undefined(x) + y",
    });
  });

  test("a heap that is too small for the run", async () => {
    const { outcome } = await run({ ...specTask("out-of-memory"), heap: "32m" });
    expect(told(outcome)).toBe("tlc/out-of-memory: Java ran out of memory.");
    expect(await readdir(temp)).toEqual([]);
  });

  test.each(["1k", "much"])("a heap of %s", async (heap) => {
    const { outcome } = await run({ ...specTask("success"), heap });
    const words = { "1k": "Too small maximum heap", much: "Invalid maximum heap size: -Xmxmuch" };
    expect(told(outcome)).toBe(
      `tlc/heap-size: Java refuses a heap of ${heap}: ${heap === "1k" ? words["1k"] : words.much}`,
    );
  });

  test("a jar without TLC", async () => {
    const path = join(temp, "some.jar");
    await writeFile(path, "no jar");
    const { java, jar } = await provisioned();
    const { outcome } = await runTlc({ java, jar: { ...jar, path }, ...specTask("success") });
    expect(told(outcome)).toBe(
      `tlc/jar-without-tlc: Java cannot run TLC (class tlc2.TLC) from ${path}: Error: Could not find or load main class tlc2.TLC`,
    );
  });

  test("a Java that is not there any more", async () => {
    const { jar } = await provisioned();
    const java = { command: "/nowhere/bin/java", version: "17" };
    const { outcome } = await runTlc({ java, jar, ...specTask("success") });
    expect(told(outcome)).toBe(
      "tlc/java-missing: TLC needs Java, and `/nowhere/bin/java` was not found.",
    );
  });

  test("a folder for temporary files that cannot be written", async () => {
    vi.stubEnv("TMPDIR", join(temp, "nowhere"));
    const { outcome } = await run(specTask("success"));
    expect(told(outcome)).toBe(
      `process/temp-not-writable: nmicheck cannot write to the folder for temporary files ${temp}/nowhere: no such file or directory.`,
    );
  });

  whole("a disk that takes no more", async () => {
    const { java, jar } = await provisioned();
    // Java under a limit for the size of a file: it writes as to a full disk.
    const command = join(temp, "limited-java");
    await writeFile(command, '#!/bin/sh\nexec prlimit --fsize=60000 java "$@"\n', { mode: 0o755 });
    const { outcome } = await runTlc({ java: { ...java, command }, jar, ...specTask("endless") });
    expect(told(outcome)).toBe(
      "tlc/disk-full: The disk for TLC's files is full: java.io.IOException: File too large",
    );
  });
});
