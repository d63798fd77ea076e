// Runs the tests under test/kernel/, which need a kernel: its source, or an image that boots.
// On Debian, as root, it installs what is missing; elsewhere it says what to install.

import { requirePackages } from "./debian-packages.js";
import { runTests } from "./run-tests.js";

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
  { program: "java", package: "default-jre-headless" },
];

/** Packages that nmicheck fetches by itself with `apt-get download`: apt must know them. */
const fetched = ["linux-source-6.1", "linux-source-6.12"];

await requirePackages(needed, fetched);

await runTests("vitest.kernel.config.ts");
