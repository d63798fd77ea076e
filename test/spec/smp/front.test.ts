import { describe, expect, test } from "vitest";
import type { SmpState } from "../../../spec/board/state.js";
import { at } from "../../../spec/language.js";
import { policies } from "../../../spec/policies/all.js";
import { eventText } from "../../../src/checkers/explore/executable-model.js";
import { check, replay } from "../../../src/index.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { smpModel } from "../../../src/machine/model/smp-model.js";
import { explainOnBoard } from "../../../src/machine/trace/board/explain.js";
import { whyImpossibleOnBoard } from "../../../src/machine/trace/board/impossible.js";
import { isBoardTrace } from "../../../src/machine/trace/schema.js";

/** Where events bring several CPUs under mainline, or why one of them is not possible. */
function reached(axes: readonly string[], texts: readonly string[]): SmpState<unknown> | string {
  const platform = { ...namedPlatform("ideal"), chain: [1] as const, rips: 1 };
  const { machine, board } = readAxes(axes);
  if (board === null) throw new Error("there is one CPU");
  const asked = { platform, board, axes: machine, policy: policies.mainline };
  const model = smpModel(asked);
  let state: SmpState<unknown> = model.initial();
  for (const text of texts) {
    const event = model.events.find((one) => eventText(one) === text);
    if (event === undefined) throw new Error(`there is no event ${text}`);
    const next = model.apply(event, state);
    if (next === null) return whyImpossibleOnBoard(asked, state, event);
    state = next;
  }
  return state;
}

const rendezvous = ["front-handler=rendezvous", "cpus=2"];
const emergency = ["front-handler=emergency", "cpus=2"];

describe("a microcode update", () => {
  test("summons every CPU, and the first waits for the last", () => {
    const summoned = ["summonAll", "deliverOn(0)"];
    expect(reached(rendezvous, [...summoned, "decideOn(0)"])).toBe(
      "the CPU waits for another one that was summoned",
    );
    expect(reached(rendezvous, [...summoned, "deliverOn(1)", "decideOn(0)"])).toMatchObject({
      cpus: [
        { position: { at: "run" }, inFront: false, elsewhere: "taken" },
        { position: { at: "decide" }, inFront: true, summoned: false },
      ],
    });
  });

  test("a CPU in an NMI takes the summons for its next one, and is waited for", () => {
    const events = ["raiseOn(1, 0, 0)", "deliverOn(1)", "summonAll", "deliverOn(0)"];
    expect(reached(rendezvous, [...events, "pollOn(1)", "decideOn(1)", "decideOn(0)"])).toBe(
      "the CPU waits for another one that was summoned",
    );
  });

  test("an NMI that nested in it ends on its own, where the shared source's handler is taken", () => {
    const shared = ["nesting=yes", "shared-source=all", "shared-lock=skip"];
    const nested = ["summonAll", "deliverOn(0)", "faultOn(0)", "deliverOn(1)", "sharedEvent"];
    const left = ["nestOn(0)", "decideOn(0)", "decideOn(1)", "deliverOn(1)", "enterShared(1)"];
    const events = [...nested, ...left, "enterShared(0)", "decideOn(0)"];
    expect(reached([...rendezvous, ...shared], events)).toMatchObject({
      cpus: [{ outcome: "spurious", elsewhere: null }, {}],
    });
  });

  test("a summons that is lost is not waited for without end", () => {
    const drops = [...rendezvous, "nmi-injection=drops"];
    const events = ["raiseOn(1, 0, 0)", "deliverOn(1)", "summonAll", "deliverOn(0)", "decideOn(0)"];
    expect(reached(drops, events)).toMatchObject({
      cpus: [{ position: { at: "run" } }, { summoned: true, latched: false }],
    });
  });

  test("takes a press that was told to all CPUs from each of them", () => {
    const toAll = [...rendezvous, "nmi-routing=all"];
    const events = ["externalEdge", "summonAll", "deliverOn(0)", "deliverOn(1)"];
    const both = [{ elsewhere: "hidden" }, { elsewhere: "hidden" }];
    expect(reached(toAll, [...events, "decideOn(0)", "decideOn(1)"])).toMatchObject({ cpus: both });
  });

  test("is one at a time", () => {
    const again = "a CPU was summoned already, or has not left the rendezvous";
    expect(reached(rendezvous, ["summonAll", "summonAll"])).toBe(again);
    const inside = ["summonAll", "deliverOn(0)", "deliverOn(1)", "decideOn(0)"];
    expect(reached(rendezvous, [...inside, "summonAll"])).toBe(again);
    expect(reached(rendezvous, [...inside, "decideOn(1)", "summonAll"])).toBeTypeOf("object");
  });
});

