import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { provisioned } from "../tlc/provisioned.js";

/** A short slice of `npm run campaign:gate`; with this seed nmicheck, TLC and the disk have their turn. */
test("gates under load, of which some are killed: no wrong answer, and nothing is left", async () => {
  await provisioned();
  const script = join(packageRoot, "scripts", "campaign-gate.js");
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script, "5", "3"], {
    reject: false,
  });
  expect(exitCode, stderr).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    runs: 5,
    wrong: [],
    left: [],
    brokenCacheEntries: [],
    lastRuns: ["right", "right", "right"],
    leftAfterTheNextStart: [],
  });
}, 300_000);
