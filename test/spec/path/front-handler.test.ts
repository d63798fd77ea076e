import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { policies } from "../../../spec/policies/all.js";
import { packageRoot } from "../../../src/base/package/root.js";
import { eventText } from "../../../src/checkers/explore/executable-model.js";
import { check, replay } from "../../../src/index.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { nmiModel } from "../../../src/machine/model/nmi-model.js";
import { explain } from "../../../src/machine/trace/explain.js";
import { whyImpossible } from "../../../src/machine/trace/impossible.js";
import { isBoardTrace } from "../../../src/machine/trace/schema.js";
import { tellStory } from "../../../src/machine/trace/story.js";

const page = readFile(join(packageRoot, "docs", "model", "front-handler.md"), "utf8");

/** The state after these events, or why one is not possible. */
function reached(axes: readonly string[], texts: readonly string[]) {
  const platform = namedPlatform("ideal");
  const { machine } = readAxes(axes);
  const model = nmiModel({ platform, axes: machine, policy: policies.mainline });
  let state = model.initial();
  for (const text of texts) {
    const event = model.events.find((one) => eventText(one) === text);
    if (event === undefined) throw new Error(`there is no event ${text}`);
    const next = model.apply(event, state);
    if (next === null) return whyImpossible(platform, state, event, machine);
    state = next;
  }
  return state;
}

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
