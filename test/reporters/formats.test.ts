import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import Ajv from "ajv-draft-04";
import formats from "ajv-formats";
import { Parser } from "tap-parser";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { GateRun } from "../../src/gate/outcome.js";
import { casesOf } from "../../src/reporters/findings.js";
import { sarifReport } from "../../src/reporters/sarif.js";
import { tapReport } from "../../src/reporters/tap.js";
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

describe("TAP is what a parser of TAP 14 reads", () => {
  test.each(cases)("of a run that %s", (_, run) => {
    const { points, complete } = read(tapReport(run, style));
    const wanted = casesOf(run);
    expect(complete).toMatchObject({
      ok: wanted.every(({ reasons }) => reasons.length === 0),
      count: wanted.length,
      bailout: false,
    });
    expect(complete.plan).toMatchObject({ start: 1, end: wanted.length });
    expect(points.map(({ ok, skip, todo }) => [ok, skip, todo])).toEqual(
      wanted.map(({ reasons }) => [reasons.length === 0, false, false]),
    );
    expect(points.map(({ diag }) => diag?.reasons ?? [])).toMatchObject(
      wanted.map(({ reasons }) =>
        reasons.map(({ code, message, details }) => ({ code, message, details })),
      ),
    );
  });

  test("of which a part is no pass", () => {
    const whole = tapReport(runs.passes ?? first(), style);
    const [version, plan] = whole.split("\n");
    expect(read(whole).complete.ok).toBe(true);
    expect(read(`${version}\n${plan}\n`).complete.ok).toBe(false);
  });
});

function first(): GateRun {
  const [run] = Object.values(runs);
  if (run === undefined) throw new Error("there is no run");
  return run;
}

const assertion = z.looseObject({
  ok: z.boolean(),
  skip: z.union([z.boolean(), z.string()]),
  todo: z.union([z.boolean(), z.string()]),
  diag: z.looseObject({ reasons: z.array(z.unknown()) }).nullable(),
});
const results = z.looseObject({
  ok: z.boolean(),
  count: z.number(),
  fail: z.number().optional(),
  bailout: z.union([z.boolean(), z.string()]),
  plan: z.looseObject({ start: z.number().nullable(), end: z.number().nullable() }),
});

/** What the parser, told to be strict, has read: the test points, and what it came to. */
function read(text: string) {
  const events = Parser.parse(text, { strict: true }).map((event): readonly unknown[] => [
    ...event,
  ]);
  const of = (name: string) => events.filter(([kind]) => kind === name).map(([, about]) => about);
  return {
    points: z.array(assertion).parse(of("assert")),
    complete: results.parse(of("complete")[0]),
  };
}
