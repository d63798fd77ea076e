import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeFolder } from "../../../src/engines/linux/cache.js";

test("a full disk is a fault of the engine", async () => {
  const parent = await mkdtemp(join(tmpdir(), "nmicheck-cache-"));
  try {
    const full = makeFolder(join(parent, "whole"), async () => {
      throw Object.assign(new Error("ENOSPC: no space left on device"), { code: "ENOSPC" });
    });
    await expect(full).rejects.toMatchObject({
      code: "linux/cache",
      message: `${parent} cannot be written: the disk is full.`,
    });
  } finally {
    await rm(parent, { recursive: true });
  }
});
