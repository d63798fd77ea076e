import { describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Config } from "../../spec/cpu/state.js";
import { policies } from "../../spec/policies/all.js";
import { parseTrace } from "../../src/machine/trace/parse.js";
import { MOST_EVENTS } from "../../src/machine/trace/schema.js";
import { traceText } from "../../src/machine/trace/trace-text.js";
import { behave, traceOf } from "./behaviour.js";
import { diagnosticText } from "./diagnostic-text.js";

const config: Config<unknown> = {
  platform: { chain: [1], rips: 1, sticky: false, shadow: false },
  axes: noAxes,
  policy: policies.none,
};
const trace = traceOf(config, behave(config, ["raise(0, 0)", "deliver", "poll", "decide"]), {
  policy: "none",
});
const text = traceText(trace);

const parsing = (source: string) => diagnosticText(() => parseTrace(source, "t.json"));

/** `text` with one part replaced, which must be there. */
function changed(part: string, replacement: string): string {
  if (!text.includes(part)) throw new Error(`no ${part} in the text`);
  return text.replace(part, replacement);
}

test("a trace is read as it was written", () => {
  expect(parseTrace(text, "t.json").trace).toEqual(trace);
});

test("places of values and of names are found", () => {
  const { place } = parseTrace(text, "t.json");
  expect(place(["events", 1, "event"])).toMatchObject({ line: 11, column: 14 });
  expect(place(["events", 1, "event"], "name")).toMatchObject({ line: 11, column: 6 });
  expect(place(["platform", "chain", 0])).toMatchObject({ line: 6, column: 40 });
  // What is not there is shown at the nearest place around it.
  expect(place(["events", 1, "shows", "claimed"])).toMatchObject({ line: 11, column: 5 });
});

describe("what is not JSON", () => {
  test("cut off at every place, a trace is refused, and the event is named", async () => {
    for (let length = 1; length < text.trimEnd().length; length += 1) {
      const diagnostic = await parsing(text.slice(0, length));
      expect(diagnostic).toMatch(/^error\[trace\/cut-off\]: the trace is cut off: the file ends /);
    }
    const half = text.indexOf('"event":"poll"') + '"event":"poll","cpu"'.length;
    expect(await parsing(text.slice(0, half))).toBe(
      [
        "error[trace/cut-off]: the trace is cut off: the file ends in event 3.",
        "t.json:12:26",
        '  12 |     {"event":"poll","cpu"',
        "     |                          ^",
        "  → copy the file again, or check again to have it written anew.",
      ].join("\n"),
    );
    expect(await parsing(text.slice(0, 20))).toContain("the file ends before its events.");
  });

  test.each([
    ["", "a value is expected here", "1:1"],
    ["nonsense", "this is no JSON", "1:1"],
    ['{"schema": }', "a value is expected here", "1:12"],
    ['{"a": 1,}', "the name of a field is expected here, in double quotes", "1:9"],
    ['{"a" 1}', "a colon is expected here", "1:6"],
    ['{"a": 1 "b": 2}', "a comma is expected here", "1:9"],
    ['{"a": 1}\n\n{', "the file should end here", "3:1"],
    ['{"a": "x\n"}', "this text has no closing quote", "1:7"],
    ["{// comment\n}", "there are no comments in JSON", "1:2"],
    [String.raw`{"a": "\q"}`, "this escape is unknown", "1:7"],
    [String.raw`{"a": "\u12"}`, String.raw`this \u escape is malformed`, "1:7"],
    ['{"a": 1.}', "this number is malformed", "1:7"],
  ])("%s", async (source, problem, place) => {
    const [message, where] = (await parsing(source)).split("\n");
    expect(message).toBe(`error[trace/not-json]: the trace is not JSON: ${problem}.`);
    expect(where).toBe(`t.json:${place}`);
  });

  test("nested without end", async () => {
    expect(await parsing("[".repeat(500_000))).toBe(
      "error[trace/too-deep]: t.json is nested too deeply to be a trace.\n" +
        "  → check again: `node dist/cli.js check --out DIR` writes traces of the model as it is now.",
    );
  });
});

