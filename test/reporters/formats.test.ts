import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv-draft-04";
import formats from "ajv-formats";
import { describe, expect, test } from "vitest";
import type { GateRun } from "../../src/gates/gate/outcome.js";
import { sarifReport } from "../../src/gates/reporters/sarif.js";
import { runs } from "./hostile-run.js";

const style = { colour: false, folder: "/p" };
const cases = Object.entries(runs);

describe("SARIF is valid by the schema of its standard", () => {
  // The schema of SARIF 2.1.0 (OASIS), as it comes with Microsoft's matchers.
  const file = createRequire(import.meta.url).resolve(
    "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json",
  );
  // One of its patterns is none where patterns are of Unicode.
  const ajv = new Ajv.default({ strict: false, allErrors: true, unicodeRegExp: false });
  formats.default(ajv);
  const validate = ajv.compile(JSON.parse(readFileSync(file, "utf8")));

  test.each(cases)("of a run that %s", (_, run) => {
    validate(JSON.parse(sarifReport(run, style)));
    expect(validate.errors ?? []).toEqual([]);
  });

  test("which sees what is wrong", () => {
    const log = sarifReport(first(), style).replace('"ruleId"', '"rule"');
    expect(validate(JSON.parse(log))).toBe(false);
  });
});

function first(): GateRun {
  const [run] = Object.values(runs);
  if (run === undefined) throw new Error("there is no run");
  return run;
}
