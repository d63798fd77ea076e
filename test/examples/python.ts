import { execa } from "execa";

/** @throws Error that says what to install: these tests are about an engine in another language. */
export async function needPython(): Promise<void> {
  const python = await execa("python3", ["-c", "import sys; sys.exit(sys.version_info < (3, 9))"], {
    reject: false,
  });
  if (python.exitCode !== 0) {
    throw new Error(
      "python3 (3.9 or later) is needed by this test. On Debian: apt-get install python3",
    );
  }
}
