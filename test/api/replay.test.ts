import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { check, replay, type Trace } from "../../src/index.js";

const onceFile = new URL("./policies/once.ts", import.meta.url);

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-api-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** A counterexample, and the file that it was written to. */
async function counterexample(
  policy: string | URL,
): Promise<{ readonly trace: Trace; readonly file: string }> {
  const [result] = await check({
    policies: [policy],
    platforms: ["ideal"],
    properties: ["NoFalseSwallow"],
    out: folder,
  });
  if (result?.verdict !== "violated" || result.traceFile === undefined) {
    throw new Error("there is no counterexample");
  }
  return { trace: result.trace, file: result.traceFile };
}

test("a trace and its file are played on one engine, NMI by NMI", async () => {
  const { trace, file } = await counterexample("mainline");
  const nmis: number[] = [];
  const results = await replay([trace, file], { onNmi: ({ model }) => nmis.push(model.nmi) });
  expect(results).toMatchObject([
    { verdict: "agrees", nmis: 2, engine: { title: expect.stringContaining("reference") } },
    { verdict: "agrees", nmis: 2 },
  ]);
  expect(nmis).toEqual([1, 2, 1, 2]);
});

test("a user's policy is played on the model", async () => {
  const { trace } = await counterexample(onceFile);
  expect(await replay([trace], { policy: onceFile })).toMatchObject([
    { verdict: "agrees", engine: { title: "the model" } },
  ]);
  await expect(replay([trace])).rejects.toMatchObject({ code: "trace/user-policy" });
});

test("a trace that the model does not confirm is refused, with the place in its file", async () => {
  const { trace } = await counterexample("mainline");
  const changed = { ...trace, property: "NoMasked" };
  await expect(replay([changed])).rejects.toMatchObject({
    code: "trace/property-holds",
    place: { file: "(trace)", line: 7 },
  });
});

test("an engine that is none is named before anything is read", async () => {
  await expect(replay(["nowhere.json"], { engine: "windows" })).rejects.toMatchObject({
    code: "engine/unknown",
  });
});
