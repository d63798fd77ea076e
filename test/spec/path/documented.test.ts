import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { SmpState } from "../../../spec/board/state.js";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import type { State } from "../../../spec/cpu/state.js";
import { policies } from "../../../spec/policies/all.js";
import { packageRoot } from "../../../src/base/package/root.js";
import { eventText } from "../../../src/checkers/explore/executable-model.js";
import { bareBoard } from "../../../src/machine/configuration/boards.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { nmiModel } from "../../../src/machine/model/nmi-model.js";
import { smpModel } from "../../../src/machine/model/smp-model.js";

/** What `docs/model/` says of steps in words is what the typed model does. */

const page = (name: string): Promise<string> =>
  readFile(join(packageRoot, "docs", "model", name), "utf8");

/** The state after these events on the machine with chain [1], 1 ip, or null where one is not possible. */
function reached(
  axes: readonly string[],
  events: readonly string[],
  platform: "ideal" | "sticky" = "ideal",
): State<unknown> | null {
  const model = nmiModel({
    platform: namedPlatform(platform, [1], 1),
    axes: readAxes(axes).machine,
    policy: policies.mainline,
  });
  let state: State<unknown> | null = model.initial();
  for (const text of events) {
    const event = model.events.find((one) => eventText(one) === text);
    if (event === undefined) throw new Error(`there is no event ${text}`);
    if (state === null) throw new Error(`an event before ${text} is not possible`);
    state = model.apply(event, state);
  }
  return state;
}

const NMI = ["deliver", "poll", "decide"];

describe("nesting", () => {
  test("*fault* is not possible while NMIs are unblocked already", async () => {
    expect(await page("nesting.md")).toContain(
      "*fault* is not possible while NMIs are unblocked already",
    );
    const faulted = ["external", "deliver", "fault"];
    expect(reached(["nesting=yes"], faulted)).toMatchObject({ unblocked: true });
    expect(reached(["nesting=yes"], [...faulted, "fault"])).toBeNull();
  });

  test("*nest* and a rerun leave NMIs unblocked, the end of the last run blocks them", async () => {
    expect(await page("nesting.md")).toContain("*nest* leaves NMIs unblocked, and so does");
    const nested = ["external", "deliver", "fault", "external", "nest"];
    expect(reached(["nesting=yes"], nested)).toMatchObject({ unblocked: true, nested: true });
    expect(reached(["nesting=yes"], [...nested, "fault"])).toBeNull();
    expect(reached(["nesting=yes"], [...nested, "external", "nest"])).toMatchObject({
      nested: true,
    });
    const rerun = [...nested, "poll", "decide"];
    expect(reached(["nesting=yes"], rerun)).toMatchObject({
      unblocked: true,
      nested: false,
      position: { at: "polling" },
    });
    expect(reached(["nesting=yes"], [...rerun, "poll", "decide"])).toMatchObject({
      unblocked: false,
      position: { at: "run" },
    });
  });
});

describe("a latch of depth 2", () => {
  const depth = ["latch-depth=2"];

  test("with both places full an edge folds into the second, with its ghost", async () => {
    expect(await page("latch-depth.md")).toContain(
      "With both places full another edge outside NMI context folds into the second NMI, and so does its ghost",
    );
    const full = reached(depth, ["raise(0, 0)", "external", "external"]);
    expect(full).toMatchObject({
      latched: true,
      latchCarriesUnknown: false,
      secondLatched: true,
      secondCarriesUnknown: true,
    });
  });

  test("*deliver* moves the second up, and an edge in an NMI folds into it", async () => {
    expect(await page("latch-depth.md")).toContain("*deliver* moves the second up");
    const taken = ["external", "external", "deliver"];
    expect(reached(depth, taken)).toMatchObject({ latched: true, secondLatched: false });
    expect(reached(depth, [...taken, "external"])).toMatchObject({
      latched: true,
      secondLatched: false,
    });
  });
});

test.each([
  ["reason-port.md", "*portError*", "reason-port=yes", "portError(serr)"],
  ["reason-port.md", "*portError*", "reason-port=yes", "portError(iochk)"],
  ["unknown-chain.md", "*ownEvent*", "unknown-chain=own", "ownEvent"],
])("%s: %s ignores *sticky*", async (name, step, axis, event) => {
  const text = await page(name);
  expect(text).toMatch(
    new RegExp(
      `${step.replaceAll("*", "\\*")} is not possible while .* on a \\*sticky\\* platform too`,
    ),
  );
  expect(reached([axis], [event], "sticky")).not.toBeNull();
  expect(reached([axis], [event, event], "sticky")).toBeNull();
  expect(reached([axis], ["raise(0, 0)", "raise(0, 0)"], "sticky")).not.toBeNull();
});

