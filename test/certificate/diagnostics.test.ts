import { join } from "node:path";
import { expect, test } from "vitest";
import { writeCertificates } from "../../src/gates/certificate/store.js";
import { project } from "../gate/project.js";

test("certificate/unwritable: the folder is a file", async () => {
  const file = join(project({ taken: "" }), "taken");
  await expect(writeCertificates(new Map(), file)).rejects.toMatchObject({
    code: "certificate/unwritable",
    blame: "user",
    message: `certificates cannot be written to ${file}: file already exists.`,
    remedy: "name another folder with `--certificates FOLDER`.",
  });
});
