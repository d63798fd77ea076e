import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { expect, test } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";
import { builtProgram } from "../../../src/base/process/built-program.js";

test("the transcript in the documentation is what the reference engine says", async () => {
  const text = await readFile(join(packageRoot, "docs", "engine-protocol.md"), "utf8");
  const said = (mark: string) =>
    text
      .split("\n")
      .filter((line) => line.startsWith(`${mark} {`))
      .map((line) => line.slice(2));
  const requests = said(">");
  expect(requests.length).toBeGreaterThan(10);
  const engine = await execa(process.execPath, [builtProgram("src/engines/reference/main.ts")], {
    input: `${requests.join("\n")}\n`,
    lines: true,
  });
  expect(engine.stdout).toEqual(said("<"));
});
