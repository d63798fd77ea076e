import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { findDocumentSchema } from "../../../src/analyses/find/document.js";
import { limitsDocumentSchema } from "../../../src/analyses/limits/document.js";
import { nmicheck } from "../../cli/nmicheck.js";
import { slice, wholly } from "../../slice.js";
import { kernels } from "../kernels.js";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-scenarios-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const home = { HOME: process.env.HOME ?? "", XDG_CACHE_HOME: process.env.XDG_CACHE_HOME ?? "" };

/** How many places of nmi.c the smallest change takes, on each platform. */
const smallestChanges = [
  ["sticky+shadow", 4],
  ["sticky", 2],
  ["ideal", 1],
  ["shadow", 3],
] as const;

describe.each(kernels)("nmi.c of Linux %s", (version) => {
  const engine = `linux:${version}`;

  test.each(
    slice(
      [
        ["mainline", 3],
        ["v5", 6],
      ] as const,
      2,
    ),
  )("shows every class of %s's false swallows", async (policy, classes) => {
    const args = ["find", "NoFalseSwallow", "--policy", policy, "--engine", engine, "--json"];
    const { exitCode, stdout } = await nmicheck(args, home);
    const document = findDocumentSchema.parse(JSON.parse(stdout));
    expect(document.classes).toHaveLength(classes);
    for (const { example } of document.classes) {
      expect(example.engines).toEqual([{ engine, verdict: "agrees" }]);
    }
    expect(exitCode).toBe(0);
  });

  test.each(wholly(smallestChanges))(
    "plays both runs of the pair on %s, and with the smallest change does as the best policy",
    async (platform, changes) => {
      const args = ["limits", "--platform", platform, "--engine", engine, "--checker", "explorer"];
      const { exitCode, stdout } = await nmicheck([...args, "--json", "--out", folder], home);
      const document = limitsDocumentSchema.parse(JSON.parse(stdout));
      for (const run of [document.pair?.reported, document.pair?.swallowed]) {
        expect(run?.engines).toEqual([{ engine, verdict: "agrees" }]);
      }
      const [best, never] = document.best;
      expect(best?.amendment).toHaveLength(changes);
      expect(never?.amendment?.map(({ name }) => name)).toEqual(["never-arm"]);
      const amended = document.best.flatMap(({ amendedKernels }) => amendedKernels);
      expect(amended).toHaveLength(2);
      for (const { conforms, edges } of amended) {
        expect(edges.covered).toBe(edges.total);
        expect(edges.total).toBeGreaterThan(100_000);
        expect(conforms).toBe(true);
      }
      expect(exitCode).toBe(0);
    },
  );
});
