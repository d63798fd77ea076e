import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { buildLinuxEngine } from "../../../src/engine/linux/build.js";
import { mutants } from "../../../src/engine/linux/mutants.js";
import { provisionTree } from "../../../src/engine/linux/provision.js";
import type { KernelTree } from "../../../src/engine/linux/tree.js";
import { firstDifference, seededWalks } from "./seeded-walks.js";

const expected = seededWalks("mainline", 2_000);

describe.each(["6.1", "6.12"])("mutants of nmi.c of Linux %s", (name) => {
  let tree: KernelTree;
  let folder = "";
  beforeAll(async () => {
    tree = await provisionTree(name);
    folder = await mkdtemp(join(tmpdir(), "nmicheck-mutants-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test("the file as it stands does what the model does", async () => {
    const { command } = await buildLinuxEngine(tree);
    expect(await firstDifference(command, expected)).toBeNull();
  });

  test.each(mutants)("$name", async ({ edit, equivalent }) => {
    const { command } = await buildLinuxEngine(tree, {
      policies: ["mainline"],
      edits: [edit],
      folder,
    });
    const difference = await firstDifference(command, expected);
    if (equivalent === undefined) expect(difference).not.toBeNull();
    else expect(difference).toBeNull();
  });
});
