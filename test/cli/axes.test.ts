import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-axes-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** What a person sees; a change of it is to be looked at, and the file written anew. */
function golden(name: string): Promise<string> {
  return readFile(join(packageRoot, "test", "cli", "golden", name), "utf8");
}

/** `npm run test:full` has the same table as a document. */
whole(
  "`axes`: the table of all axes, their sources and costs, and of the boards of two CPUs",
  async () => {
    const { exitCode, stdout } = await nmicheck(["axes"], env);
    expect(`${stdout}\n`).toBe(await golden("axes.txt"));
    expect(exitCode).toBe(0);
  },
);

test("`check --axes`: the scorecard, and which axes each violation needs", async () => {
  const out = join(folder, "traces");
  const { exitCode, stdout } = await nmicheck(
    ["check", "--axes", "--policy", "mainline", "--checker", "explorer", "--out", out],
    env,
  );
  const shown = stdout
    .replaceAll(out, "FOLDER")
    .replaceAll(/^ {2}.* trace /gm, "  nmicheck trace ");
  expect(`${shown.replaceAll(/`[^`]* (setup|prove)`/g, "`nmicheck $1`")}\n`).toBe(
    await golden("check-axes.txt"),
  );
  expect(exitCode).toBe(1);
});
