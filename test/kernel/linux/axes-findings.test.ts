import { describe, expect, test } from "vitest";
import { buildLinuxEngine } from "../../../src/engines/linux/build.js";
import { provisionTree } from "../../../src/engines/linux/provision.js";
import { kernels } from "../kernels.js";
import { runRequests } from "./batch.js";

type Request = Readonly<Record<string, unknown>>;

const raise = (handler: number, slot: number): Request => ({ op: "raise", cpu: 0, handler, slot });
const raised = (before: number, handler: number, slot: number): Request => {
  return { before, event: "raise", handler, slot };
};
const external: Request = { op: "external", cpu: 0 };
const from = (source: string): Request => ({ op: "external", cpu: 0, source });
const nmi = (...arrivals: readonly Request[]): Request => ({ op: "nmi", cpu: 0, arrivals });
const touch: Request = { op: "touch", cpu: 0 };

/** What comes of requests on a machine with axes, chain [2,1]: the replies after that to `setup`. */
async function played(
  version: string,
  machine: Request,
  requests: readonly Request[],
): Promise<readonly Request[]> {
  const { command } = await buildLinuxEngine(await provisionTree(version));
  const bare = {
    policy: "mainline",
    chain: [2, 1],
    rips: 2,
    sticky: false,
    shadow: false,
    cpus: 1,
  };
  const { replies, exitCode } = await runRequests(command, [
    { op: "setup", ...bare, ...machine },
    ...requests,
  ]);
  expect(exitCode).toBe(0);
  return replies.slice(1);
}

