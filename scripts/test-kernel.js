// Runs the tests under test/kernel/, which need a kernel: its source, or an image that boots.
// On Debian, as root, it installs what is missing; elsewhere it says what to install.

import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { requirePackages } from "./debian-packages.js";

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

await requirePackages(needed, fetched);

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
