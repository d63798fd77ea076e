import { createHash } from "node:crypto";
import { mkdir, readFile, rm } from "node:fs/promises";
import { endianness } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { holdFolder } from "../../base/process/folder-hold.js";
import type { CompiledModel } from "./compiled-model.js";
import { checkpointNotWritten } from "./diagnostics.js";
import type { Level } from "./state-store.js";

/** What is known after some levels are complete: the last one is still to be expanded. */
export interface CompleteLevels {
  readonly levels: readonly Level[];
  /** For each level the successors computed until it was complete. */
  readonly generated: readonly number[];
  /** For each violated invariant, by its number, the level in which it is violated first. */
  readonly violations: ReadonlyMap<number, number>;
}

const SCHEMA = "nmicheck.checkpoint/1";

/** The file that says what the files of the levels are: written last, so that it is never ahead. */
const MANIFEST = "checkpoint.json";

const count = z.int().min(0);

const manifestSchema = z.strictObject({
  schema: z.literal(SCHEMA),
  /** SHA-256 of the explorer's source: the model, its configuration and its reductions. */
  source: z.string(),
  endianness: z.enum(["LE", "BE"]),
  levels: z
    .array(z.strictObject({ states: count, sha256: z.string(), generated: count }))
    .readonly(),
  violations: z.array(z.tuple([count, count])).readonly(),
});

type Manifest = z.infer<typeof manifestSchema>;

function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/** How often a long exploration is saved while it runs. */
const MILLISECONDS_BETWEEN_SAVES = 10_000;

/**
 * Where a long exploration keeps the levels that it has found, so that it can go on from them after
 * it was interrupted: a file for each level, which is written once, and a manifest, which is
 * replaced when they are there. What does not fit the manifest is not used.
 */
export class Checkpoint {
  #manifest: Manifest;
  #saved = performance.now();

  private constructor(
    private readonly folder: string,
    source: string,
    private readonly millisecondsBetweenSaves: number,
  ) {
    this.#manifest = {
      schema: SCHEMA,
      source,
      endianness: endianness(),
      levels: [],
      violations: [],
    };
  }

  /** The checkpoint of this exploration among those in `parent`, which need not be there yet. */
  static of(
    parent: string,
    compiled: CompiledModel,
    millisecondsBetweenSaves = MILLISECONDS_BETWEEN_SAVES,
  ): Checkpoint {
    const source = sha256(compiled.source);
    return new Checkpoint(join(parent, source.slice(0, 16)), source, millisecondsBetweenSaves);
  }

  /**
   * Does `work` while no other process works on the checkpoint.
   *
   * @throws Diagnostic `process/folder-in-use`, `packed/checkpoint-not-written`; whatever `work` throws
   */
  async held<Result>(work: () => Promise<Result>): Promise<Result> {
    const hold = await holdFolder(this.folder, "the checkpoint").catch((error: unknown) => {
      throw error instanceof Diagnostic ? error : checkpointNotWritten(this.folder, error);
    });
    try {
      return await work();
    } finally {
      hold.release();
    }
  }

  /** The levels that are there and whole; null if there is none. */
  async load(words: number): Promise<CompleteLevels | null> {
    const manifest = await this.#readManifest();
    if (manifest === null) return null;
    const levels: Level[] = [];
    for (const [index, { states, sha256: expected }] of manifest.levels.entries()) {
      const bytes = await readFile(this.#levelFile(index)).catch(() => null);
      if (bytes === null || bytes.length !== 4 * words * states || sha256(bytes) !== expected)
        break;
      // A copy, since a view of 32-bit words must begin at a multiple of 4.
      const own = new Int32Array(bytes.length / 4);
      new Uint8Array(own.buffer).set(bytes);
      levels.push({ ranges: [{ words: own, from: 0, to: own.length }], states });
    }
    if (levels.length === 0) return null;
    const violations = manifest.violations.filter(([, level]) => level < levels.length);
    this.#manifest = { ...manifest, levels: manifest.levels.slice(0, levels.length), violations };
    const generated = manifest.levels.slice(0, levels.length).map((level) => level.generated);
    return { levels, generated, violations: new Map(violations) };
  }

  async #readManifest(): Promise<Manifest | null> {
    try {
      const text = await readFile(join(this.folder, MANIFEST), "utf8");
      const parsed = manifestSchema.safeParse(JSON.parse(text));
      const isOurs =
        parsed.success &&
        parsed.data.source === this.#manifest.source &&
        parsed.data.endianness === this.#manifest.endianness;
      return isOurs ? parsed.data : null;
    } catch {
      return null;
    }
  }

  #levelFile(index: number): string {
    return join(this.folder, `level-${String(index).padStart(6, "0")}.words`);
  }

  /** Whether it is time to save again. */
  get isDue(): boolean {
    return performance.now() - this.#saved > this.millisecondsBetweenSaves;
  }

  /** Writes the levels that are not there yet. @throws Diagnostic `packed/checkpoint-not-written` */
  async save({ levels, generated, violations }: CompleteLevels): Promise<void> {
    const known = this.#manifest.levels;
    if (levels.length <= known.length) return;
    try {
      await mkdir(this.folder, { recursive: true });
      const added: Manifest["levels"][number][] = [];
      for (let index = known.length; index < levels.length; index++) {
        const level = levels[index];
        if (level === undefined) break;
        const bytes = bytesOf(level);
        await writeAtomic(this.#levelFile(index), bytes);
        added.push({
          states: level.states,
          sha256: sha256(bytes),
          generated: generated[index] ?? 0,
        });
      }
      this.#manifest = {
        ...this.#manifest,
        levels: [...known, ...added],
        violations: [...violations].filter(([, level]) => level < levels.length),
      };
      await writeAtomic(join(this.folder, MANIFEST), JSON.stringify(this.#manifest));
      this.#saved = performance.now();
    } catch (error) {
      throw checkpointNotWritten(this.folder, error);
    }
  }

  /** Takes away what was saved: the exploration has come to its end. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

function bytesOf({ ranges }: Level): Buffer {
  return Buffer.concat(
    ranges.map(({ words, from, to }) =>
      Buffer.from(words.buffer, words.byteOffset + 4 * from, 4 * (to - from)),
    ),
  );
}
