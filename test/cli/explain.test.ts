import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { explainDocumentSchema, explainJsonSchema } from "../../src/analyses/check/explanation.js";
import { packageRoot } from "../../src/base/package/root.js";
import { StateStore } from "../../src/checkers/packed/state-store.js";
import { VisitedSet } from "../../src/checkers/packed/visited-set.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-explain-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

describe("explain", () => {
  test("--packing shows where every part of a state is kept", async () => {
    const { exitCode, stdout } = await nmicheck(["explain", "--packing", "--chain", "12"], env);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("mainline on ideal, chain [12], 2 ips\n");
    expect(stdout).toContain("A state takes 30 bits, in 1 word of 32 bits.");
    expect(stdout).toContain("active[0][11]                 2     1  bit 11");
    expect(stdout).toContain("position                     14     4  bits 16 to 19");
    expect(stdout).not.toContain("symmetry");
  });

  test("--json is one document, and the published schema is the one of the code", async () => {
    const { stdout } = await nmicheck(["explain", "--json", "--policy", "v5"], env);
    const document = explainDocumentSchema.parse(JSON.parse(stdout));
    expect(document.packing?.words).toBe(1);
    expect(document.reductions?.map(({ name }) => name)).toContain("symmetry");
    const published = join(packageRoot, "schemas", "nmicheck.explain-2.schema.json");
    expect(await readFile(published, "utf8")).toBe(explainJsonSchema());
  });
});

describe("check", () => {
  const mainline = ["check", "--checker", "explorer", "--policy", "mainline"];

  test("--reductions leaves states out, and the head and the document say so", async () => {
    const args = [...mainline, "--platform", "ideal", "--property", "NoSpurious"];
    const plain = await nmicheck([...args, "--reductions", "none"], env);
    expect(plain.stdout).toContain("2 ips, embedded explorer (TLC");
    expect(plain.stdout).toContain(" 4,408 ");
    const reduced = await nmicheck([...args, "--reductions", "symmetry"], env);
    expect(reduced.stdout).toContain("embedded explorer with symmetry (TLC");
    expect(reduced.stdout).not.toContain(" 4,408 ");
    const { stdout } = await nmicheck([...args, "--reductions", "symmetry", "--json"], env);
    expect(JSON.parse(stdout).checker.reductions).toEqual(["symmetry"]);
  });

  test("--heap bounds the explorer, which says so", async () => {
    const args = [...mainline, "--platform", "ideal", "--property", "NoSpurious"];
    const { exitCode, stdout } = await nmicheck([...args, "--chain", "3,3,3", "--heap", "1m"], env);
    expect(stdout).toContain("NoSpurious: nothing found within 1 MiB of memory.");
    expect(exitCode).toBe(1);
  });

  whole("--save-explorer writes a module that runs", async () => {
    const file = join(folder, "explorer.mjs");
    const args = [...mainline, "--platform", "ideal", "--property", "NoSpurious"];
    const { exitCode } = await nmicheck([...args, "--save-explorer", file], env);
    expect(exitCode).toBe(0);
    const text = await readFile(file, "utf8");
    expect(text.split("\n")[0]).toBe("// mainline on ideal, chain [2,1], 2 ips; no reduction.");
    const { default: explorer } = await import(pathToFileURL(file).href);
    const free = (): void => {};
    const memory = {
      store: new StateStore(1, free),
      visited: new VisitedSet(1, 32, free),
    };
    const made = explorer(memory);
    const told: number[] = [];
    made.successors([0], (event: number) => told.push(event));
    expect(told.length).toBeGreaterThan(0);
  });

  whole(
    "--save-explorer wants one policy on one platform, and a file that can be written",
    async () => {
      const many = await nmicheck([...mainline, "--save-explorer", join(folder, "x.mjs")], env);
      expect(many.exitCode).toBe(2);
      expect(many.stderr).toBe(
        "error[check/one-explorer]: `--save-explorer` writes one explorer, and this is about 4.\n" +
          "  → give one policy and one platform, for example `--policy mainline --platform ideal`.",
      );
      const file = join(folder, "none", "x.mjs");
      const args = [...mainline, "--platform", "ideal", "--save-explorer", file];
      const unwritable = await nmicheck(args, env);
      expect(unwritable.exitCode).toBe(2);
      expect(unwritable.stderr).toContain(
        `error[check/explorer-not-written]: the explorer cannot be written to \`${file}\`: `,
      );
    },
  );

  test("an unknown reduction is refused by its name", async () => {
    const { exitCode, stderr } = await nmicheck(["check", "--reductions", "magic"], env);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("error[packed/unknown-reduction]: there is no reduction `magic`.");
  });
});
