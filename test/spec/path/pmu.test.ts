import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { policies } from "../../../spec/policies/all.js";
import { packageRoot } from "../../../src/base/package/root.js";
import { checkLiveness } from "../../../src/checkers/liveness/check-liveness.js";
import { check, replay } from "../../../src/index.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { namedPlatform, type PlatformName } from "../../../src/machine/configuration/platform.js";
import { nmiLiveness } from "../../../src/machine/model/nmi-liveness.js";
import { nmiModel } from "../../../src/machine/model/nmi-model.js";
import { explainTrace } from "../../../src/machine/trace/explain-trace.js";
import { whyImpossible } from "../../../src/machine/trace/impossible.js";
import { reached as reachedWith } from "./reached.js";

const page = readFile(join(packageRoot, "docs", "model", "pmu.md"), "utf8");

type Value = "vanishing" | "stopped" | "late" | "window";

function modelOf(value: Value | "prompt", platform: PlatformName = "ideal") {
  return nmiModel({
    platform: namedPlatform(platform),
    axes: readAxes(value === "prompt" ? [] : [`pmu=${value}`]).machine,
    policy: policies.mainline,
  });
}

function reached(value: Value, texts: readonly string[], platform?: PlatformName) {
  return reachedWith([`pmu=${value}`], texts, platform);
}

const WALK = ["poll", "poll", "poll", "decide"];
const NMI = ["deliver", ...WALK];

describe("status bits that vanish", () => {
  test("an edge whose bit is gone is claimed by nobody, and is not of an unknown source", async () => {
    expect(await page).toContain("is *spurious*");
    const lost = ["raise(0, 0)", "vanish", ...NMI];
    expect(reached("vanishing", lost)).toMatchObject({
      handled: 0,
      outcome: "spurious",
      owed: false,
    });
    const both = ["raise(0, 0)", "vanish", "external", ...NMI];
    expect(reached("vanishing", both)).toMatchObject({ outcome: "reported" });
  });

  test("a bit can vanish between the edge and the look, until the handler has claimed it", () => {
    const taken = ["raise(0, 1)", "deliver", "poll", "vanish", "poll", "poll", "decide"];
    expect(reached("vanishing", taken)).toMatchObject({ outcome: "spurious" });
    const none = "no status bit of handler 0 is set";
    expect(reached("vanishing", ["vanish"])).toBe(none);
    expect(reached("vanishing", ["raise(1, 0)", "vanish"])).toBe(none);
    expect(reached("vanishing", ["raise(0, 0)", "deliver", "poll", "vanish"])).toBe(none);
  });

  test("of several bits any can vanish: events come in any order", () => {
    const first = reached("vanishing", ["raise(0, 0)", "vanish", "raise(0, 1)"]);
    const second = reached("vanishing", ["raise(0, 1)", "vanish", "raise(0, 0)"]);
    expect(first).toMatchObject({ active: [[false, true], [false]], latched: true });
    expect(second).toMatchObject({ active: [[true, false], [false]], latched: true });
  });
});

describe("a handler that was stopped", () => {
  test("it claims the next NMI in which it finds nothing, once", async () => {
    expect(await page).toContain("`IBS_STOPPED`");
    const stopped = ["raise(0, 0)", "vanish", ...NMI];
    expect(reached("stopped", stopped)).toMatchObject({ outcome: "handled", forgives: false });
    expect(reached("stopped", [...stopped, "external", ...NMI])).toMatchObject({
      outcome: "reported",
    });
  });

  test("it does so however late, and whatever it has claimed since: the button's NMI too", () => {
    const later = ["vanish", "raise(0, 0)", ...NMI, "execute(2)", "execute(1)"];
    expect(reached("stopped", later)).toMatchObject({ forgives: true });
    expect(reached("stopped", [...later, "external", ...NMI])).toMatchObject({
      handled: 0,
      outcome: "masked",
      owed: true,
      forgives: false,
    });
    const again = "no status bit of handler 0 is set, and it expects an NMI already";
    expect(reached("stopped", ["vanish", "vanish"])).toBe(again);
  });
});

test("perf stops its events outside of NMI context", () => {
  const within = ["raise(0, 0)", "deliver", "vanish"];
  expect(reached("stopped", within)).toMatch(/^the CPU is in an NMI/);
  expect(reached("vanishing", within)).toMatchObject({ active: [[false, false], [false]] });
});

