import { chmod, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { errorsOf, runTool } from "../../../src/engines/linux/gcc.js";

const messages = `arch/x86/kernel/nmi.c: In function 'nmi_handle':
arch/x86/kernel/nmi.c:152:17: error: implicit declaration of function 'odd' [-Werror=implicit-function-declaration]
  152 |                 odd(a);
      |                 ^~~
arch/x86/kernel/nmi.c: At top level:
arch/x86/kernel/nmi.c:300:1: warning: 'io_check_error' defined but not used [-Wunused-function]
  300 | io_check_error(unsigned char reason, struct pt_regs *regs)
      | ^~~~~~~~~~~~~~
In file included from own/kernel.c:10:
headers/asm/nmi.h:42:1: error: unknown type name 'thing'
   42 | thing x;
      | ^~~~~
cc1: some warnings being treated as errors`;

test("of gcc's messages the errors are shown", () => {
  expect(errorsOf(messages)).toBe(
    `arch/x86/kernel/nmi.c:152:17: error: implicit declaration of function 'odd' [-Werror=implicit-function-declaration]
  152 |                 odd(a);
      |                 ^~~
headers/asm/nmi.h:42:1: error: unknown type name 'thing'
   42 | thing x;
      | ^~~~~`,
  );
});

test("at most twelve lines of them", () => {
  const many = Array.from({ length: 20 }, (_, i) => `nmi.c:${i}:1: error: no ${i}`).join("\n");
  const lines = errorsOf(many).split("\n");
  expect(lines).toHaveLength(13);
  expect(lines.at(-1)).toBe("(8 more lines)");
});

test("what has no error in it, the linker's messages for example, is shown as it is", () => {
  const linker = "ld: cannot find -lasan\ncollect2: error: ld returned 1 exit status";
  expect(errorsOf(`${linker}\n`)).toBe(linker);
});

test("a disk that is full while gcc writes is told of the cache, and not of the kernel", async () => {
  const cache = await mkdtemp(join(tmpdir(), "nmicheck-full-"));
  const making = join(cache, ".making-engine-0123");
  const programs = join(cache, "bin");
  try {
    await mkdir(making);
    await mkdir(programs);
    const gcc = join(programs, "gcc");
    const says =
      "Fatal error: can't write 72 bytes to section .text of kernel.o: 'No space left on device'";
    await writeFile(gcc, `#!/bin/sh\necho "${says}" >&2\nexit 1\n`);
    await chmod(gcc, 0o755);
    vi.stubEnv("PATH", programs);
    const toolchain = { tree: "/src/linux", folder: making, signal: undefined };
    await expect(runTool(toolchain, "gcc", [])).rejects.toMatchObject({
      code: "linux/cache",
      blame: "tool",
      message: `${cache} cannot be written: the disk is full.`,
      remedy: "make room or give permission there, or set XDG_CACHE_HOME to another folder",
    });
  } finally {
    vi.unstubAllEnvs();
    await rm(cache, { recursive: true });
  }
});
