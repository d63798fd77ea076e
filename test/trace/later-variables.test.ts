import { expect, test } from "vitest";
import { check } from "../../src/index.js";
import { withLaterVariables } from "../../src/machine/trace/later-variables.js";
import { parseTrace } from "../../src/machine/trace/parse.js";
import { traceText } from "../../src/machine/trace/trace-text.js";

/** A trace as it was written before there were the axes kvm-host, pmu and front-handler. */
function asBefore(text: string): string {
  const before = text
    .replaceAll(/"(guest|inFlight|forgives|summoned|inFront)": ?false,\s*/g, "")
    .replaceAll(/,\s*"crashing": ?null/g, "");
  expect(before).not.toBe(text);
  return before;
}

test.each([
  ["nesting=yes", { axes: { nesting: "yes" } }],
  ["cpus=2", { axes: { cpus: "2" }, chain: [1], rips: 1 }],
] as const)(
  "a trace that is older than an axis is read as one of today: %s",
  async (_, machine) => {
    const [found] = await check({
      policies: ["mainline"],
      platforms: ["ideal"],
      properties: ["NoMasked"],
      checker: "explorer",
      ...machine,
    });
    if (found?.verdict !== "violated") throw new Error("NoMasked holds");
    const text = traceText(found.trace);
    expect(parseTrace(asBefore(text), "t.json").trace).toEqual(found.trace);
  },
);

test("what is no trace, and states of the core, are left as they are", () => {
  const core = { initial: { rip: 1 }, events: [{ state: { rip: 1 } }, { event: "raise" }, 7] };
  for (const json of [null, 3, [], {}, { initial: {}, events: "none" }, core]) {
    expect(withLaterVariables(json)).toEqual(json);
  }
});
