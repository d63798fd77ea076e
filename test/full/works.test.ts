import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../src/base/package/root.js";

test("docs/machines.md says what each command does on each kind of machine", async () => {
  const script = join(packageRoot, "scripts", "works.js");
  const { exitCode, stdout } = await execa(process.execPath, [script, "--check"], {
    reject: false,
  });
  expect(exitCode, stdout).toBe(0);
});