describe("what is no trace", () => {
  test("JSON of something else", async () => {
    for (const source of ["[]", "null", '{"name": "nmicheck"}', '{"schema": 1}']) {
      expect(await parsing(source)).toBe(
        [
          "error[trace/not-a-trace]: this is not a trace: it does not begin with an object that " +
            "has a `schema`.",
          "t.json:1:1",
          `  1 | ${source}`,
          "    | ^",
          "  → check again: `node dist/cli.js check --out DIR` writes traces of the model as it is now.",
        ].join("\n"),
      );
    }
  });

  test("a newer schema", async () => {
    expect(await parsing(changed("nmicheck.trace/1", "nmicheck.trace/3"))).toBe(
      [
        "error[trace/schema-version]: the trace is written in nmicheck.trace/3; this nmicheck reads " +
          "nmicheck.trace/1 and nmicheck.trace/2.",
        "t.json:2:13",
        '  2 |   "schema": "nmicheck.trace/3",',
        "    |             ^",
        "  → use the version of nmicheck that wrote it: the field `nmicheck` names it.",
      ].join("\n"),
    );
  });

  test("a million events, in little time", async () => {
    const events = `[${"{},".repeat(1_000_000).slice(0, -1)}]`;
    const started = performance.now();
    const diagnostic = await parsing(`{"schema": "nmicheck.trace/1", "events": ${events}}`);
    expect(diagnostic.split("\n").slice(0, 2)).toEqual([
      "error[trace/too-long]: the trace has 1,000,000 events. More than 100,000 are not read.",
      "t.json:1:32",
    ]);
    expect(diagnostic.split("\n").at(-1)).toBe(
      "  → shorten it: any beginning of a behaviour is a behaviour.",
    );
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(MOST_EVENTS).toBe(100_000);
  });

  test("an unknown field, at its place", async () => {
    const event = changed('"event":"poll","cpu":0', '"event":"poll","slot":3,"cpu":0');
    expect(await parsing(event)).toBe(
      [
        "error[trace/shape]: `events[2]` has no field `slot`.",
        "t.json:12:21",
        `  12 | ${event.split("\n")[11]?.slice(0, 120)}…`,
        "     |                     ^",
        "  → schemas/nmicheck.trace-1.schema.json tells what a trace looks like.",
      ].join("\n"),
    );
    const top = await parsing(changed('"property": null', '"property": null,\n  "colour": 3'));
    expect(top.split("\n").slice(0, 2)).toEqual([
      "error[trace/shape]: a trace has no field `colour`.",
      "t.json:8:3",
    ]);
  });

  test.each([
    ['"event":"poll"', '"event":"pol"', /^`events\[2\]\.event` must be "raise" or "external" or /],
    ['"event":"poll",', "", /^`events\[2\]\.event` is missing\.$/],
    ['"rips":1', '"rips":"1"', /^`platform\.rips` must be a number\.$/],
    ['"rips":1', '"rips":1.5', /^`platform\.rips` must be a whole number\.$/],
    ['"rips":1', '"rips":0', /^`platform\.rips` must be at least 1\.$/],
    ['"rips":1', '"rips":70000', /^`platform\.rips` must be at most 65536\.$/],
    ['"chain":[1]', '"chain":[]', /^`platform\.chain\[0\]` is missing\.$/],
    ['"chain":[1]', '"chain":[-1]', /^`platform\.chain\[0\]` must be at least 1\.$/],
    ['"chain":[1]', '"chain":"1"', /^`platform\.chain` must be a list\.$/],
    [
      '"chain":[1]',
      `"chain":[1${",1".repeat(64)}]`,
      /^`platform\.chain` has more than 64 handlers\.$/,
    ],
    ['"sticky":false', '"sticky":0', /^`platform\.sticky` must be true or false\.$/],
    [
      '"property": null',
      '"property": ""',
      /^`property` must be a text without control characters\.$/,
    ],
    ['"name":"none"', '"name":"\\u001b[31m"', /^`policy\.name` must be a text without control /],
    ["5555", "zzzz", /^`model\.sha256` must be a SHA-256 in 64 hexadecimal digits\.$/],
    ['"initial": {', '"initial": 1, "was": {', /^`initial` must be an object\.$/],
  ])("%s → %s", async (part, replacement, problem) => {
    const [message] = (await parsing(changed(part, replacement))).split("\n");
    expect(message?.replace("error[trace/shape]: ", "")).toMatch(problem);
  });
});
