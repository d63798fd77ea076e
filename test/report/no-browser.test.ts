import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";

let nothing: string;
beforeAll(async () => {
  nothing = await mkdtemp(join(tmpdir(), "nmicheck-no-browser-"));
});
afterAll(() => rm(nothing, { recursive: true, force: true }));

test("where Chromium is missing and cannot be installed, `test:report` says what to do", async () => {
  // Without apt-get in its PATH it cannot install anything, whoever runs this.
  const script = join(packageRoot, "scripts", "test-report.js");
  const { exitCode, stderr, stdout } = await execa(process.execPath, [script], {
    env: { PATH: nothing },
    extendEnv: false,
    reject: false,
  });
  expect(stderr).toMatch(
    /^error: these Debian packages are missing: (chromium(?: fonts-dejavu-core)?)\n {2}→ as root on Debian 12 or later: apt-get update && apt-get install --yes \1$/,
  );
  expect(stdout).toBe("");
  expect(exitCode).toBe(3);
});