describe("a crash", () => {
  test("shoots the other CPUs down, and they stay in their NMI", () => {
    const shot = reached(emergency, ["crashOn(0)", "deliverOn(1)"]);
    expect(shot).toMatchObject({ crashing: 0, cpus: [{ latched: false }, { inFront: true }] });
    expect(reached(emergency, ["crashOn(0)", "deliverOn(1)", "decideOn(1)"])).toBe(
      "the crash of CPU 0 has shot the CPU down",
    );
  });

  test("takes each NMI of the CPU that crashes, and that CPU goes on", () => {
    const once = ["crashOn(1)", "raiseOn(1, 0, 0)", "deliverOn(1)", "decideOn(1)"];
    const state = reached(emergency, once);
    if (typeof state === "string") throw new Error(state);
    expect(at(state.cpus, 1)).toMatchObject({
      position: { at: "run" },
      elsewhere: "taken",
      summoned: true,
      active: [[true]],
    });
  });

  test("lets a CPU end the NMI that it is in, and shoots it with the next", () => {
    const events = ["raiseOn(1, 0, 0)", "deliverOn(1)", "crashOn(0)", "pollOn(1)", "decideOn(1)"];
    expect(reached(emergency, [...events, "deliverOn(1)"])).toMatchObject({
      cpus: [{}, { inFront: true, handled: 0 }],
    });
  });

  test("does not stop a CPU whose NMI is lost", () => {
    const drops = [...emergency, "nmi-injection=drops"];
    const events = ["raiseOn(1, 0, 0)", "deliverOn(1)", "crashOn(0)", "pollOn(1)", "decideOn(1)"];
    expect(reached(drops, [...events, "executeOn(1, 1)"])).toMatchObject({
      crashing: 0,
      cpus: [{}, { position: { at: "run" }, latched: false, summoned: true }],
    });
  });

  test("happens once, and outside of an NMI", () => {
    expect(reached(emergency, ["crashOn(0)", "crashOn(1)"])).toBe(
      "the kernel crashes on CPU 0 already",
    );
    expect(reached(emergency, ["raiseOn(1, 0, 0)", "deliverOn(1)", "crashOn(1)"])).toContain(
      "the CPU is in an NMI",
    );
  });
});

test.each([
  ["rendezvous", "NoHidden", "externalEdge summonAll deliverOn(0) deliverOn(1) decideOn(0)"],
  [
    "rendezvous",
    "NoStranded",
    "raiseOn(0, 0, 0) summonAll deliverOn(0) deliverOn(1) decideOn(0) decideOn(1)",
  ],
  ["emergency", "NoHidden", "externalEdge crashOn(0) deliverOn(0) decideOn(0)"],
] as const)("%s: %s is violated on two CPUs", async (front, property, events) => {
  const [found] = await check({
    policies: ["mainline"],
    platforms: ["ideal"],
    chain: [1],
    rips: 1,
    axes: { "front-handler": front, cpus: "2" },
    properties: [property],
    checker: "explorer",
  });
  if (found?.verdict !== "violated") throw new Error(`${property} holds`);
  expect(found.events.join(" ")).toBe(events);
  expect(await replay([found.trace])).toMatchObject([{ verdict: "agrees" }]);
  if (property !== "NoHidden" || !isBoardTrace(found.trace)) return;
  expect(explainOnBoard(found.trace)).toContain(
    front === "rendezvous" ? "folded into the summons" : "the emergency handler of a crash",
  );
});

test("of what two CPUs have without it, a crash breaks NoHidden alone", async () => {
  const asked = { policies: ["mainline"], chain: [1], rips: 1, checker: "explorer" } as const;
  const verdicts = async (axes: Readonly<Record<string, string>>) => {
    const results = await check({ ...asked, axes: { cpus: "2", ...axes } });
    return new Map(
      results.map(({ platform, property, verdict }) => [`${platform.name} ${property}`, verdict]),
    );
  };
  const bare = await verdicts({});
  const crash = await verdicts({ "front-handler": "emergency" });
  const changed = [...crash].filter(
    ([question, verdict]) => (bare.get(question) ?? "holds") !== verdict,
  );
  expect(changed).toEqual(
    ["ideal", "sticky", "shadow", "sticky+shadow"].map((name) => [`${name} NoHidden`, "violated"]),
  );
});
