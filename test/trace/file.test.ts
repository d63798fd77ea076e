import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  truncate,
  writeFile,
} from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { policies } from "../../spec/policies/all.js";
import { readTraceText } from "../../src/machine/trace/file.js";
import { parseTrace } from "../../src/machine/trace/parse.js";
import { traceText } from "../../src/machine/trace/trace-text.js";
import { writeItf, writeTrace } from "../../src/machine/trace/write.js";
import { behave, traceOf } from "./behaviour.js";
import { diagnosticText } from "./diagnostic-text.js";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-trace-"));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const config = {
  platform: { chain: [1], rips: 1, sticky: false, shadow: false },
  axes: noAxes,
  policy: policies.mainline,
} as const;
const trace = traceOf(config, behave(config, ["external", "deliver", "poll", "decide"]), {
  policy: "mainline",
});

describe("writing", () => {
  test("writes one line an event, the same bytes every time, and leaves nothing else", async () => {
    const own = join(folder, "own");
    await mkdir(own);
    await writeTrace(join(own, "a.json"), trace);
    await writeTrace(join(own, "a.json"), trace);
    await writeItf(join(own, "a.itf.json"), trace);
    expect((await readdir(own)).sort()).toEqual(["a.itf.json", "a.json"]);
    const text = await readTraceText(join(own, "a.json"));
    expect(text).toBe(traceText(trace));
    expect(parseTrace(text, "a.json").trace).toEqual(trace);
    expect(text.split("\n").length).toBe(9 + trace.events.length + 3);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(trace)));
  });

  test("the memory of a policy is written in one order of keys", () => {
    const policy = (memory: object) => ({ ...policies.none, initial: memory });
    const written = [
      { a: 1, b: { c: [2], d: null } },
      { b: { d: null, c: [2] }, a: 1 },
    ].map((memory) => {
      const own = { ...config, policy: policy(memory) };
      return traceText(traceOf(own, behave(own, []), { policy: "mine", builtIn: false }));
    });
    expect(written[0]).toBe(written[1]);
  });

  test("a folder that is not there is a fault, and nothing is left behind", async () => {
    const file = join(folder, "nowhere", "a.json");
    expect(await diagnosticText(() => writeTrace(file, trace))).toBe(
      [
        `error[trace/unwritable]: ${file} cannot be written: no such file or directory.`,
        "  → check that the folder is there, that you may write to it, and that the disk has room.",
      ].join("\n"),
    );
  });
});

describe("reading", () => {
  test("a file that is not there", async () => {
    expect(await diagnosticText(() => readTraceText("no-such-trace.json"))).toBe(
      [
        "error[trace/no-file]: there is no file no-such-trace.json.",
        "  → `node dist/cli.js check --out DIR` writes a trace for every property that is violated.",
      ].join("\n"),
    );
  });

  test("a folder in place of a file", async () => {
    expect(await diagnosticText(() => readTraceText(folder))).toBe(
      [
        `error[trace/unreadable]: ${folder} cannot be read: illegal operation on a directory.`,
        "  → check the path and its permissions.",
      ].join("\n"),
    );
  });

  test("a file that is too large is not even opened", async () => {
    const file = join(folder, "large.json");
    await writeFile(file, "");
    // A sparse file: it takes no room on the disk.
    await truncate(file, 400 * 2 ** 20);
    await chmod(file, 0o000);
    expect(await diagnosticText(() => readTraceText(file))).toBe(
      [
        `error[trace/too-large]: ${file} has 400.0 MB. A trace of more than 64 MB is not read.`,
        "  → shorten it: any beginning of a behaviour is a behaviour.",
      ].join("\n"),
    );
  });

  test("bytes that are no text", async () => {
    const file = join(folder, "binary.json");
    await writeFile(file, Buffer.from([0x7b, 0xff, 0xfe, 0x7d]));
    expect(await diagnosticText(() => readTraceText(file))).toBe(
      [
        `error[trace/not-text]: ${file} is not a text in UTF-8.`,
        "  → check again: `node dist/cli.js check --out DIR` writes traces of the model as it is now.",
      ].join("\n"),
    );
  });

  test("a byte order mark does no harm", async () => {
    const file = join(folder, "marked.json");
    await writeFile(file, `\ufeff${await readFile(join(folder, "own", "a.json"), "utf8")}`);
    expect(parseTrace(await readTraceText(file), file).trace).toEqual(trace);
  });
});

test("a policy whose memory is no plain data cannot be written", async () => {
  const own = { ...config, policy: { ...policies.none, initial: () => 1 } };
  expect(await diagnosticText(() => traceOf(own, behave(own, []), { policy: "mine" }))).toBe(
    [
      "error[trace/memory-not-plain]: the memory of the policy is not plain data, so it cannot be " +
        "written in a trace.",
      "  → let the policy keep booleans, numbers, texts, null, and objects and arrays of these.",
    ].join("\n"),
  );
});
