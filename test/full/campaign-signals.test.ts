import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";
import { provisioned } from "../tlc/provisioned.js";

/**
 * A short slice of `npm run campaign:signals`. Other tests run beside it: nmicheck has three seconds
 * here where it has one there.
 */
test("commands that are interrupted end by the signal, soon, and leave nothing", async () => {
  await provisioned();
  const script = join(packageRoot, "scripts", "campaign-signals.js");
  const { exitCode, stdout, stderr } = await execa(process.execPath, [script, "5", "3", "3000"], {
    reject: false,
  });
  expect(exitCode, stderr).toBe(0);
  const { runs, interrupted, wrong } = JSON.parse(stdout);
  expect({ runs, wrong }).toEqual({ runs: 5, wrong: [] });
  expect(interrupted).toBeGreaterThan(2);
}, 120_000);
