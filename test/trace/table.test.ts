import { stripVTControlCharacters } from "node:util";
import { describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Config } from "../../spec/cpu/state.js";
import { policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { renderTrace } from "../../src/machine/trace/table/render.js";
import { behave, traceOf } from "./behaviour.js";

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;
const mainline: Config<unknown> = { platform: ideal, policy: policies.mainline, axes: noAxes };

const falseSwallow = traceOf(
  mainline,
  behave(mainline, [
    "raise(0, 0)",
    "deliver",
    "raise(0, 1)",
    "poll*3",
    "decide",
    "external",
    "deliver",
    "poll*3",
    "decide",
  ]),
  { policy: "mainline", property: "NoFalseSwallow" },
);

describe("a false swallow", () => {
  test("reads as a table", () => {
    expect(renderTrace(falseSwallow, { colour: false })).toBe(
      `
policy    mainline
platform  ideal: chain [2,1], 2 ips
property  NoFalseSwallow: no NMI that carries an unknown edge is swallowed
length    14 states, 13 events, 2 NMIs

 #  what happens                                 latch    slots  swallow_nmi  owed
──────────────────────────────────────────────────────────────────────────────────
    start                                        empty    .. .   false        no
 1  handler 0 slot 0: sends an NMI               known    x. .

NMI 1   ip 1, no NMI before it, not back-to-back
    carries the edge of handler 0 slot 0
 2  default_do_nmi takes the NMI, latch empties  empty    x. .   false        no
 3  handler 0 slot 1: sends an NMI               known    xx .
 4  handler 0 polls slot 0: claims its event              .x .
 5  handler 0 polls slot 1: claims its event              .. .
 6  handler 1 polls slot 0: nothing
 7  handled = 2: swallow_nmi = true                              true
    kernel  silent
    truth   handled: 2 events claimed

running   ip 1
 8  unknown source: folds into the pending NMI   both

NMI 2   ip 1, last_nmi_rip 1, back-to-back
    carries the edges of handler 0 slot 1 and an unknown source
 9  default_do_nmi takes the NMI, latch empties  empty    .. .   true         no
10  handler 0 polls slot 0: nothing
11  handler 0 polls slot 1: nothing
12  handler 1 polls slot 0: nothing
13  handled = 0: b2b && swallow_nmi, swallowed                                yes
    kernel  silent
    truth   false swallow: an unknown edge was in it and is lost

NoFalseSwallow is violated:
unknown NMI at NMI 2 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged.
`.trim(),
    );
  });

  test("reads the same with colours, which are there only when asked for", () => {
    const plain = renderTrace(falseSwallow, { colour: false });
    const colourful = renderTrace(falseSwallow, { colour: true });
    expect(plain).not.toContain("\u001b");
    expect(colourful).toContain("\u001b[31mfalse swallow");
    const stripped = stripVTControlCharacters(colourful);
    expect(
      stripped
        .split("\n")
        .map((line) => line.trimEnd())
        .join("\n"),
    ).toBe(plain);
  });
});

test("a trace that ends within an NMI says so, and one without events is a start", () => {
  const within = traceOf(mainline, behave(mainline, ["external", "deliver", "poll"]), {
    policy: "mainline",
  });
  expect(renderTrace(within, { colour: false })).toContain(
    [
      " 3  handler 0 polls slot 0: nothing",
      "    kernel  silent",
      "    truth   the trace ends within this NMI",
      "",
      "no NMI was handled to its end.",
    ].join("\n"),
  );
  const nothing = traceOf(mainline, behave(mainline, []), { policy: "mainline" });
  expect(renderTrace(nothing, { colour: false }).split("\n").slice(-3)).toEqual([
    "    start         empty    .. .   false        no",
    "",
    "no NMI was handled to its end.",
  ]);
});

test("the memory of a policy of the user's own is told where it changes", () => {
  const counting: Policy<{ readonly unclaimed: number; readonly note: string }> = {
    initial: { unclaimed: 0, note: "\u009b31m" },
    enter: (memory) => memory,
    proceed: (memory) => ({ memory, walk: "on" }),
    finish: (memory) => ({
      memory: { ...memory, unclaimed: memory.unclaimed + 1, note: "\u009b1m" },
      unclaimed: "swallow",
    }),
  };
  const config = { platform: ideal, policy: counting, axes: noAxes };
  const path = behave(config, ["external", "deliver", "poll*3", "decide"]);
  const text = renderTrace(traceOf(config, path, { policy: "mine", builtIn: false }), {
    colour: false,
  });
  expect(text).toContain("policy    mine (not built in)");
  expect(text).toContain(
    [
      " 6  handled = 0: the policy swallows it                          yes",
      '    policy memory note: "\ufffd31m" -> "\ufffd1m"',
      "    policy memory unclaimed: 0 -> 1",
    ].join("\n"),
  );
  expect(text.endsWith("unknown NMI at NMI 1 was swallowed: the policy mine swallowed it.")).toBe(
    true,
  );
});

test("no line of a table is wider than 100 columns, however long the chain", () => {
  const platform = {
    chain: [1, ...Array.from({ length: 62 }, () => 1), 64],
    rips: 10_000,
    sticky: true,
    shadow: true,
  } as const;
  const config: Config<unknown> = { platform, policy: policies.v5, axes: noAxes };
  const path = behave(config, [
    "execute(9999)",
    "raise(63, 63)",
    "raise(63, 62)",
    "raise(63, 61)",
    "raise(63, 60)",
    "raise(63, 63)",
    "external",
    "execute(10000)",
    "deliver",
    "poll*127",
    "decide",
    "external",
    "deliver",
    "poll*127",
    "decide",
  ]);
  const text = renderTrace(traceOf(config, path, { policy: "v5", property: "NoMasked" }), {
    colour: false,
  });
  expect(text.split("\n").filter((line) => line.length > 100)).toEqual([]);
  expect(text).toContain(
    [
      "platform  sticky+shadow: chain of 64 handlers with 127 slots, 10,000 ips",
      "          sticky: an event can happen again before it is claimed",
      "          shadow: the CPU can execute while an NMI is pending",
      "property  NoMasked: ",
    ].join("\n"),
  );
  expect(text).toContain(
    "carries 6 edges of handler 63 slot 63, handler 63 slot 62, handler 63 slot 61 and 2 more",
  );
});
