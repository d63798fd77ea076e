import { describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Config } from "../../spec/cpu/state.js";
import { policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { builtInPolicy } from "../../src/machine/trace/known.js";
import { parseTrace } from "../../src/machine/trace/parse.js";
import { traceText } from "../../src/machine/trace/trace-text.js";
import { verifyTrace } from "../../src/machine/trace/verify.js";
import { behave, testModel, traceOf } from "./behaviour.js";
import { diagnosticText } from "./diagnostic-text.js";

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;
const config: Config<unknown> = { platform: ideal, policy: policies.v5, axes: noAxes };
const events = ["execute(2)", "raise(0, 0)", "raise(1, 0)", "deliver", "poll*2", "decide"];
const trace = traceOf(config, behave(config, events), { policy: "v5", property: "NoStranded" });
const text = traceText(trace);

/** The first two lines of the diagnostic of a trace: what is wrong, and where. */
async function verifying(source: string, policy?: Policy<unknown>): Promise<readonly string[]> {
  const diagnostic = await diagnosticText(() => {
    const parsed = parseTrace(source, "t.json");
    verifyTrace(parsed, policy ?? builtInPolicy(parsed), testModel);
  });
  return diagnostic.split("\n").slice(0, 2);
}

/** `text` with one part replaced, in the line of an event (counted from 1) or the first that has it. */
function changed(part: string, replacement: string, event?: number): string {
  const lines = text.split("\n");
  const line =
    event === undefined ? lines.findIndex((other) => other.includes(part)) : eventLine(event) - 1;
  const before = lines[line];
  if (before?.includes(part) !== true) throw new Error(`no ${part} in line ${line + 1}`);
  return lines.with(line, before.replace(part, replacement)).join("\n");
}

/** The line of an event in the file, both counted from 1. */
function eventLine(event: number): number {
  return text.split("\n").findIndex((line) => line.includes('"events": [')) + 1 + event;
}

test("a trace of the model agrees with it", () => {
  const parsed = parseTrace(text, "t.json");
  expect(() => verifyTrace(parsed, builtInPolicy(parsed), testModel)).not.toThrow();
});

describe("what the trace says of itself", () => {
  test("another model", async () => {
    expect(
      await verifying(changed(`"sha256":"${"5".repeat(64)}"`, `"sha256":"${"6".repeat(64)}"`)),
    ).toEqual([
      "error[trace/other-model]: the trace is of another model: it was made with NMI (SHA-256 " +
        "666666666666…), and this is NMI (SHA-256 555555555555…).",
      "t.json:4:12",
    ]);
  });

  test("a policy that is not there", async () => {
    expect(await verifying(changed('"name":"v5"', '"name":"v6"'))).toEqual([
      "error[trace/unknown-policy]: the trace is of the built-in policy v6, which this nmicheck " +
        "does not have.",
      "t.json:5:21",
    ]);
    expect(await verifying(changed('"builtIn":true', '"builtIn":false'))).toEqual([
      "error[trace/user-policy]: the trace is of the policy v5, which does not come with nmicheck.",
      "t.json:5:21",
    ]);
  });

  test("a property that is not there, or that holds", async () => {
    expect(await verifying(changed('"NoStranded"', '"NoWorries"'))).toEqual([
      "error[trace/unknown-property]: the trace is of the property NoWorries, which this nmicheck " +
        "does not have.",
      "t.json:7:15",
    ]);
    expect(await verifying(changed('"NoStranded"', '"NoSpurious"'))).toEqual([
      "error[trace/property-holds]: the trace should violate NoSpurious, but it holds in " +
        "the last state.",
      "t.json:7:15",
    ]);
  });

  test("a platform under another name", async () => {
    expect(await verifying(changed('"sticky":false', '"sticky":true'))).toEqual([
      "error[trace/platform-name]: the platform is called ideal, but what is said of it is sticky.",
      "t.json:6:23",
    ]);
  });
});

describe("events that are not possible", () => {
  const impossible = async (event: number, part: string, replacement: string) => {
    const [message, place] = await verifying(changed(part, replacement, event));
    expect(place).toBe(`t.json:${eventLine(event)}:5`);
    return message?.replace("error[trace/impossible-event]: ", "");
  };

  test("an event of a slot that is active", async () => {
    expect(await impossible(3, '"handler":1,"slot":0', '"handler":0,"slot":0')).toBe(
      "event 3, raise(0, 0), is not possible there: the slot is active already, and the platform " +
        "is not sticky.",
    );
  });

  test("a handler, a slot, a place and a CPU that are not there", async () => {
    expect(await impossible(2, '"handler":0,"slot":0', '"handler":2,"slot":0')).toBe(
      "event 2, raise(2, 0), is not possible there: the chain [2,1] has no handler 2 with a slot 0.",
    );
    expect(await impossible(3, '"handler":1,"slot":0', '"handler":1,"slot":1')).toBe(
      "event 3, raise(1, 1), is not possible there: the chain [2,1] has no handler 1 with a slot 1.",
    );
    expect(await impossible(1, '"place":2', '"place":3')).toBe(
      "event 1, execute(3), is not possible there: the platform has the places 1 to 2.",
    );
    expect(await impossible(5, '"cpu":0', '"cpu":1')).toBe(
      "event 5, poll, is not possible there: the model has one CPU, number 0, and this is CPU 1.",
    );
  });

  test("an event at the wrong time", async () => {
    expect(await impossible(1, '"event":"execute","place":2', '"event":"deliver"')).toBe(
      "event 1, deliver, is not possible there: no NMI is pending.",
    );
    expect(await impossible(1, '"event":"execute","place":2', '"event":"poll"')).toBe(
      "event 1, poll, is not possible there: the CPU is not in an NMI.",
    );
    expect(await impossible(5, '"event":"poll"', '"event":"deliver"')).toBe(
      "event 5, deliver, is not possible there: the CPU is in an NMI, about to poll handler 0, slot 0.",
    );
    expect(await impossible(6, '"event":"poll"', '"event":"execute","place":1')).toBe(
      "event 6, execute(1), is not possible there: the CPU is in an NMI, about to poll handler 0, " +
        "slot 1.",
    );
    const shows = text.slice(
      text.indexOf(',"shows":'),
      text.indexOf("}}", text.indexOf('"shows":')) + 1,
    );
    expect(await impossible(7, `"event":"decide"`, '"event":"poll"').catch(() => shows)).toBe(
      shows,
    );
    expect(
      (await verifying(changed('"event":"decide"', '"event":"poll"', 7).replace(shows, "")))[0],
    ).toBe(
      "error[trace/impossible-event]: event 7, poll, is not possible there: the CPU is at the end " +
        "of an NMI, about to decide it.",
    );
    expect(
      await impossible(3, '"event":"raise","handler":1,"slot":0', '"event":"execute","place":1'),
    ).toBe(
      "event 3, execute(1), is not possible there: an NMI is pending, and the platform has no " +
        "interrupt shadow.",
    );
  });
});

describe("states and NMIs that are not the model's", () => {
  test("the initial state", async () => {
    expect(
      await verifying(changed('"initial": {"active":[[false', '"initial": {"active":[[true')),
    ).toEqual([
      "error[trace/initial-state]: the trace does not begin as the model does: active[0][0] is true " +
        "instead of false.",
      "t.json:8:26",
    ]);
  });

  test("a state, with everything in which it differs", async () => {
    const before = `"handled":1`;
    const [message, place] = await verifying(changed(before, '"handled":2', 5));
    expect(message).toBe(
      "error[trace/wrong-state]: event 5, poll, leads to another state in the model: handled is 2 " +
        "instead of 1.",
    );
    const column =
      (text.split("\n")[eventLine(5) - 1]?.indexOf(before) ?? 0) + '"handled":'.length + 1;
    expect(place).toBe(`t.json:${eventLine(5)}:${column}`);
    const memory = changed('{"swallowNmi":false}', '{"swallowed":false,"n":[1],"o":2}', 1);
    expect((await verifying(memory))[0]).toBe(
      "error[trace/wrong-state]: event 1, execute(2), leads to another state in the model: " +
        "policyMemory.swallowed is false instead of nothing, policyMemory.n is [1] instead of " +
        "nothing, policyMemory.o is 2 instead of nothing, and 1 more.",
    );
  });

  test("an outcome that was flipped", async () => {
    const [message, place] = await verifying(
      changed('"outcome":"handled"}}', '"outcome":"unknown"}}'),
    );
    // Only what the NMI shows was changed, not the state after it.
    expect(message).toBe(
      "error[trace/wrong-observation]: NMI 1 does not show what the trace says of it: outcome is " +
        '"unknown" instead of "handled".',
    );
    expect(place).toMatch(new RegExp(`^t.json:${eventLine(7)}:`));
  });

  test("a policy that breaks", async () => {
    const broken: Policy<unknown> = {
      ...policies.v5,
      finish: () => {
        throw new RangeError("index 3 is outside an array of 2 items");
      },
    };
    expect((await verifying(text, broken))[0]).toMatch(
      /^error\[explore\/model-error\]: the model failed in the event decide, in the state \{.*\} after 6 events\. RangeError: index 3 is outside an array of 2 items\.$/,
    );
  });
});