/** The findings of docs/atlas.md that the pages of docs/model/ tell of, on the kernel's own code. */
describe.each(kernels)("a finding about nmi.c of Linux %s", (version) => {
  test("touch: a kernel that forgets last_nmi_rip reports what it swallows otherwise", async () => {
    const machine = { shadow: true, axes: { touch: "yes" } };
    const first = [raise(0, 0), nmi(raised(0, 0, 1), { before: 3, event: "external" })];
    const swallowed = await played(version, machine, [...first, nmi()]);
    expect(swallowed.at(-1)).toMatchObject({ outcome: "swallowed" });
    const reported = await played(version, machine, [...first, touch, nmi()]);
    expect(reported.at(-2)).toEqual({ id: 4, ok: true });
    expect(reported.at(-1)).toMatchObject({ outcome: "unknown", state: { swallowNmi: false } });
  });

  test("handler-quirk: a greedy handler hides every unknown NMI", async () => {
    const replies = await played(version, { axes: { "handler-quirk": "greedy" } }, [
      external,
      nmi(),
    ]);
    expect(replies[1]).toMatchObject({ claimed: [1, 0], outcome: "handled" });
  });

  test("handler-quirk: one event that counts twice arms, and an unknown NMI is swallowed", async () => {
    const replies = await played(version, { axes: { "handler-quirk": "double-count" } }, [
      raise(0, 0),
      nmi({ before: 0, event: "external" }),
      nmi(),
    ]);
    expect(replies[1]).toMatchObject({ claimed: [2, 0], state: { swallowNmi: true } });
    expect(replies[2]).toMatchObject({ claimed: [0, 0], outcome: "swallowed" });
  });

  test("unknown-chain: a greedy handler takes an unknown NMI, and nothing is said", async () => {
    const machine = { axes: { "unknown-chain": "greedy" } };
    const replies = await played(version, machine, [external, nmi()]);
    expect(replies[1]).toMatchObject({ outcome: "claimed-unknown", claimedUnknown: [1] });
  });

  test("unknown-chain: mainline asks all handlers, the seed stops at the first that claims", async () => {
    const machine = { axes: { "unknown-chain": "greedy-own" } };
    const requests = [from("own"), nmi()];
    const all = await played(version, machine, requests);
    expect(all[1]).toMatchObject({ claimedUnknown: [1, 1], state: { ownSource: false } });
    const one = await played(version, { ...machine, policy: "v5" }, requests);
    expect(one[1]).toMatchObject({ claimedUnknown: [1, 0], state: { ownSource: true } });
  });

  test("unknown-chain: a source whose edge hides behind a local event is forgotten", async () => {
    const machine = { axes: { "unknown-chain": "own" } };
    const replies = await played(version, machine, [raise(0, 0), from("own"), nmi()]);
    expect(replies[2]).toMatchObject({
      outcome: "handled",
      state: { ownSource: true, pending: false },
    });
  });

  test("reason-port: a system error behind a local event stands, and a later unknown NMI is told as it", async () => {
    const replies = await played(version, { axes: { "reason-port": "yes" } }, [
      raise(0, 0),
      from("serr"),
      nmi(),
      external,
      nmi(),
    ]);
    expect(replies[2]).toMatchObject({ outcome: "handled", state: { serr: true, pending: false } });
    expect(replies[4]).toMatchObject({ outcome: "external", reason: "serr" });
  });

  test("reason-port: nobody takes a system error, and the kernel never hears of another", async () => {
    const replies = await played(version, { axes: { "reason-port": "yes" } }, [
      from("serr"),
      nmi(),
      from("serr"),
      from("iochk"),
      nmi(),
      from("iochk"),
    ]);
    expect(replies[1]).toMatchObject({
      outcome: "external",
      state: { serr: false, serrOff: true },
    });
    expect(replies[2]).toMatchObject({
      ok: false,
      error: { code: "order", message: "the line is disabled in port 0x61" },
    });
    // An I/O check's line is enabled again, and that of the system error stays disabled.
    expect(replies[4]).toMatchObject({
      reason: "iochk",
      state: { iochk: false, iochkOff: false, serrOff: true },
    });
    expect(replies[5]).toEqual({ id: 7, ok: true });
  });

  test("reason-port: a greedy handler of NMI_SERR hides every unknown NMI from then on", async () => {
    const machine = { axes: { "reason-port": "greedy" } };
    const replies = await played(version, machine, [from("serr"), nmi(), external, nmi()]);
    expect(replies[1]).toMatchObject({
      outcome: "external",
      reason: "serr",
      state: { serr: true, serrOff: false, pending: false },
    });
    expect(replies[3]).toMatchObject({ outcome: "external", reason: "serr" });
  });

  test("reason-port: a handler that knows the cause leaves the line enabled", async () => {
    const machine = { axes: { "reason-port": "known" } };
    const replies = await played(version, machine, [from("serr"), nmi(), from("serr"), nmi()]);
    for (const reply of [replies[1], replies[3]]) {
      expect(reply).toMatchObject({ outcome: "external", state: { serr: false, serrOff: false } });
    }
  });

  test("panic: an event that comes twice costs the machine, and no unknown NMI was there", async () => {
    // The atlas' shortest way to a needless panic on a sticky platform.
    const machine = { sticky: true, axes: { panic: "unknown" } };
    const replies = await played(version, machine, [
      raise(0, 0),
      nmi(raised(0, 0, 0)),
      nmi(),
      raise(0, 0),
      { op: "reset" },
      raise(0, 0),
    ]);
    expect(replies[2]).toMatchObject({
      claimed: [0, 0],
      outcome: "panic",
      state: { panicked: true },
    });
    expect(replies[3]).toMatchObject({
      error: {
        code: "order",
        message: "the kernel has panicked: setup, reset, or set its state",
      },
    });
    expect(replies[5]).toEqual({ id: 7, ok: true });
  });

  test.each([
    ["unrecovered", "serr", "panic", "panic"],
    ["unrecovered", "iochk", "external", "panic"],
    ["io", "iochk", "panic", "unknown"],
    ["io", "serr", "external", "unknown"],
    ["unknown", "serr", "external", "panic"],
  ])("panic=%s: %s ends as %s, an unknown NMI as %s", async (panic, source, of, unknown) => {
    const machine = { axes: { panic, "reason-port": "yes" } };
    const told = await played(version, machine, [from(source), nmi()]);
    expect(told[1]).toMatchObject({ outcome: of, reason: source });
    const other = await played(version, machine, [external, nmi()]);
    expect(other[1]).toMatchObject({ outcome: unknown });
  });

  test.each(["late", "forgotten"])(
    "lvtpc=%s: a counter overflows behind the mask, and is stranded",
    async (lvtpc) => {
      const replies = await played(version, { axes: { lvtpc } }, [
        raise(0, 0),
        nmi(raised(1, 0, 0)),
      ]);
      expect(replies[1]).toMatchObject({
        claimed: [1, 0],
        state: { active: [[true, false], [false]], pending: false },
      });
    },
  );

  test("pmu: an edge whose status bit is gone is reported, and the driver's answer hides a button", async () => {
    const vanish = { op: "vanish", cpu: 0 };
    const gone = await played(version, { axes: { pmu: "vanishing" } }, [
      raise(0, 0),
      vanish,
      nmi(),
    ]);
    expect(gone[2]).toMatchObject({ claimed: [0, 0], outcome: "unknown" });
    const stopped = { axes: { pmu: "stopped" } };
    const excused = await played(version, stopped, [raise(0, 0), vanish, nmi()]);
    expect(excused[2]).toMatchObject({ claimed: [1, 0], outcome: "handled" });
    // IBS was stopped, and no NMI came of it: the button's is claimed, and the next one is not.
    const hidden = await played(version, stopped, [vanish, external, nmi(), external, nmi()]);
    expect(hidden[2]).toMatchObject({ claimed: [1, 0], outcome: "handled" });
    expect(hidden[4]).toMatchObject({ claimed: [0, 0], outcome: "unknown" });
  });

  test("pmu: a late edge finds its event claimed; within the window all is claimed", async () => {
    const early = [raise(1, 0), raise(0, 0), nmi(), { op: "execute", cpu: 0, rip: 2 }];
    const late = [...early, { op: "arrive", cpu: 0 }, nmi()];
    const reported = await played(version, { axes: { pmu: "late" } }, late);
    expect(reported[2]).toMatchObject({ claimed: [1, 1], state: { inFlight: true } });
    expect(reported[5]).toMatchObject({ claimed: [0, 0], outcome: "unknown" });
    const pressed = [...late, external, nmi(), { op: "lapse", cpu: 0 }, external, nmi()];
    const claimed = await played(version, { axes: { pmu: "window" } }, pressed);
    expect(claimed[5]).toMatchObject({ claimed: [1, 0], outcome: "handled" });
    expect(claimed[7]).toMatchObject({ outcome: "handled", state: { forgives: true } });
    expect(claimed[10]).toMatchObject({ outcome: "unknown", state: { forgives: false } });
  });

  test("latch-depth: what the seed strands with a latch of one, it claims with one of two", async () => {
    const requests = [raise(0, 0), raise(1, 0), nmi()];
    const one = await played(version, { policy: "v5" }, requests);
    expect(one[2]).toMatchObject({
      claimed: [1, 0],
      state: { active: [[false, false], [true]], pending: false },
    });
    const machine = { policy: "v5", axes: { "latch-depth": "2" } };
    const two = await played(version, machine, [...requests, nmi()]);
    expect(two[2]).toMatchObject({ claimed: [1, 0], state: { pending: true } });
    expect(two[3]).toMatchObject({ claimed: [0, 1], state: { active: [[false, false], [false]] } });
  });

  test("nesting: an event is claimed before its own rerun, and the kernel does not know the reason", async () => {
    // The atlas' 26 states under mainline; the first edge is of an unknown source.
    const fault = { before: 0, event: "fault" };
    const nest = (run: number, before: number) => ({ run, before, event: "nest" });
    const replies = await played(version, { axes: { nesting: "yes" } }, [
      external,
      nmi(
        { before: 0, event: "external" },
        fault,
        nest(0, 0),
        raised(0, 0, 0),
        nest(1, 0),
        { run: 1, ...raised(0, 0, 0) },
        nest(2, 0),
      ),
    ]);
    expect(replies[1]).toMatchObject({
      outcome: "handled",
      // Both unknown edges are in runs that claim; of the two reports one is about nothing.
      reruns: [{ outcome: "handled" }, { outcome: "unknown" }, { outcome: "unknown" }],
      state: { pending: false, swallowNmi: false },
    });
  });
});
