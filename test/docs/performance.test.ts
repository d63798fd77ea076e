import { readFile } from "node:fs/promises";
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
  const page = await readFile(join(packageRoot, "docs", "performance.md"), "utf8");
  expect(page).toContain("| [3,3,3,3] | 15,595,764 | 125,198,821 |");
});
