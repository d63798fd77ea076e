import { expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Config } from "../../spec/cpu/state.js";
import { mainline } from "../../spec/policies/mainline.js";
import { buildTrace } from "../../src/machine/trace/build.js";
import { type Behaviour, behave, testModel } from "../trace/behaviour.js";

// The comment above `if (b2b && __this_cpu_read(swallow_nmi))` in `default_do_nmi`
// (arch/x86/kernel/nmi.c, Linux 6.1 and 6.12) tells of two ways in which a real unknown NMI is
// lost. Both are behaviours of the model. Handler 0 stands for perf, its slots for two counters.

const linux: Config<unknown> = {
  platform: { chain: [2, 1], rips: 2, sticky: false, shadow: false },
  axes: noAxes,
  policy: mainline,
};

/** How each NMI of a behaviour ended: what the kernel showed, and what it was in truth. */
function endings(path: Behaviour) {
  const origin = {
    nmicheck: "0.1.0",
    model: testModel,
    policy: { name: "mainline", builtIn: true },
    platform: linux.platform,
    property: null,
  };
  return buildTrace(origin, path).events.flatMap((event) => {
    if (event.event !== "decide") return [];
    const { claimed, outcome, backToBack } = event.shows;
    return [{ claimed, backToBack, shown: outcome, truth: event.state.outcome }];
  });
}

test("an unknown NMI that folds into a perf NMI during another one is flagged as handled", () => {
  const path = behave(linux, [
    "raise(0, 0)",
    "deliver",
    "poll",
    // While the perf NMI is processed, another one comes in, and along with it an unknown one:
    // the two are combined into one.
    "raise(0, 0)",
    "external",
    "poll*2",
    "decide",
    "deliver",
    "poll*3",
    "decide",
  ]);
  expect(endings(path)).toEqual([
    { claimed: [1, 0], backToBack: false, shown: "handled", truth: "handled" },
    { claimed: [1, 0], backToBack: true, shown: "handled", truth: "masked" },
  ]);
  expect(path.steps.at(-1)?.state.owed).toBe(true);
});

test("an unknown NMI after a perf NMI with two events is eaten by the swallow logic", () => {
  const path = behave(linux, [
    "raise(0, 0)",
    "raise(0, 1)",
    "deliver",
    "external",
    "poll*3",
    "decide",
    "deliver",
    "poll*3",
    "decide",
  ]);
  expect(endings(path)).toEqual([
    { claimed: [2, 0], backToBack: false, shown: "handled", truth: "handled" },
    { claimed: [0, 0], backToBack: true, shown: "swallowed", truth: "falseSwallow" },
  ]);
  expect(path.steps.at(-1)?.state.owed).toBe(true);
});

test("the same unknown NMI is reported when the CPU ran in between", () => {
  const path = behave(linux, [
    "raise(0, 0)",
    "raise(0, 1)",
    "deliver",
    "poll*3",
    "decide",
    "execute(2)",
    "external",
    "deliver",
    "poll*3",
    "decide",
  ]);
  expect(endings(path).at(-1)).toEqual({
    claimed: [0, 0],
    backToBack: false,
    shown: "unknown",
    truth: "reported",
  });
});
