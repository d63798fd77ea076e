// Runs the tests under test/kernel/, which need a kernel: its source, or an image that boots.
// On Debian, as root, it installs what is missing; elsewhere it says what to install.

import { access, constants } from "node:fs/promises";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** What the tests call, and the Debian package that has it. `file` is a path where no program tells. */
const needed = [
  { program: "gcc", package: "gcc" },
  { program: "gcov", package: "gcc" },
  { program: "objcopy", package: "binutils" },
  { program: "dpkg-deb", package: "dpkg" },
  { program: "tar", package: "tar" },
  { program: "xz", package: "xz-utils" },
  { file: "/usr/include/stdio.h", package: "libc6-dev" },
  { program: "qemu-system-x86_64", package: "qemu-system-x86" },
  { program: "busybox", package: "busybox-static" },
  { program: "cpio", package: "cpio" },
  { program: "make", package: "make" },
];

/** Packages that nmicheck fetches by itself with `apt-get download`: apt must know them. */
const fetched = ["linux-source-6.1", "linux-source-6.12"];

async function exists(path, mode) {
  try {
    await access(path, mode);
    return true;
  } catch {
    return false;
  }
}

async function isThere({ program, file }) {
  if (file !== undefined) return exists(file, constants.R_OK);
  // A user's PATH often leaves out the folders of the programs for administration.
  const folders = [...(process.env.PATH ?? "").split(delimiter), "/usr/sbin", "/sbin"];
  const found = await Promise.all(
    folders.map((folder) => exists(join(folder, program), constants.X_OK)),
  );
  return found.includes(true);
}

async function aptKnows(name) {
  const shown = await execa("apt-cache", ["show", name], { reject: false, stdout: "ignore" });
  return shown.exitCode === 0;
}

const aptGet = (...args) =>
  execa("apt-get", args, { stdio: "inherit", env: { DEBIAN_FRONTEND: "noninteractive" } });

const there = await Promise.all(needed.map(isThere));
const missing = [...new Set(needed.filter((_, i) => !there[i]).map((need) => need.package))];
const hasApt = await isThere({ program: "apt-get" });
const isRoot = process.getuid?.() === 0;
const unknown = hasApt ? (await Promise.all(fetched.map(aptKnows))).some((known) => !known) : false;

if (missing.length > 0 || unknown) {
  if (!hasApt || !isRoot) {
    console.error(
      missing.length > 0
        ? `error: these Debian packages are missing: ${missing.join(" ")}`
        : `error: apt knows no package for one of: ${fetched.join(" ")}`,
    );
    const install = missing.length > 0 ? ` && apt-get install --yes ${missing.join(" ")}` : "";
    console.error(`  → as root on Debian 12 or later: apt-get update${install}`);
    process.exit(3);
  }
  await aptGet("update");
  if (missing.length > 0) {
    await aptGet("install", "--yes", "--no-install-recommends", ...missing);
  }
}

const tests = await execa(
  process.execPath,
  [
    join(root, "scripts", "test.js"),
    "--config",
    "vitest.kernel.config.ts",
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit", reject: false },
);
process.exitCode = tests.exitCode ?? 1;
