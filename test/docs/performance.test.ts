import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";

/** Runs a script of `bench/` that says whether the page is what was recorded. */
async function checked(script: string): Promise<{ exitCode?: number; stderr: string }> {
  const path = join(packageRoot, "bench", script);
  return await execa(process.execPath, [path, "--check"], { reject: false });
}

test.each(["growth-page.js", "explorers-page.js", "waits-page.js"])(
  "the page holds what was recorded: %s",
  async (script) => {
    const { exitCode, stderr } = await checked(script);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
  },
);

test("all checkers have the same states, and what is wanted of the explorer is reached", async () => {
  const page = await readFile(join(packageRoot, "docs", "performance.md"), "utf8");
  expect(page).toContain("| [3,3,3,3] | 15,595,764 | 125,198,821 |");
  for (const checker of ["explorer", "SPIN, 1 core", "Rumur, 2 threads", "TLC, 2 workers"]) {
    expect(page).toContain(`| ${checker} | 15,595,764 |`);
  }
  const ratios = [
    ...page.matchAll(/^\| .+ \| ([\d.]+) \| ([\d.]+) \| at (least|most) ([\d.]+) \|$/gm),
  ];
  expect(ratios.length).toBe(4);
  for (const [, , cpu, kind, wanted] of ratios) {
    const margin = Number(cpu) / Number(wanted);
    if (kind === "least") expect(margin).toBeGreaterThanOrEqual(1);
    else expect(margin).toBeLessThanOrEqual(1);
  }
});
