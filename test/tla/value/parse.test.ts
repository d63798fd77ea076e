import fc from "fast-check";
import { beforeAll, describe, expect, test } from "vitest";
import { Diagnostic } from "../../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../../src/base/diagnostic/render.js";
import { TlaValueParser } from "../../../src/compiler/tla/value/parse.js";
import { printValue } from "../../../src/compiler/tla/value/print.js";
import type { TlaValue } from "../../../src/compiler/tla/value/value.js";
import { whole } from "../../slice.js";

let parser: TlaValueParser;

beforeAll(async () => {
  parser = await TlaValueParser.load();
});

/** The diagnostic of a text, as a person sees it. */
function diagnosticOf(text: string): string {
  try {
    const value = parser.parse(text, "state 3, v");
    return `no fault: ${JSON.stringify(value)}`;
  } catch (error) {
    if (error instanceof Diagnostic) return renderDiagnostic(error);
    throw error;
  }
}

const zero = { kind: "integer", value: 0 } as const;
const yes = { kind: "boolean", value: true } as const;

describe("values as TLC 2.18 prints them in a counterexample", () => {
  // The texts are taken from its output, line breaks and blanks included.
  test.each<[string, TlaValue]>([
    ["TRUE", yes],
    ["-12", { kind: "integer", value: -12 }],
    [String.raw`"q\"uo\\te\n\ttab"`, { kind: "string", value: 'q"uo\\te\n\ttab' }],
    ["None", { kind: "modelValue", name: "None" }],
    ["<<>>", { kind: "tuple", items: [] }],
    ["<< >>", { kind: "tuple", items: [] }],
    ["{}", { kind: "set", items: [] }],
    ["1..3", { kind: "interval", low: 1, high: 3 }],
    [
      "{{}, {-2, 0}}",
      {
        kind: "set",
        items: [
          { kind: "set", items: [] },
          { kind: "set", items: [{ kind: "integer", value: -2 }, zero] },
        ],
      },
    ],
    [
      '<<0, <<"a">>>>',
      {
        kind: "tuple",
        items: [zero, { kind: "tuple", items: [{ kind: "string", value: "a" }] }],
      },
    ],
    [
      '[at |-> "polling", slot |-> -1]',
      {
        kind: "record",
        fields: [
          { name: "at", value: { kind: "string", value: "polling" } },
          { name: "slot", value: { kind: "integer", value: -1 } },
        ],
      },
    ],
    ["(0 :> TRUE)", { kind: "function", entries: [{ argument: zero, result: yes }] }],
    [
      "( 0 :> (0 :> TRUE) @@\n  1 :> (0 :> TRUE @@ 1 :> TRUE) )\n",
      {
        kind: "function",
        entries: [
          {
            argument: zero,
            result: { kind: "function", entries: [{ argument: zero, result: yes }] },
          },
          {
            argument: { kind: "integer", value: 1 },
            result: {
              kind: "function",
              entries: [
                { argument: zero, result: yes },
                { argument: { kind: "integer", value: 1 }, result: yes },
              ],
            },
          },
        ],
      },
    ],
  ])("%s", (text, value) => {
    expect(parser.parse(text, "v")).toEqual(value);
  });

  test("a long function, nested to the left by the grammar", () => {
    const entries = Array.from({ length: 300 }, (_, index) => `${index} :> ${index + 1}`);
    const value = parser.parse(`(${entries.join(" @@ ")})`, "v");
    expect(value.kind === "function" && value.entries[299]).toEqual({
      argument: { kind: "integer", value: 299 },
      result: { kind: "integer", value: 300 },
    });
  });
});

whole("every value is read back as it was printed", () => {
  const name = fc.stringMatching(/^[a-z][A-Za-z0-9_]{0,8}$/);
  const character = fc.constantFrom("a", "é", " ", '"', "\\", "\n", "\t", "\r", "\f", "=", "|");
  const { value } = fc.letrec<{ value: TlaValue }>((tie) => ({
    value: fc.oneof(
      { depthSize: "small", withCrossShrink: true },
      fc.record({ kind: fc.constant("boolean" as const), value: fc.boolean() }),
      fc.record({ kind: fc.constant("integer" as const), value: fc.integer() }),
      fc.record({
        kind: fc.constant("string" as const),
        value: fc.string({ unit: character }),
      }),
      fc.record({ kind: fc.constant("modelValue" as const), name: fc.constantFrom("None", "m1") }),
      fc.record({ kind: fc.constant("tuple" as const), items: fc.array(tie("value")) }),
      fc.record({ kind: fc.constant("set" as const), items: fc.array(tie("value")) }),
      fc.record({
        kind: fc.constant("record" as const),
        fields: fc.uniqueArray(fc.record({ name, value: tie("value") }), {
          minLength: 1,
          selector: (field) => field.name,
        }),
      }),
      fc.record({
        kind: fc.constant("function" as const),
        entries: fc.array(fc.record({ argument: tie("value"), result: tie("value") }), {
          minLength: 1,
        }),
      }),
    ),
  }));
  fc.assert(
    fc.property(value, (original) => {
      expect(parser.parse(printValue(original), "v")).toEqual(original);
    }),
    { numRuns: 100 },
  );
});

describe("what is no value is refused with its place", () => {
  test("a text cut off", () => {
    expect(diagnosticOf("(0 :> TRUE")).toBe(
      [
        "error[tla/value-syntax]: this is not a TLA+ value as TLC prints one: " +
          "it does not end as a value does.",
        "state 3, v:1:11",
        "  1 | (0 :> TRUE",
        "    |           ^",
      ].join("\n"),
    );
  });

  test("something missing, which the grammar would fix in silence", () => {
    expect(diagnosticOf("( 0 :> [a |-> 1] @@\n  1 :> [a |-> ] )")).toBe(
      [
        "error[tla/value-syntax]: this is not a TLA+ value as TLC prints one: " +
          "something is missing here.",
        "state 3, v:2:14",
        "  2 |   1 :> [a |-> ] )",
        "    |              ^",
      ].join("\n"),
    );
  });

  test.each([
    ["", "it does not end as a value does", "1:1"],
    ["1 2", "it is not understood from here", "1:3"],
    ["(0 :> (0 :> TRUE @@ 1 FALSE))", "it is not understood from here", "1:21"],
    ["<<a, [b |-> {TRUE,,}]>>", "it is not understood from here", "1:18"],
    ["TRUE\nx == FALSE", "there is more than one value", "2:1"],
    ["TRUE\n====\n---- MODULE Other ----", "there is more than one value", "2:1"],
    ["1 + 2", "an operator is applied where only a value can stand", "1:1"],
    ["-(-1)", "an operator is applied where only a negative integer can stand", "1:1"],
    ["(1)", "parentheses must hold a function, a :> b @@ c :> d", "1:2"],
    ["(0 :> 1 @@ 2 + 2)", "an entry of a function must be a :> b", "1:12"],
    ["[a |-> 1, a |-> 2]", "the record has two fields named a", "1:11"],
    [String.raw`"a\q"`, String.raw`the string has the unknown escape \q`, "1:1"],
    ["99999999999999999999", "99999999999999999999 is beyond the integers of TLC", "1:1"],
    [String.raw`<<\E x : x>>`, "unbounded quantification is no value", "1:3"],
    ["3.14", "real number is no value", "1:1"],
  ])("%s", (text, problem, place) => {
    const [message, where] = diagnosticOf(text).split("\n");
    expect(message).toBe(
      `error[tla/value-syntax]: this is not a TLA+ value as TLC prints one: ${problem}.`,
    );
    expect(where).toBe(`state 3, v:${place}`);
  });
});
