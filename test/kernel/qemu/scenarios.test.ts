import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findDocumentSchema } from "../../../src/analyses/find/document.js";
import { limitsDocumentSchema } from "../../../src/analyses/limits/document.js";
import { nmicheck } from "../../cli/nmicheck.js";
import { whole } from "../../slice.js";
import { kernels } from "../kernels.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-scenarios-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const home = { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? "" };

describe.each(kernels)("a booted Linux %s", (version) => {
  const engine = `qemu:${version}`;

  test("shows every class of mainline's false swallows", async () => {
    const args = ["find", "NoFalseSwallow", "--policy", "mainline", "--engine", engine, "--json"];
    const { exitCode, stdout } = await nmicheck(args, home);
    const document = findDocumentSchema.parse(JSON.parse(stdout));
    expect(document.classes).toHaveLength(3);
    for (const { example } of document.classes) {
      expect(example.engines).toEqual([{ engine, verdict: "agrees" }]);
    }
    expect(exitCode).toBe(0);
  });

  whole("shows the same in both runs that nobody can tell apart", async () => {
    const args = ["limits", "--engine", engine, "--checker", "explorer", "--json"];
    const { exitCode, stdout } = await nmicheck([...args, "--out", folder], home);
    const { pair } = limitsDocumentSchema.parse(JSON.parse(stdout));
    for (const run of [pair?.reported, pair?.swallowed]) {
      expect(run?.engines).toEqual([{ engine, verdict: "agrees" }]);
    }
    expect(exitCode).toBe(0);
  });
});
