import { expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { policies } from "../../spec/policies/all.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import type { CpuTrace } from "../../src/machine/trace/schema.js";
import { briefEvents } from "../../src/report/brief-events.js";
import type { ReportCpuTrace } from "../../src/report/document.js";
import { wholeTrace } from "../../src/report/whole-trace.js";
import { behave, traceOf } from "../trace/behaviour.js";

const platform = namedPlatform("ideal");

/** Everything that a variable can do: become null and not null, true and false, and stay. */
function trace(): CpuTrace {
  const config = { platform, policy: policies.mainline, axes: noAxes };
  const events = [
    ...["raise(0, 0)", "raise(0, 1)", "deliver", "external", "poll*3", "decide"],
    ...["deliver", "poll*3", "decide", "execute(2)", "external", "deliver", "poll*3", "decide"],
    "execute(2)",
  ];
  return traceOf(config, behave(config, events), {
    policy: "mainline",
    property: "NoFalseSwallow",
  });
}

function reported(whole: CpuTrace): ReportCpuTrace {
  const { schema: _, nmicheck: __, ...rest } = whole;
  return {
    kind: "cpu",
    ...rest,
    id: "a",
    from: "check",
    command: "",
    engines: [],
    events: briefEvents(whole),
  };
}

test("a trace comes back whole from what changed in it", () => {
  const whole = trace();
  expect(wholeTrace(reported(whole), whole.nmicheck)).toEqual(whole);
});

test("a trace of a machine with axes comes back with all that only such a machine has", () => {
  const core = trace();
  const whole: CpuTrace = {
    ...core,
    axes: { "reason-port": "yes", nesting: "yes" },
    initial: { ...core.initial, serr: false, elsewhere: null },
    events: core.events.map((event, index) => ({
      ...event,
      state: { ...event.state, serr: index % 2 === 0, elsewhere: index < 3 ? null : "external" },
    })),
  };
  expect(wholeTrace(reported(whole), whole.nmicheck)).toEqual(whole);
});

test("the changes alone take less than half of the text", () => {
  const whole = trace();
  const brief = JSON.stringify(reported(whole).events).length;
  expect(brief * 2).toBeLessThan(JSON.stringify(whole.events).length);
});

test("only what changed is told", () => {
  const [first] = briefEvents(trace());
  expect(first).toEqual({
    event: "raise",
    handler: 0,
    slot: 0,
    cpu: 0,
    changed: { active: [[true, false], [false]], latched: true },
  });
});
