import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { checkDocumentSchema } from "../../src/analyses/check/document.js";
import { reductionNames } from "../../src/checkers/packed/reductions.js";
import { nmicheck } from "../cli/nmicheck.js";
import { provisioned } from "../tlc/provisioned.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  const { jar } = await provisioned();
  folder = await mkdtemp(join(tmpdir(), "nmicheck-reduced-"));
  env = { TLA2TOOLS_JAR: jar.path, XDG_CACHE_HOME: join(folder, "cache"), TMPDIR: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** TLC's verdicts on every policy, platform and property, with the lengths of its counterexamples. */
async function verdicts(
  chain: string,
  rips: number,
  reductions: string,
): Promise<readonly string[]> {
  const { stdout } = await nmicheck(
    [
      ...["check", "--checker", "tlc", "--json", "--reductions", reductions],
      ...["--chain", chain, "--ips", String(rips)],
    ],
    env,
  );
  const { checker, results } = checkDocumentSchema.parse(JSON.parse(stdout));
  expect(checker.name).toBe("tlc");
  expect(results.every(({ certified }) => certified)).toBe(true);
  return results.map(({ policy, platform, property, verdict, trace }) =>
    [policy, platform.name, property, verdict, trace?.length ?? ""].join(" "),
  );
}

describe("TLC gives the same verdicts and shortest lengths with what it leaves out", () => {
  test.each(["1", "1,1", "2", "2,1"].flatMap((chain) => [1, 2].map((rips) => ({ chain, rips }))))(
    "[$chain], R = $rips",
    async ({ chain, rips }) => {
      const asWritten = await verdicts(chain, rips, "none");
      expect(asWritten).toHaveLength(48);
      // Each alone where all of them have something to leave out.
      const alone = chain === "1,1" && rips === 2 ? reductionNames : [];
      for (const reductions of ["all", ...alone]) {
        expect(await verdicts(chain, rips, reductions)).toEqual(asWritten);
      }
    },
    1_800_000,
  );
});
