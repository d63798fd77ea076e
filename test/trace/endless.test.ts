import { describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Config } from "../../spec/cpu/state.js";
import { policies } from "../../spec/policies/all.js";
import { itfText } from "../../src/machine/trace/itf.js";
import { builtInPolicy } from "../../src/machine/trace/known.js";
import { traceLength } from "../../src/machine/trace/length.js";
import { parseTrace } from "../../src/machine/trace/parse.js";
import type { CpuTrace } from "../../src/machine/trace/schema.js";
import { renderTrace } from "../../src/machine/trace/table/render.js";
import { traceText } from "../../src/machine/trace/trace-text.js";
import { verifyTrace } from "../../src/machine/trace/verify.js";
import { behave, testModel, traceOf } from "./behaviour.js";
import { diagnosticText } from "./diagnostic-text.js";

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;

/** An unknown source asks again and again, and is swallowed each time. */
const mainline: Config<unknown> = { platform: ideal, policy: policies.mainline, axes: noAxes };
const armed = ["raise(0, 0)", "raise(0, 1)", "external", "deliver", "poll*3", "decide", "external"];
const round = ["deliver", "poll*3", "decide", "external"];
const swallowing: CpuTrace = {
  ...traceOf(mainline, behave(mainline, [...armed, ...round]), {
    policy: "mainline",
    property: "RepeatedExternalReported",
  }),
  loop: 9,
};

/** An event is left behind, and nothing happens any more. */
const v5: Config<unknown> = { platform: ideal, policy: policies.v5, axes: noAxes };
const left = ["raise(0, 0)", "raise(1, 0)", "deliver", "poll*2", "decide"];
const stranding: CpuTrace = {
  ...traceOf(v5, behave(v5, left), { policy: "v5", property: "EveryEventHandled" }),
  loop: 6,
};

async function verifying(trace: CpuTrace): Promise<string> {
  const diagnostic = await diagnosticText(() => {
    const parsed = parseTrace(traceText(trace), "t.json");
    verifyTrace(parsed, builtInPolicy(parsed), testModel);
  });
  return diagnostic.split("\n")[0] ?? "";
}

test.each([swallowing, stranding])("a behaviour that never ends is confirmed", (trace) => {
  const parsed = parseTrace(traceText(trace), "t.json");
  expect(parsed.trace).toEqual(trace);
  expect(() => verifyTrace(parsed, builtInPolicy(parsed), testModel)).not.toThrow();
});

test("a state that comes again at the end of a cycle counts once", () => {
  expect(traceLength(swallowing)).toBe(15);
  expect(traceLength(stranding)).toBe(7);
});

describe("refused is a behaviour that", () => {
  test("does not come back", async () => {
    expect(await verifying({ ...swallowing, loop: 8 })).toBe(
      "error[trace/loop-open]: the last state of the trace is not the one after event 8, where its cycle should start.",
    );
    expect(await verifying({ ...swallowing, loop: 99 })).toBe(
      "error[trace/loop-open]: the last state of the trace is not the one after event 99, where its cycle should start.",
    );
  });

  test("does not say how it goes on", async () => {
    const { loop: _, ...ending } = swallowing;
    expect(await verifying(ending)).toBe(
      "error[trace/shape]: `loop` is missing: only a behaviour that never ends can violate RepeatedExternalReported.",
    );
  });

  test("is not fair", async () => {
    // The NMI that is pending at the end would be taken.
    expect(await verifying({ ...swallowing, loop: 15 })).toBe(
      "error[trace/loop-unfair]: the trace cannot go on so for ever: that would not be fair to deliver, as RepeatedExternalReported assumes.",
    );
  });

  test("meets the demand", async () => {
    expect(await verifying({ ...swallowing, property: "EveryEventHandled" })).toBe(
      "error[trace/property-holds]: the trace should violate EveryEventHandled, but what it demands happens.",
    );
  });
});

describe("in ITF", () => {
  test("the state at the end of a cycle stands once, and `loop` is where it goes on", () => {
    const itf = JSON.parse(itfText(swallowing));
    expect(itf.loop).toBe(9);
    expect(itf.states).toHaveLength(15);
  });

  test("where nothing happens any more, the last state comes again", () => {
    const itf = JSON.parse(itfText(stranding));
    expect(itf.loop).toBe(6);
    expect(itf.states).toHaveLength(7);
  });
});

describe("as a person reads it", () => {
  test("where the cycle starts, and where it goes on", () => {
    const text = renderTrace(swallowing, { colour: false });
    expect(text).toContain("length    15 states, 15 events, 2 NMIs");
    expect(text).toContain(
      [
        "running   ip 1",
        " 9  unknown source: sends an NMI                  unknown",
        "",
        "    ↻ the cycle starts here",
        "NMI 2   ip 1, last_nmi_rip 1, back-to-back",
      ].join("\n"),
    );
    expect(text.slice(text.indexOf("    ↻ the state"))).toBe(
      [
        "    ↻ the state is as after event 9 again: on with event 10, for ever",
        "",
        "RepeatedExternalReported is violated:",
        "unknown NMI at NMI 2 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged; from",
        "then on events 10 to 15 repeat for ever.",
      ].join("\n"),
    );
  });

  test("that nothing happens any more", () => {
    const text = renderTrace(stranding, { colour: false });
    expect(text.slice(text.indexOf("    ↻"))).toBe(
      [
        "    ↻ from here on nothing happens any more",
        "",
        "EveryEventHandled is violated:",
        "the event of handler 1 slot 0 is never claimed: its edge was spent on NMI 1, whose walk stopped",
        "after handler 0, and nothing happens any more.",
      ].join("\n"),
    );
  });
});
