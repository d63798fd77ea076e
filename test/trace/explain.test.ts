import { describe, expect, test } from "vitest";
import { noAxes } from "../../spec/cpu/no-axes.js";
import type { Platform } from "../../spec/platforms.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import { none } from "../../spec/policies/none.js";
import type { Policy } from "../../spec/policy.js";
import { explain, explainNmi } from "../../src/machine/trace/explain.js";
import { tellStory } from "../../src/machine/trace/story.js";
import { behave, traceOf } from "./behaviour.js";

const ideal: Platform = { chain: [2, 1], rips: 2, sticky: false, shadow: false };

function explained(
  policy: PolicyName,
  events: readonly string[],
  about: { readonly platform?: Platform; readonly property?: string } = {},
): string {
  const config = { platform: about.platform ?? ideal, policy: policies[policy], axes: noAxes };
  const property = about.property === undefined ? {} : { property: about.property };
  return explain(tellStory(traceOf(config, behave(config, events), { policy, ...property })));
}

const twoEvents = ["raise(0, 0)", "deliver", "raise(0, 1)", "poll*3", "decide"];
const unclaimed = ["deliver", "poll*3", "decide"];

describe("how the last NMI ended and why", () => {
  test("false swallow", () => {
    expect(explained("mainline", [...twoEvents, "external", ...unclaimed])).toBe(
      "unknown NMI at NMI 2 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged",
    );
  });

  test("false swallow, the flag being set anew by the second of three NMIs", () => {
    const events = [
      "raise(0, 0)",
      "raise(0, 1)",
      "deliver",
      "raise(1, 0)",
      "poll*3",
      "decide",
      "raise(0, 0)",
      "raise(0, 1)",
      "raise(1, 0)",
      "deliver",
      "external",
      "poll*3",
      "decide",
      ...unclaimed,
    ];
    expect(explained("mainline", events)).toBe(
      "unknown NMI at NMI 3 was swallowed: swallow_nmi was set at NMI 2 by 3 events, ip unchanged",
    );
  });

  test("false swallow, the flag having outlived an NMI that claimed one event", () => {
    const oneEvent = ["raise(0, 0)", "deliver", "external", "poll*3", "decide"];
    expect(
      explained("mainline", [
        "raise(0, 0)",
        "raise(0, 1)",
        "deliver",
        "poll*3",
        "decide",
        ...oneEvent,
        ...unclaimed,
      ]),
    ).toBe(
      "unknown NMI at NMI 3 was swallowed: swallow_nmi was set at NMI 1 by 2 events, ip unchanged",
    );
  });

  test("spurious because the walk ended before the event", () => {
    const policy: Policy<null> = {
      ...none,
      proceed: () => ({ memory: null, walk: "stop" }),
    };
    const config = { platform: ideal, policy, axes: noAxes };
    const path = behave(config, ["raise(1, 0)", "deliver", "poll*2", "decide"]);
    expect(explain(tellStory(traceOf(config, path, { policy: "mine", builtIn: false })))).toBe(
      "NMI 1 was reported as unknown, but no unknown NMI was sent: its edge came from handler 1 " +
        "slot 0, whose event the walk did not reach; the policy mine reported it",
    );
  });

  test("an event that a later NMI claims was not claimed before", () => {
    // Handlers are polled in back-to-back NMIs alone: the first NMI reaches nobody but handler 0.
    const policy: Policy<null> = {
      ...none,
      proceed: (_memory, seen) => ({ memory: null, walk: seen.backToBack ? "on" : "stop" }),
    };
    const config = { platform: ideal, policy, axes: noAxes };
    const path = behave(config, [
      "raise(1, 0)",
      "deliver",
      "poll*2",
      "decide",
      "external",
      "deliver",
      "poll*3",
      "decide",
    ]);
    const story = tellStory(traceOf(config, path, { policy: "mine", builtIn: false }));
    expect(story.nmis.map((nmi) => explainNmi(story, nmi))).toEqual([
      "NMI 1 was reported as unknown, but no unknown NMI was sent: its edge came from handler 1 " +
        "slot 0, whose event the walk did not reach; the policy mine reported it",
      "unknown NMI at NMI 2 was masked: 1 event claimed (handler 1 slot 0) in the same NMI, so " +
        "the kernel took it for handled",
    ]);
  });

  test("swallowed rightly", () => {
    expect(explained("mainline", [...twoEvents, ...unclaimed])).toBe(
      "NMI 2 was rightly swallowed: its edge came from handler 0 slot 1, whose event NMI 1 had " +
        "already claimed; swallow_nmi was set at NMI 1 by 2 events, ip unchanged",
    );
  });

  test("spurious under a policy that never swallows", () => {
    expect(explained("none", [...twoEvents, ...unclaimed])).toBe(
      "NMI 2 was reported as unknown, but no unknown NMI was sent: its edge came from handler 0 " +
        "slot 1, whose event NMI 1 had already claimed; the policy none reported it",
    );
  });

  test("spurious because the CPU ran on, as an interrupt shadow allows", () => {
    const shadow = { ...ideal, shadow: true };
    expect(
      explained("mainline", [...twoEvents, "execute(2)", ...unclaimed], { platform: shadow }),
    ).toBe(
      "NMI 2 was reported as unknown, but no unknown NMI was sent: its edge came from handler 0 " +
        "slot 1, whose event NMI 1 had already claimed; not swallowed because ip had changed " +
        "from 1 to 2",
    );
  });

  test("spurious because one event alone does not set swallow_nmi", () => {
    const sticky = { ...ideal, sticky: true };
    const events = ["raise(0, 0)", "deliver", "raise(0, 0)", "poll*3", "decide", ...unclaimed];
    expect(explained("mainline", events, { platform: sticky })).toBe(
      "NMI 2 was reported as unknown, but no unknown NMI was sent: its edge came from handler 0 " +
        "slot 0, whose event NMI 1 had already claimed; not swallowed because swallow_nmi was " +
        "not set",
    );
  });

  test("masked", () => {
    expect(explained("mainline", ["raise(0, 0)", "external", ...unclaimed])).toBe(
      "unknown NMI at NMI 1 was masked: 1 event claimed (handler 0 slot 0) in the same NMI, so " +
        "the kernel took it for handled",
    );
  });

  test("handled", () => {
    expect(explained("mainline", ["raise(1, 0)", "raise(0, 1)", ...unclaimed])).toBe(
      "NMI 1 was handled: 2 events claimed (handler 0 slot 1 and handler 1 slot 0)",
    );
  });

  test("reported, alone and together with an edge whose event is gone", () => {
    expect(explained("mainline", ["external", ...unclaimed])).toBe(
      "NMI 1 was rightly reported as unknown: its edge came from an unknown source",
    );
    expect(explained("none", [...twoEvents, "external", ...unclaimed])).toBe(
      "NMI 2 was rightly reported as unknown: an edge of an unknown source was folded into it, " +
        "and no handler claimed an event",
    );
  });

  test("misattributed", () => {
    const events = ["raise(0, 0)", "external", "deliver", "raise(0, 1)", "poll*3", "decide"];
    expect(explained("none", [...events, ...unclaimed])).toBe(
      "NMI 2 was reported as unknown in place of the one lost at NMI 1: its edge came from " +
        "handler 0 slot 1, whose event NMI 1 had already claimed",
    );
  });

  test("no NMI", () => {
    expect(explained("mainline", ["external"])).toBe("no NMI was handled to its end");
  });
});

describe("stranded events", () => {
  test("one, which the walk did not reach", () => {
    const events = ["raise(0, 0)", "raise(1, 0)", "deliver", "poll*2", "decide"];
    expect(explained("v5", events, { property: "NoStranded" })).toBe(
      "the event of handler 1 slot 0 is stranded: its edge was spent on NMI 1, whose walk " +
        "stopped after handler 0, and no NMI is pending",
    );
  });

  test("two", () => {
    const platform: Platform = { ...ideal, chain: [1, 2] };
    const events = ["raise(0, 0)", "raise(1, 0)", "raise(1, 1)", "deliver", "poll", "decide"];
    expect(explained("v5", events, { platform, property: "NoStranded" })).toBe(
      "the events of handler 1 slot 0 and handler 1 slot 1 are stranded: the edge of handler 1 " +
        "slot 0 was spent on NMI 1, whose walk stopped after handler 0, and no NMI is pending",
    );
  });
});
