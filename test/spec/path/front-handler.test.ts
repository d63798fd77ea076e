import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packageRoot } from "../../../src/base/package/root.js";
import { check, replay } from "../../../src/index.js";
import { explain } from "../../../src/machine/trace/explain.js";
import { isBoardTrace } from "../../../src/machine/trace/schema.js";
import { tellStory } from "../../../src/machine/trace/story.js";
import { reached } from "./reached.js";

const page = readFile(join(packageRoot, "docs", "model", "front-handler.md"), "utf8");

const rendezvous = ["front-handler=rendezvous"];
const emergency = ["front-handler=emergency"];
const NMI = ["summon", "deliver", "decide"];

describe("the steps are as the page says", () => {
  test("a rendezvous takes one NMI, an emergency each one", () => {
    expect(reached(rendezvous, NMI)).toMatchObject({ summoned: false, elsewhere: "taken" });
    expect(reached(rendezvous, [...NMI, "raise(0, 0)", "deliver"])).toMatchObject({
      position: { at: "polling" },
    });
    expect(reached(emergency, [...NMI, "raise(0, 0)", "deliver"])).toMatchObject({
      position: { at: "decide" },
      inFront: true,
    });
  });

  test("within an NMI a summons is for the next one", () => {
    expect(reached(rendezvous, ["raise(0, 0)", "deliver", "summon", "poll"])).toMatchObject({
      summoned: true,
      inFront: false,
      position: { at: "polling" },
    });
  });

  test("a CPU is summoned once at a time", () => {
    expect(reached(rendezvous, ["summon", "summon"])).toBe("the CPU was summoned already");
    expect(reached(rendezvous, ["summon", "deliver", "summon"])).toBe(
      "the CPU was summoned already",
    );
  });
});

test.each([
  ["NoStranded", "raise(0, 0) summon deliver decide", "is stranded"],
  ["NoHidden", "external summon deliver decide", "folded into the summons"],
] as const)("%s: what is folded into a summons is lost", async (property, events, why) => {
  expect(await page).toContain(`\`${property}\`, 5 states`);
  const [found] = await check({
    policies: ["mainline"],
    platforms: ["ideal"],
    axes: { "front-handler": "rendezvous" },
    properties: [property],
    checker: "explorer",
  });
  if (found?.verdict !== "violated") throw new Error("nothing is lost");
  expect(found.events.join(" ")).toBe(events);
  expect(await replay([found.trace])).toMatchObject([{ verdict: "agrees", nmis: 1 }]);
  if (isBoardTrace(found.trace)) throw new Error("it is of several CPUs");
  expect(explain(tellStory(found.trace))).toContain(why);
});
