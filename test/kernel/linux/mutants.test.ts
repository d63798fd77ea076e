import { rm } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { configurations } from "../../../src/engines/conform/matrix.js";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { mutants } from "../../../src/engines/linux/mutants.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import type { KernelTree } from "../../../src/engines/linux/tree.js";
import { slice } from "../../slice.js";
import { kernels } from "../kernels.js";
import { conformLinux } from "./conform-linux.js";
import { enginesFolder } from "./engines-folder.js";

const mainline = configurations().filter(({ policy }) => policy === "mainline");

describe.each(kernels)("mutants of nmi.c of Linux %s", (name) => {
  let tree: KernelTree;
  let folder = "";
  beforeAll(async () => {
    tree = await provisionTree(name);
    folder = await enginesFolder();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(slice(mutants, 9))("$name", async ({ edit, equivalent }) => {
    const { command } = await buildLinuxEngine(tree, {
      policies: ["mainline"],
      edits: [edit],
      folder,
    });
    const result = await conformLinux(command, { configurations: mainline, mostDivergences: 1 });
    // A kernel that deadlocks or panics is told apart by the engine's end.
    expect(result.conforms).toBe(equivalent !== undefined);
    if (equivalent === undefined) {
      expect(result.divergences.length + (result.failure === null ? 0 : 1)).toBe(1);
    } else {
      expect(result.edges.covered).toBe(result.edges.total);
    }
  });
});

test("there are enough of them, each with a name of its own", () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
  expect(new Set(mutants.map((mutant) => mutant.name)).size).toBe(mutants.length);
});
