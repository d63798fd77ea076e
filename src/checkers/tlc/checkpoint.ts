import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { placeAt } from "../../base/diagnostic/place.js";
import { reasonOf } from "../../base/diagnostic/system-error.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { holdFolder } from "../../base/process/folder-hold.js";
import { checkpointNotWritten, checkpointUnreadable, otherCheckpoint } from "./diagnostics.js";

const SCHEMA = "nmicheck.tlc-checkpoint/1";
const MANIFEST = "tlc-checkpoint.json";

/** What a run is of, in the order in which differences are told: digests of what TLC reads. */
const identitySchema = z.strictObject({
  model: z.string(),
  configuration: z.string(),
  jar: z.string(),
  fingerprintIndex: z.int(),
});

const manifestSchema = z.strictObject({ schema: z.literal(SCHEMA), ...identitySchema.shape });

export type CheckpointIdentity = z.infer<typeof identitySchema>;

/** The parts of an identity in words, to stand after "is of". */
const words: Readonly<Record<keyof CheckpointIdentity, string>> = {
  model: "another model",
  configuration: "another configuration (.cfg)",
  jar: "another jar of TLC",
  fingerprintIndex: "another fingerprint function",
};

/** Where TLC is to keep a run, and what it is to go on from. */
export interface CheckpointPlace {
  /** TLC's folder for what it writes. */
  readonly states: string;
  /** The run in it that was interrupted; null where there is none that is whole. */
  readonly recover: string | null;
}

/** SHA-256 of some texts together, in hexadecimal. */
export function digestOf(texts: readonly string[]): string {
  return createHash("sha256").update(JSON.stringify(texts)).digest("hex");
}

/**
 * Where TLC keeps a long run, so that it can go on after it was interrupted. TLC itself does not
 * look whether what it goes on from is of the same specification: that is what the manifest is for.
 */
export class TlcCheckpoint {
  private constructor(
    private readonly folder: string,
    private readonly identity: CheckpointIdentity,
  ) {}

  /** The checkpoint of the run that answers `question`, among those in `parent`. */
  static of(parent: string, question: readonly string[], identity: CheckpointIdentity) {
    return new TlcCheckpoint(join(parent, `tlc-${digestOf(question).slice(0, 16)}`), identity);
  }

  /**
   * Does `work` while no other process works on the checkpoint; it is given what to call with the
   * number of each process that does so as well.
   *
   * @throws Diagnostic `process/folder-in-use`, `tlc/checkpoint-not-written`; whatever `work` throws
   */
  async held<Result>(work: (alsoBy: (pid: number) => void) => Promise<Result>): Promise<Result> {
    const hold = await holdFolder(this.folder, "the checkpoint").catch((error: unknown) => {
      if (error instanceof Diagnostic) throw error;
      throw checkpointNotWritten(this.folder, reasonOf(error), error);
    });
    try {
      return await work(hold.alsoBy);
    } finally {
      hold.release();
    }
  }

  /**
   * Makes the folder ready for a run.
   *
   * @throws Diagnostic `tlc/other-checkpoint` when there is one of something else, which stays as it is;
   * `tlc/checkpoint-unreadable`, `tlc/checkpoint-not-written`
   */
  async prepare(): Promise<CheckpointPlace> {
    await this.#refuseOthers();
    const states = join(this.folder, "states");
    const recover = await wholeRun(states);
    try {
      if (recover === null) await rm(states, { recursive: true, force: true });
      await mkdir(states, { recursive: true });
      const manifest = { schema: SCHEMA, ...this.identity };
      await writeAtomic(join(this.folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
    } catch (error) {
      throw checkpointNotWritten(this.folder, reasonOf(error), error);
    }
    return { states, recover };
  }

  async #refuseOthers(): Promise<void> {
    const file = join(this.folder, MANIFEST);
    const text = await readFile(file, "utf8").catch(() => null);
    if (text === null) return;
    let json: unknown = null;
    try {
      json = JSON.parse(text);
    } catch {
      // It is no manifest then.
    }
    const manifest = manifestSchema.safeParse(json);
    if (!manifest.success) throw checkpointUnreadable(placeAt(file, text, 0), this.folder);
    for (const part of ["model", "configuration", "jar", "fingerprintIndex"] as const) {
      if (manifest.data[part] === this.identity[part]) continue;
      const place = placeAt(file, text, text.indexOf(`"${part}"`));
      throw otherCheckpoint(words[part], place, this.folder);
    }
  }

  /** Takes it away: the run has come to its end. */
  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }
}

/**
 * The run in TLC's folder that can be resumed. TLC writes the parts of a checkpoint as `….tmp`
 * and then renames one after the other: while one of these is left the parts may be of two
 * checkpoints, and going on from them could miss states.
 */
async function wholeRun(states: string): Promise<string | null> {
  const runs = await readdir(states).catch((): readonly string[] => []);
  const [run] = runs;
  if (run === undefined || runs.length > 1) return null;
  const folder = join(states, run);
  const files = await readdir(folder).catch((): readonly string[] => []);
  const isWhole =
    files.includes("queue.chkpt") &&
    files.includes("vars.chkpt") &&
    !files.some((file) => file.endsWith("tmp"));
  return isWhole ? folder : null;
}
