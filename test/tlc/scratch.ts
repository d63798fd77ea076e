import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, vi } from "vitest";

/** The folder of the running test; it goes with the test, as do its environment variables. */
export interface Scratch {
  readonly folder: string;
}

/** A folder of its own for each test of the file. */
export function useScratch(): Scratch {
  const scratch = { folder: "" };
  beforeEach(async () => {
    scratch.folder = await mkdtemp(join(tmpdir(), "nmicheck-test-"));
  });
  afterEach(async () => {
    vi.unstubAllEnvs();
    await rm(scratch.folder, { recursive: true, force: true });
  });
  return scratch;
}
