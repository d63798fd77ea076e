import { EventEmitter, once } from "node:events";
import { readdir } from "node:fs/promises";
import { execa } from "execa";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { builtProgram } from "../../src/base/process/built-program.js";
import { runTlc, type TlcRequest } from "../../src/checkers/tlc/run.js";
import { endsWithin, isAlive } from "../process/alive.js";
import { slice } from "../slice.js";
import { provisioned } from "./provisioned.js";
import { useScratch } from "./scratch.js";
import { specTask } from "./specifications.js";
import { told } from "./transcripts.js";

const scratch = useScratch();

/** TMPDIR of the running test: what a run leaves behind shows in it. */
let temp: string;

beforeEach(() => {
  temp = scratch.folder;
  vi.stubEnv("TMPDIR", temp);
});

/** A run without an end, and the process of its Java once TLC has started to search. */
async function endless(options: Partial<TlcRequest> = {}) {
  const { java, jar } = await provisioned();
  const tlc = new EventEmitter();
  const searching = once(tlc, "searching");
  const run = runTlc({
    java,
    jar,
    ...specTask("endless"),
    ...options,
    onEvent: (event) => {
      if (event.kind === "init-computed") tlc.emit("searching");
      options.onEvent?.(event);
    },
  });
  run.catch(() => {});
  await searching;
  const [folder = ""] = await readdir(temp);
  return { run, folder, pid: await javaOf(folder) };
}

/** The process whose command line names the folder. */
async function javaOf(folder: string): Promise<number> {
  const { stdout } = await execa("ps", ["-eo", "pid=,args=", "-ww"]);
  const line = stdout
    .split("\n")
    .find((text) => text.includes(`-Djava.io.tmpdir=${temp}/${folder}`));
  return Number.parseInt(line ?? "", 10);
}

test("a time limit ends Java, and the answer is bounded", async () => {
  const { run, pid } = await endless({ timeoutSeconds: 3 });
  expect(await isAlive(pid)).toBe(true);
  const { outcome } = await run;
  expect(outcome).toEqual({
    kind: "bounded",
    seconds: 3,
    reached: outcome.kind === "bounded" ? outcome.reached : undefined,
    printed: [],
    shown: [],
  });
  expect(await isAlive(pid)).toBe(false);
  expect(await readdir(temp)).toEqual([]);
});

test("the caller's signal ends Java, and its reason is thrown", async () => {
  const controller = new AbortController();
  const { run, pid } = await endless({ signal: controller.signal });
  controller.abort(new Error("enough"));
  await expect(run).rejects.toThrow(/^enough$/);
  expect(await isAlive(pid)).toBe(false);
  expect(await readdir(temp)).toEqual([]);
});

test("a mistake of the listener ends Java, and is thrown", async () => {
  const { run, pid } = await endless({
    onEvent: (event) => {
      if (event.kind === "init-computed") throw new Error("mistake");
    },
  });
  await expect(run).rejects.toThrow(/^mistake$/);
  expect(Number.isNaN(pid) || !(await isAlive(pid))).toBe(true);
  expect(await readdir(temp)).toEqual([]);
});

test.each(slice(["SIGKILL", "SIGTERM"] as const, 2))(
  "Java killed from outside by %s",
  async (signal) => {
    const { run, pid } = await endless();
    process.kill(pid, signal);
    const { outcome } = await run;
    expect(told(outcome)).toBe(
      `tlc/killed: TLC was killed from outside (${signal}) before it had finished.`,
    );
    expect(await readdir(temp)).toEqual([]);
  },
);

/** A test that fails must not leave an endless run behind. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended, as it should.
  }
}

/** A program of its own that runs TLC without an end, and says when TLC searches. */
async function otherProcess() {
  const { java, jar } = await provisioned();
  const request = JSON.stringify({ java, jar, ...specTask("endless") });
  const program = `
    import { runTlc } from ${JSON.stringify(builtProgram("src/checkers/tlc/run.ts"))};
    const onEvent = ({ kind }) => kind === "init-computed" && console.log(kind);
    await runTlc({ ...${request}, onEvent });
  `;
  const child = execa(process.execPath, ["--input-type=module", "-e", program], {
    reject: false,
    stderr: "inherit",
    detached: true,
  });
  await once(child.stdout, "data");
  const [folder = ""] = await readdir(temp);
  const pid = await javaOf(folder);
  onTestFinished(() => killIfThere(pid));
  return { child, pid };
}

test.each(slice(["SIGKILL", "SIGINT", "SIGHUP", "SIGTERM"] as const, 2))(
  "%s of nmicheck: Java ends by itself, and the folder goes with it",
  async (signal) => {
    const { child, pid } = await otherProcess();
    expect(await isAlive(pid)).toBe(true);
    // As a terminal does it: to the whole group.
    process.kill(-(child.pid ?? Number.NaN), signal);
    await child;
    expect(await endsWithin(pid, 5_000)).toBe(true);
    await expect.poll(() => readdir(temp), { timeout: 2_000 }).toEqual([]);
  },
);

test("a run clears no folder of a run that is under way", async () => {
  const controller = new AbortController();
  const { run, folder } = await endless({ signal: controller.signal });
  const { java, jar } = await provisioned();
  await runTlc({ java, jar, ...specTask("success") });
  expect(await readdir(temp)).toEqual([folder]);
  controller.abort(new Error("enough"));
  await expect(run).rejects.toThrow();
});
