import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { generatedFiles } from "../../src/machine/generate/files.js";
import { findDrift, isClean, writeGenerated } from "../../src/machine/generate/folder.js";

const files = generatedFiles();
const committed = join(packageRoot, "generated");

test("generated/ is what the typed model compiles to, to the byte", async () => {
  const drift = await findDrift(committed, files);
  expect(drift).toEqual({ stale: [], missing: [], stray: [] });
});

describe("drift", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "nmicheck-drift-"));
    await cp(committed, folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test("a changed file is stale", async () => {
    await writeFile(join(folder, "NmiV5.tla"), `${files.get("NmiV5.tla")} `);
    expect(await findDrift(folder, files)).toEqual({
      stale: ["NmiV5.tla"],
      missing: [],
      stray: [],
    });
  });

  test("a file that is gone is missing", async () => {
    await rm(join(folder, "MCNmiNone.tla"));
    expect(await findDrift(folder, files)).toEqual({
      stale: [],
      missing: ["MCNmiNone.tla"],
      stray: [],
    });
  });

  test("a file that nothing generates is a stray, and is never removed", async () => {
    await writeFile(join(folder, "Mine.tla"), "my own");
    const drift = await findDrift(folder, files);
    expect(drift).toEqual({ stale: [], missing: [], stray: ["Mine.tla"] });
    await writeGenerated(folder, files, drift);
    expect((await findDrift(folder, files)).stray).toEqual(["Mine.tla"]);
  });

  test("writing fixes what is stale and missing", async () => {
    await writeFile(join(folder, "NmiV5.tla"), "");
    await rm(join(folder, "NmiNone.tla"));
    await writeGenerated(folder, files, await findDrift(folder, files));
    expect(isClean(await findDrift(folder, files))).toBe(true);
  });
});
