import { join } from "node:path";
import { expect, test } from "vitest";
import { writePins } from "../../src/gates/gate/pin-file.js";
import { project } from "./project.js";

test("gate/unwritable: pins in a folder that is not there", async () => {
  const file = join(project({}), "no", "mine.json");
  const pins = { gate: "mine", chain: [1], rips: 1, verdicts: {} };
  await expect(writePins(file, pins)).rejects.toMatchObject({
    code: "gate/unwritable",
    blame: "user",
    message: `${file} cannot be written: no such file or directory.`,
    remedy: "check that the folder is there, that you may write to it, and that the disk has room.",
  });
});
