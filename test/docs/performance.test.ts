import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/package/root.js";

test("the table and the plot of the growth are those of the recorded numbers", async () => {
  const script = join(packageRoot, "bench", "growth-page.js");
  const { exitCode, stderr } = await execa(process.execPath, [script, "--check"], {
    reject: false,
  });
  expect(stderr).toBe("");
  expect(exitCode).toBe(0);
});
