import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { fromJson, type Json } from "../../../src/compiler/tla/value/json.js";
import { printValue } from "../../../src/compiler/tla/value/print.js";
import { TlaValueReader } from "../../../src/compiler/tla/value/reader.js";

let reader: TlaValueReader;

beforeAll(async () => {
  reader = await TlaValueReader.load();
});

describe("values of the generated modules", () => {
  test.each<[string, Json]>([
    ["TRUE", true],
    ["-3", -3],
    ['"falseSwallow"', "falseSwallow"],
    ["None", null],
    ["<<>>", []],
    ['[at |-> "polling", handler |-> 0, slot |-> 1]', { at: "polling", handler: 0, slot: 1 }],
    ["(0 :> (0 :> FALSE @@ 1 :> TRUE) @@ 1 :> (0 :> FALSE))", [[false, true], [false]]],
    ["(1 :> TRUE @@ 0 :> FALSE)", [false, true]],
  ])("%s", (text, json) => {
    expect(reader.read(text, "v")).toEqual(json);
  });

  test("every JSON value goes through TLA+ and back", () => {
    const name = fc.stringMatching(/^[a-z][A-Za-z0-9]{0,8}$/);
    const { json } = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { depthSize: "small" },
        fc.boolean(),
        fc.integer(),
        fc.constantFrom("run", 'with "quotes" and \\', ""),
        fc.constant(null),
        fc.array(tie("json")),
        fc.dictionary(name, tie("json"), { minKeys: 1, noNullPrototype: true }),
      ),
    }));
    fc.assert(
      fc.property(json, (value) => {
        expect(reader.read(printValue(fromJson(value)), "v")).toEqual(value);
      }),
      { numRuns: 100 },
    );
  });

  test("the same text is parsed once: the answer is the same object", () => {
    const text = "(0 :> (0 :> FALSE @@ 1 :> FALSE))";
    expect(reader.read(text, "state 1, active")).toBe(reader.read(text, "state 2, active"));
  });
});

describe("values that stand for nothing of a typed model", () => {
  function diagnosticOf(text: string): string {
    try {
      return JSON.stringify(reader.read(text, "state 2, active"));
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  test.each([
    ["{1}", "{1}", "a typed model has no sets"],
    ["0..1", "0..1", "a typed model has no sets"],
    ["<<1>>", "<<1>>", "an array counts from 0, a tuple from 1"],
    ["(1 :> TRUE)", "(1 :> TRUE)", "an array has the domain 0..n-1"],
    ["(0 :> 1 @@ 0 :> 2)", "(0 :> 1 @@ 0 :> 2)", "an array has the domain 0..n-1"],
    ["m1", "m1", "the only model value is None"],
  ])("%s", (text, printed, problem) => {
    expect(diagnosticOf(text)).toBe(
      `the TLA+ value ${printed} stands for no value of the typed model: ${problem}.`,
    );
  });

  test("the fault has its place and is not remembered as an answer", () => {
    for (let time = 0; time < 2; time++) {
      expect(() => reader.read("{1}", "state 2, active")).toThrow();
    }
    try {
      reader.read("{1}", "state 2, active");
    } catch (error) {
      expect(error instanceof Error && "place" in error && error.place).toEqual({
        file: "state 2, active",
        line: 1,
        column: 1,
        source: "{1}",
      });
    }
  });
});