describe("edges that come late", () => {
  const early = ["raise(1, 0)", "raise(0, 0)", ...NMI];

  test("an event is claimed in another NMI, and its edge comes when nothing is left of it", () => {
    expect(reached("late", early)).toMatchObject({ outcome: "handled", inFlight: true });
    const next = [...early, "execute(2)", "arrive", ...NMI];
    expect(reached("late", next)).toMatchObject({ outcome: "spurious", inFlight: false });
    expect(reached("window", next)).toMatchObject({ outcome: "handled", forgives: true });
  });

  test("an event whose edge is on its way is not stranded, and one edge is on its way at most", () => {
    const model = modelOf("late");
    const holds = model.invariants.find(({ name }) => name === "NoStranded")?.holds;
    const waiting = reached("late", ["raise(0, 0)", "raise(0, 1)"]);
    if (typeof waiting === "string") throw new Error(waiting);
    expect(waiting).toMatchObject({ latched: false, inFlight: true });
    expect(holds?.(waiting)).toBe(true);
    expect(holds?.({ ...waiting, inFlight: false })).toBe(false);
    expect(reached("late", ["arrive"])).toBe("no edge is on its way");
    expect(reached("late", ["raise(0, 0)", "raise(0, 1)", "arrive", "arrive"])).toBe(
      "no edge is on its way",
    );
  });

  test("only those of handler 0 are late", () => {
    expect(reached("late", ["raise(1, 0)"])).toMatchObject({ latched: true, inFlight: false });
  });
});

describe("perf's window", () => {
  const open = ["raise(0, 0)", "arrive", ...NMI];

  test("it opens with each event that is claimed, and hides what comes until it is over", async () => {
    expect(await page).toContain("100 ms");
    expect(reached("window", open)).toMatchObject({ forgives: true });
    const pressed = ["external", ...NMI];
    const hidden = [...open, ...pressed, ...pressed];
    expect(reached("window", hidden)).toMatchObject({ outcome: "masked", forgives: true });
    expect(reached("window", [...open, "lapse", ...pressed])).toMatchObject({
      outcome: "reported",
    });
  });

  test("it is longer than any edge is late", () => {
    const late =
      "an edge of handler 0 is on its way, or an NMI pends: no edge is later than the window is long";
    expect(reached("window", [...open, "raise(0, 0)", "lapse"])).toBe(late);
    expect(reached("window", [...open, "external", "lapse"], "shadow")).toBe(late);
    expect(reached("window", ["lapse"])).toBe("handler 0 claims no more than its events");
    expect(reached("window", [...open, "external", "deliver", "lapse"])).toMatch(/^the CPU is in/);
  });
});

test("each step says without which axis it is not there", () => {
  const state = modelOf("prompt").initial();
  const why = (name: "vanish" | "arrive" | "lapse") =>
    whyImpossible(namedPlatform("ideal"), state, { name, parameters: {} });
  expect(why("vanish")).toBe(
    "no status bit vanishes without the axis pmu=vanishing or pmu=stopped",
  );
  expect(why("arrive")).toBe("no edge is late without the axis pmu=late or pmu=window");
  expect(why("lapse")).toBe("there is no window without the axis pmu=window");
});

describe("an NMI button, and no other event any more", () => {
  const name = "RepeatedExternalReported";

  async function silentCycle(value: Value, policy: keyof typeof policies) {
    const platform = namedPlatform("ideal");
    const axes = readAxes([`pmu=${value}`]).machine;
    const model = nmiModel({ platform, axes, policy: policies[policy] });
    const answer = (await checkLiveness(model, [nmiLiveness(name, { platform })])).answers.get(
      name,
    );
    if (answer?.answer !== "violated") return answer?.answer;
    return answer.path.steps.slice(answer.path.loop).map(({ event }) => event.name);
  }

  test("a handler that was stopped claims one press; a window each one within it", async () => {
    expect(await silentCycle("stopped", "none")).toBe("holds");
    const pressed = await silentCycle("window", "none");
    expect(pressed).toContain("external");
    // No time passes where each press comes within the NMI of the last one.
    expect(pressed).not.toContain("execute");
    expect(pressed).not.toContain("lapse");
  });
});

test("a counterexample says where the edge came from, and is replayed on the reference engine", async () => {
  const [found] = await check({
    policies: ["mainline"],
    platforms: ["ideal"],
    axes: { pmu: "vanishing" },
    properties: ["NoSpurious"],
    checker: "explorer",
  });
  if (found?.verdict !== "violated") throw new Error("nobody is told of anything");
  expect(found.events).toEqual(["raise(0, 0)", "vanish", ...NMI]);
  expect(explainTrace(found.trace)).toContain("no status bit any more when the handler looked");
  expect(await replay([found.trace])).toMatchObject([{ verdict: "agrees", nmis: 1 }]);
});