describe("how an NMI ends", () => {
  test.each([
    ["external", "reason-port=yes", ["portError(serr)"]],
    ["recognised", "unknown-chain=own", ["ownEvent"]],
  ])("%s: masked where it carries an unknown edge, and owed", (elsewhere, axis, source) => {
    const none = reached([axis], [...source, ...NMI]);
    expect(none).toMatchObject({ elsewhere, outcome: null, owed: false });
    const one = reached([axis], [...source, "external", ...NMI]);
    expect(one).toMatchObject({ elsewhere, outcome: "masked", owed: true });
    const next = reached([axis], [...source, "external", ...NMI, "external"]);
    expect(next).toMatchObject({ elsewhere: null, outcome: null });
  });

  test("hidden has no outcome and is owed; taken is what carries no unknown edge", () => {
    const greedy = ["unknown-chain=greedy"];
    expect(reached(greedy, ["external", ...NMI])).toMatchObject({
      elsewhere: "hidden",
      outcome: null,
      owed: true,
    });
    // The second event is claimed with the first; its own NMI is nobody's.
    const empty = ["raise(0, 0)", "deliver", "raise(0, 0)", "poll", "decide", ...NMI];
    expect(reached(greedy, empty, "sticky")).toMatchObject({
      elsewhere: "taken",
      outcome: null,
      owed: false,
    });
  });

  test("the table says so", async () => {
    const rows = (await page("README.md")).split("\n");
    expect(rows).toContain(
      "| `external`, `recognised` | `masked` | null | set where it carries one |",
    );
    expect(rows).toContain("| `hidden` | null | there is none such: it is `taken` | set |");
    expect(rows).toContain("| `taken` | there is none such: it is `hidden` | null | as it was |");
  });

  test("the formulas of the properties are those of the typed model", async () => {
    const source = await readFile(join(packageRoot, "spec", "cpu", "properties.ts"), "utf8");
    const text = await page("README.md");
    const formulas = [...text.matchAll(/^- (No\w+): `(.*)`$/gm)];
    expect(formulas.map(([, name]) => name)).toEqual([
      "NoHidden",
      "NoForgottenSource",
      "NoNeedlessPanic",
    ]);
    const plain = (code: string): string => code.replaceAll("state.", "").replace(/\s+/g, "");
    for (const [, name = "", formula = ""] of formulas) {
      const [, body] = source.split(`function ${name}<`)[1]?.match(/return ([^;]*);/) ?? [];
      expect(plain(body ?? "")).toBe(plain(formula));
    }
  });
});

describe("several CPUs", () => {
  const configured = {
    platform: namedPlatform("ideal", [1], 1),
    policy: policies.none,
    board: { ...bareBoard, cpus: 2, sharedTo: "boot", portTo: "boot" },
  } as const;
  const model = smpModel(configured);

  function step(state: SmpState<unknown>, text: string): SmpState<unknown> {
    const event = model.events.find((one) => eventText(one) === text);
    const next = event === undefined ? null : model.apply(event, state);
    if (next === null) throw new Error(`${text} is not possible`);
    return next;
  }
  const outcomes = ({ cpus }: SmpState<unknown>) => cpus.map(({ outcome }) => outcome);

  /** Both CPUs stand where an NMI has just ended. */
  const ended: SmpState<unknown> = {
    ...model.initial(),
    cpus: model.initial().cpus.map((cpu) => ({ ...cpu, outcome: "spurious" as const })),
  };

  test.each([
    ["externalEdge", [null, "spurious"]],
    ["executeOn(1, 1)", ["spurious", null]],
    ["sharedEvent", [null, null]],
    ["systemError", [null, null]],
  ])("%s clears the outcomes of the CPUs that it happens to", async (event, left) => {
    expect(await page("smp.md")).toContain(
      "*sharedEvent*, *systemError*, *summonAll* and *crashOn* those of all CPUs, also of one that gets no edge",
    );
    const next = step(ended, event);
    expect(outcomes(next)).toEqual(left);
    // Only the boot CPU has got an edge.
    expect(next.cpus.map(({ latched }) => latched)).toEqual([!event.startsWith("execute"), false]);
  });

  test.each([
    ["rendezvous", "summonAll", [true, true]],
    ["emergency", "crashOn(0)", [false, true]],
  ] as const)("%s: %s clears the outcomes of all CPUs", (frontHandler, text, edges) => {
    const front = smpModel({ ...configured, axes: { ...noAxes, frontHandler } });
    const event = front.events.find((one) => eventText(one) === text);
    const next = event === undefined ? null : front.apply(event, ended);
    if (next === null) throw new Error(`${text} is not possible`);
    expect(outcomes(next)).toEqual([null, null]);
    expect(next.cpus.map(({ latched }) => latched)).toEqual(edges);
  });

  test("the poll of the shared source leaves the other CPU's outcome", async () => {
    expect(await page("smp.md")).toContain("clears the other CPUs' bits and leaves their outcomes");
    const delivered = step(step(model.initial(), "sharedEvent"), "deliverOn(0)");
    const other = delivered.cpus.map((cpu, index) =>
      index === 1 ? { ...cpu, outcome: "spurious" as const } : cpu,
    );
    const polled = step({ ...delivered, cpus: other }, "pollOn(0)");
    expect(polled.cpus.map(({ active }) => active)).toEqual([[[false]], [[false]]]);
    expect(outcomes(polled)).toEqual([null, "spurious"]);
  });

  test("`owed` is each CPU's own", async () => {
    expect(await page("smp.md")).toContain("`owed` is each CPU's own");
    const owing = ended.cpus.map((cpu, index) => ({ ...cpu, owed: index === 0, latched: true }));
    const events = ["deliverOn(1)", "pollOn(1)", "decideOn(1)"];
    const reported = events.reduce(step, { ...ended, cpus: owing });
    expect(reported.cpus.map(({ owed }) => owed)).toEqual([true, false]);
    expect(reported.cpus[1]?.outcome).toBe("spurious");
    const own = ["deliverOn(0)", "pollOn(0)", "decideOn(0)"].reduce(step, reported);
    expect(own.cpus[0]).toMatchObject({ outcome: "misattributed", owed: false });
  });
});
