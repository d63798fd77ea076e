import { mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";

test("where nothing can be installed, it is said what to install", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-path-"));
  try {
    await symlink(process.execPath, join(folder, "node"));
    const run = await execa("node", [join(packageRoot, "scripts", "test-kernel.js")], {
      env: { PATH: folder },
      extendEnv: false,
      reject: false,
    });
    expect(run.exitCode).toBe(3);
    expect(run.stdout).toBe("");
    // A machine that has libc's headers does not miss libc6-dev.
    const packages = "gcc binutils dpkg tar xz-utils[a-z0-9 -]*";
    expect(run.stderr).toMatch(
      new RegExp(
        `^error: these Debian packages are missing: ${packages}\n  → as root on Debian 12 or later: apt-get update && apt-get install --yes ${packages}$`,
      ),
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test("the tests of the report say the same", async () => {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-path-"));
  try {
    await symlink(process.execPath, join(folder, "node"));
    const run = await execa("node", [join(packageRoot, "scripts", "test-report.js")], {
      env: { PATH: folder },
      extendEnv: false,
      reject: false,
    });
    expect(run.exitCode).toBe(3);
    expect(run.stderr).toMatch(
      /^error: these Debian packages are missing: chromium[a-z -]*\n {2}→ as root on Debian 12 or later: apt-get update && apt-get install --yes chromium[a-z -]*$/,
    );
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
