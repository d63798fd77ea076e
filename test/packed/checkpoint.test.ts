import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import type { Progress } from "../../src/checkers/explore/exploration.js";
import { Checkpoint } from "../../src/checkers/packed/checkpoint.js";
import { explorePacked } from "../../src/checkers/packed/explore-packed.js";
import type { SearchOptions } from "../../src/checkers/packed/search-states.js";
import { configuration } from "./nmi.js";

const { compiled, model } = configuration("mainline", {
  chain: [3, 3],
  rips: 3,
  sticky: false,
  shadow: true,
});

let parent: string;
let folder: string;
let whole: unknown;

/** What an exploration says, without what it took. */
async function explored(options: SearchOptions = {}): Promise<unknown> {
  const result = await explorePacked(compiled, model, options);
  const { answers, distinct, generated, depth } = result;
  return { answers: [...answers], distinct, generated, depth };
}

beforeAll(async () => {
  parent = await mkdtemp(join(tmpdir(), "nmicheck-checkpoint-"));
  whole = await explored();
});
beforeEach(async () => {
  folder = await mkdtemp(join(parent, "case-"));
});
afterAll(() => rm(parent, { recursive: true, force: true }));

/** Explores until there are some states, and is interrupted; every level is saved at once. */
async function interrupt(options: SearchOptions = {}): Promise<string> {
  const result = await explorePacked(compiled, model, {
    ...options,
    heapBytes: options.heapBytes ?? 150_000,
    checkpoint: Checkpoint.of(folder, compiled, 0),
  });
  expect(result.answers.get("NoStranded")?.answer).toBe("bounded");
  const [own = ""] = await readdir(folder);
  expect(await readdir(join(folder, own))).toContain("checkpoint.json");
  return join(folder, own);
}

describe("an exploration goes on from its checkpoint", () => {
  test("with the same answers, counts and paths in the end, and takes it away", async () => {
    await interrupt();
    expect(await explored({ checkpoint: Checkpoint.of(folder, compiled) })).toEqual(whole);
    expect(await readdir(folder)).toEqual([]);
  });

  test("and tells with its progress what of it was there before", async () => {
    const told: Progress[] = [];
    const onProgress = (progress: Progress): void => void told.push(progress);
    await interrupt({ onProgress });
    expect(told.filter(({ known }) => known !== undefined)).toEqual([]);
    const checkpoint = Checkpoint.of(folder, compiled);
    const before = (await checkpoint.load(compiled.layout.words))?.levels ?? [];
    const distinct = before.reduce((sum, { states }) => sum + states, 0);
    const known = { distinct, expanded: distinct - (before.at(-1)?.states ?? 0) };
    told.splice(0);
    await explored({ checkpoint, onProgress });
    expect(told).not.toEqual([]);
    for (const progress of told) expect(progress.known).toEqual(known);
  });

  test("interrupted by its signal", async () => {
    const signal = AbortSignal.abort();
    const checkpoint = Checkpoint.of(folder, compiled);
    const result = await explorePacked(compiled, model, { signal, checkpoint });
    expect(result.answers.get("NoStranded")).toEqual({
      answer: "bounded",
      bound: { bound: "cancelled" },
    });
    expect(await explored({ checkpoint: Checkpoint.of(folder, compiled) })).toEqual(whole);
  });
});

describe("what is broken is not used", () => {
  test("a level that was cut: it goes on from the one before", async () => {
    const own = await interrupt();
    const levels = (await readdir(own)).filter((name) => name.startsWith("level-")).sort();
    await truncate(join(own, levels.at(-1) ?? ""), 8);
    const loaded = await Checkpoint.of(folder, compiled).load(compiled.layout.words);
    expect(loaded?.levels.length).toBe(levels.length - 1);
    expect(await explored({ checkpoint: Checkpoint.of(folder, compiled) })).toEqual(whole);
  });

  test("a level with one bit changed, and a manifest that is none", async () => {
    const own = await interrupt();
    const third = join(own, "level-000002.words");
    const bytes = await readFile(third);
    bytes[0] = (bytes[0] ?? 0) ^ 1;
    await writeFile(third, bytes);
    const loaded = await Checkpoint.of(folder, compiled).load(compiled.layout.words);
    expect(loaded?.levels.length).toBe(2);
    await writeFile(join(own, "checkpoint.json"), "{");
    expect(await Checkpoint.of(folder, compiled).load(compiled.layout.words)).toBeNull();
    expect(await explored({ checkpoint: Checkpoint.of(folder, compiled) })).toEqual(whole);
  });

  test("the checkpoint of another exploration", async () => {
    const own = await interrupt();
    const manifest = JSON.parse(await readFile(join(own, "checkpoint.json"), "utf8"));
    await writeFile(
      join(own, "checkpoint.json"),
      JSON.stringify({ ...manifest, source: "0".repeat(64) }),
    );
    expect(await Checkpoint.of(folder, compiled).load(compiled.layout.words)).toBeNull();
  });
});

test("a folder that cannot be written is named", async () => {
  const file = join(folder, "file");
  await writeFile(file, "");
  const diagnostic = await explorePacked(compiled, model, {
    signal: AbortSignal.abort(),
    checkpoint: Checkpoint.of(file, compiled),
  }).catch((error: unknown) => error);
  expect(diagnostic instanceof Diagnostic && renderDiagnostic(diagnostic)).toMatch(
    /^error\[packed\/checkpoint-not-written\]: the checkpoint cannot be written to `.*file.*`: EEXIST.*\.\n {2}→ name another folder with `--checkpoint FOLDER`, or make room there\.$/,
  );
});
