import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { policies } from "../../../spec/policies/all.js";
import { packageRoot } from "../../../src/base/package/root.js";
import { eventText } from "../../../src/checkers/explore/executable-model.js";
import { checkLiveness } from "../../../src/checkers/liveness/check-liveness.js";
import { engineAxes, guestCalls } from "../../../src/engines/kvm-host.js";
import { check, replay } from "../../../src/index.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { namedPlatform, type PlatformName } from "../../../src/machine/configuration/platform.js";
import { nmiLiveness } from "../../../src/machine/model/nmi-liveness.js";
import { nmiModel } from "../../../src/machine/model/nmi-model.js";
import { reached as reachedWith } from "./reached.js";

const page = readFile(join(packageRoot, "docs", "model", "kvm-host.md"), "utf8");

function modelOf(value: "yes" | "touch", platform: PlatformName = "ideal") {
  return nmiModel({
    platform: namedPlatform(platform),
    axes: readAxes([`kvm-host=${value}`]).machine,
    policy: policies.mainline,
  });
}

function reached(value: "yes" | "touch", texts: readonly string[], platform?: PlatformName) {
  return reachedWith([`kvm-host=${value}`], texts, platform);
}

const NMI = ["deliver", "poll", "poll", "poll", "decide"];

describe("the steps are as the page says", () => {
  test("an NMI finds the CPU at place 1, wherever the host was before the VM entry", async () => {
    expect(await page).toContain("finds the CPU at place 1");
    expect(reached("yes", ["execute(2)", "runGuest"])).toMatchObject({ rip: 1, guest: true });
    const taken = ["execute(2)", "runGuest", "external", "deliver"];
    expect(reached("yes", taken)).toMatchObject({ lastNmiRip: 1, guest: false });
  });

  test("two NMIs are back-to-back though a guest ran in between", async () => {
    expect(await page).toContain("back-to-back for the kernel");
    const twice = ["runGuest", "external", ...NMI, "runGuest", "external", "deliver"];
    expect(reached("yes", twice)).toMatchObject({ backToBack: true });
    expect(reached("touch", twice)).toMatchObject({ backToBack: false });
  });

  test("touch: NMIs between which nothing ran stay back-to-back", () => {
    const pending = ["runGuest", "external", "deliver", "external", ...NMI.slice(1), "deliver"];
    expect(reached("touch", pending)).toMatchObject({ backToBack: true });
  });

  test("no host code is at place 1, a guest runs once, and not before an NMI that pends", async () => {
    expect(await page).toContain("*execute(1)* is not possible");
    const place = "no code of the host is at place 1, which is that of the VM exit";
    expect(reached("yes", ["execute(1)"])).toBe(place);
    expect(reached("yes", ["runGuest", "runGuest"])).toBe("a guest runs already");
    const pends = "an NMI is pending, and the platform has no interrupt shadow";
    expect(reached("yes", ["external", "runGuest"])).toBe(pends);
    expect(reached("yes", ["external", "runGuest"], "shadow")).toMatchObject({ guest: true });
    expect(reached("yes", ["runGuest", "execute(2)"])).toMatchObject({ rip: 2, guest: false });
  });
});

test("TDX: an NMI is handled before one that came earlier, whose handler then finds nothing", async () => {
  const [, run = ""] =
    /`(raise\(0, 0\) execute\(2\)[^`]*)` after a guest was entered/.exec(await page) ?? [];
  const model = nmiModel({
    platform: namedPlatform("shadow"),
    axes: readAxes(["kvm-host=yes", "latch-depth=2"]).machine,
    policy: policies.mainline,
  });
  const events = ["runGuest", ...(run.match(/\w+(\([^)]*\))?/g) ?? [])];
  const outcomes: unknown[] = [];
  let state = model.initial();
  for (const text of events) {
    const event = model.events.find((one) => eventText(one) === text);
    const next = event === undefined ? null : model.apply(event, state);
    if (next === null) throw new Error(`${text} is not possible`);
    state = next;
    if (text === "decide") outcomes.push(state.outcome);
  }
  expect(outcomes).toEqual(["handled", "spurious"]);
});

describe("an NMI button on a host whose guests run", () => {
  const name = "RepeatedExternalReported";

  /** The events of the cycle in which the button is never heard, or null where it is heard. */
  async function silentCycle(value: "yes" | "touch", platform: PlatformName) {
    const model = modelOf(value, platform);
    const property = nmiLiveness(name, { platform: namedPlatform(platform) });
    const answer = (await checkLiveness(model, [property])).answers.get(name);
    if (answer?.answer !== "violated") return answer?.answer;
    return answer.path.steps.slice(answer.path.loop).map(({ event }) => event.name);
  }

  test("one arming swallows every press, though a guest runs before each of them", async () => {
    const cycle = await silentCycle("yes", "ideal");
    expect(cycle).toContain("runGuest");
    expect(cycle).not.toContain("raise");
    expect(cycle).not.toContain("execute");
  });

  test("with touch only presses within each NMI are swallowed: no guest runs then", async () => {
    expect(await silentCycle("touch", "ideal")).not.toContain("runGuest");
    expect(await silentCycle("touch", "shadow")).toBe("holds");
  });
});

test("an engine is not told of a KVM host: a call says where its NMI finds the CPU", async () => {
  expect(engineAxes({ "kvm-host": "yes", nesting: "yes" })).toEqual({ nesting: "yes" });
  expect(engineAxes({ "kvm-host": "touch" })).toEqual({ touch: "yes" });
  expect(guestCalls(1, { kvmHost: "yes" })).toEqual([{ op: "execute", cpu: 1, rip: 1 }]);
  expect(guestCalls(0, { kvmHost: "touch" })).toEqual([
    { op: "touch", cpu: 0 },
    { op: "execute", cpu: 0, rip: 1 },
  ]);
  const [found] = await check({
    policies: ["mainline"],
    platforms: ["ideal"],
    axes: { "kvm-host": "yes" },
    properties: ["RepeatedExternalReported"],
    checker: "explorer",
  });
  if (found?.verdict !== "violated") throw new Error("the button is heard");
  expect(found.events).toContain("runGuest");
  expect(await replay([found.trace])).toMatchObject([{ verdict: "agrees", nmis: 2 }]);
});
