import { expect, test } from "vitest";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { launchFailure } from "../../src/checkers/tlc/launch-failure.js";

const launch = { jar: "/jars/mine.jar", heap: "9000g" };

function told(...lines: readonly string[]): string | null {
  const diagnostic = launchFailure(launch, lines);
  return diagnostic === null ? null : renderDiagnostic(diagnostic);
}

test("a heap that the machine does not have", () => {
  expect(
    told(
      "OpenJDK 64-Bit Server VM warning: INFO: os::commit_memory(0x00007f16c8000000, 966367641600, 0) failed; error='Not enough space' (errno=12)",
      "#",
      "# There is insufficient memory for the Java Runtime Environment to continue.",
    ),
  ).toBe(
    "error[tlc/heap-size]: Java refuses a heap of 9000g: There is insufficient memory for the Java Runtime Environment to continue.\n  → give a size as `--heap 512m` or `--heap 4g` that this machine has.",
  );
});

test("a jar for a newer Java", () => {
  expect(
    told(
      "Error: LinkageError occurred while loading main class tlc2.TLC",
      "\tjava.lang.UnsupportedClassVersionError: tlc2/TLC has been compiled by a more recent version of the Java Runtime (class file version 65.0)",
    ),
  ).toBe(
    "error[tlc/jar-without-tlc]: Java cannot run TLC (class tlc2.TLC) from /jars/mine.jar: java.lang.UnsupportedClassVersionError: tlc2/TLC has been compiled by a more recent version of the Java Runtime (class file version 65.0)\n  → name a jar that has TLC in it, or run `node dist/cli.js setup`.",
  );
});

test("a folder that TLC could not make: its exception carries a message", () => {
  expect(
    told(
      'Exception in thread "main" util.Assert$TLCRuntimeException: @!@!@STARTMSG 2163:0 @!@!@',
      "TLC could not make a directory /proc/states for the disk files it needs to write.",
      "@!@!@ENDMSG 2163 @!@!@",
      "\tat util.Assert.check(Assert.java:91)",
    ),
  ).toBe(
    "error[tlc/disk-error]: TLC could not read or write its files: TLC could not make a directory /proc/states for the disk files it needs to write.\n  → see that the folder in TMPDIR is writable and sound.",
  );
});

test("nothing that is known", () => {
  expect(told("", "Segmentation fault")).toBe(null);
});
