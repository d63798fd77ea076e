import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";
import { engineAxes } from "../../../src/engines/kvm-host.js";
import { check, replay } from "../../../src/index.js";
import { explain } from "../../../src/machine/trace/explain.js";
import { isBoardTrace } from "../../../src/machine/trace/schema.js";
import { tellStory } from "../../../src/machine/trace/story.js";
import { reached } from "./reached.js";

const page = readFile(join(packageRoot, "docs", "model", "nmi-injection.md"), "utf8");

const drops = ["nmi-injection=drops"];
const again = ["nmi-injection=again"];

describe("the steps are as the page says", () => {
  test("drops: an edge within an NMI is lost, and its slot stays active", () => {
    expect(reached(drops, ["external", "deliver", "raise(1, 0)"])).toMatchObject({
      latched: false,
      active: [[false, false], [true]],
    });
    expect(reached(drops, ["external", "deliver", "external"])).toMatchObject({
      latchCarriesUnknown: false,
      owed: false,
    });
    expect(reached(drops, ["raise(1, 0)"])).toMatchObject({ latched: true });
  });

  test("drops: what comes after a fault is latched, for NMIs are unblocked", () => {
    const nesting = [...drops, "nesting=yes"];
    expect(reached(nesting, ["external", "deliver", "fault", "external"])).toMatchObject({
      latched: true,
    });
  });

  test("again: an NMI pends that carries nothing, once", () => {
    const NMI = ["external", "deliver", "reinject"];
    expect(reached(again, NMI)).toMatchObject({ latched: true, latchCarriesUnknown: false });
    expect(reached(again, [...NMI, "reinject"])).toBe("an NMI pends already");
    expect(reached(again, ["external", "reinject"])).toBe("the CPU is not in an NMI");
  });
});

test("an engine is told of what is lost, and not of what comes again", () => {
  expect(engineAxes({ "nmi-injection": "drops" })).toEqual({ "nmi-injection": "drops" });
  expect(engineAxes({ "nmi-injection": "again", touch: "yes" })).toEqual({ touch: "yes" });
});

async function violation(
  policy: "none" | "mainline",
  value: "drops" | "again",
  property: "NoSpurious" | "NoStranded",
) {
  const [found] = await check({
    policies: [policy],
    platforms: ["ideal"],
    axes: { "nmi-injection": value },
    properties: [property],
    checker: "explorer",
  });
  return found;
}

test("an NMI that is delivered again is reported, for one event does not arm", async () => {
  expect(await page).toContain("`NoSpurious`, 13 states under `mainline`");
  const found = await violation("mainline", "again", "NoSpurious");
  if (found?.verdict !== "violated") throw new Error("it is not reported");
  expect(found.length).toBe(13);
  expect(found.events).toContain("reinject");
  expect(await replay([found.trace])).toMatchObject([{ verdict: "agrees", nmis: 2 }]);
  if (isBoardTrace(found.trace)) throw new Error("it is of several CPUs");
  expect(explain(tellStory(found.trace))).toContain(
    "the hypervisor had delivered the NMI before it again",
  );
});

test("where edges are lost nothing is left to swallow", async () => {
  expect(await page).toContain("nothing is left to be swallowed");
  expect(await violation("none", "drops", "NoSpurious")).toMatchObject({ verdict: "holds" });
  const found = await violation("mainline", "drops", "NoStranded");
  if (found?.verdict !== "violated") throw new Error("no event is stranded");
  expect(found.events.join(" ")).toBe("raise(0, 0) deliver poll raise(0, 0) poll poll decide");
  expect(await replay([found.trace])).toMatchObject([{ verdict: "agrees", nmis: 1 }]);
});
