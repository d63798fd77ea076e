import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Chain } from "../../../spec/platforms.js";
import { policies } from "../../../spec/policies/all.js";
import type { Execution } from "../../../src/engines/conform/edge-cover.js";
import { executionSteps } from "../../../src/engines/conform/execution-steps.js";
import { type ObservedGraph, observedGraph } from "../../../src/engines/conform/observed-graph.js";
import { pathSubject } from "../../../src/engines/conform/subject.js";
import {
  type Answer,
  type EngineCall,
  type Expected,
  setupCall,
} from "../../../src/engines/engine.js";
import { type QemuEngine, startQemuEngine } from "../../../src/engines/qemu/engine.js";
import { namedKernel } from "../../../src/engines/qemu/named-kernel.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../../src/machine/configuration/platform.js";
import { slice, whole } from "../../slice.js";
import { kernels } from "../kernels.js";

const cpu = 0;
const raise = (handler: number, slot: number): EngineCall => ({ op: "raise", cpu, handler, slot });
const raised = (before: number, handler: number, slot: number) =>
  ({ before, event: "raise", handler, slot }) as const;
const external: EngineCall = { op: "external", cpu };
const own: EngineCall = { op: "external", cpu, source: "own" };
const touch: EngineCall = { op: "touch", cpu };
type Arrivals = Extract<EngineCall, { readonly op: "nmi" }>["arrivals"];
const nmi = (...arrivals: Arrivals): EngineCall => ({ op: "nmi", cpu, arrivals });

function onMachine(axes: Readonly<Record<string, string>>, shadow = false): EngineCall {
  const platform = namedPlatform(shadow ? "shadow" : "ideal", [2, 1], 2);
  return setupCall("mainline", platform, axes);
}

/** A pseudo-random number below `limit` for each call (Lehmer, modulus 2^31 - 1). */
function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
}

/** A walk from the start of at least `length` edges, cut at the end of each NMI. */
function walk(
  graph: ObservedGraph,
  length: number,
  below: (limit: number) => number,
): readonly Execution[] {
  const executions: Execution[] = [];
  let edges: number[] = [];
  let start = 0;
  let node = 0;
  for (let count = 0; count < length || edges.length > 0; count++) {
    const first = node * graph.events.length;
    const open = graph.events.flatMap((_, event) => {
      const edge = first + event;
      return (graph.targets[edge] ?? -1) >= 0 ? [edge] : [];
    });
    // A CPU lets an NMI in as soon as it may.
    const nest = open.find((one) => graph.events[one - first]?.name === "nest");
    const edge = nest ?? open[below(open.length)];
    if (edge === undefined) throw new Error("the model is stuck");
    edges.push(edge);
    node = graph.targets[edge] ?? 0;
    const isEnd = graph.events[edge - first]?.name === "decide";
    if (!isEnd || graph.states[node]?.position.at !== "run") continue;
    executions.push({ start, edges });
    start = node;
    edges = [];
  }
  return executions;
}

/** What an engine tells of an NMI that cannot show its state. */
function told(answer: Expected | undefined): unknown {
  if (answer?.kind !== "nmi") return answer;
  const { state: _, imitated: __, ...rest } = answer;
  return rest;
}

describe.each(kernels)("on a booted Linux %s", (version) => {
  let engine: QemuEngine;
  beforeAll(async () => {
    engine = await startQemuEngine(await namedKernel(version));
  });
  afterAll(() => engine?.close());

  /** The answers to the NMIs of one trace. */
  async function played(calls: readonly EngineCall[]): Promise<readonly Answer[]> {
    const answers = await engine.ask(calls);
    return answers.filter((_, index) => calls[index]?.op === "nmi");
  }

  const machines = [
    ["touch=yes"],
    ["handler-quirk=greedy"],
    ["handler-quirk=no-ack"],
    ["handler-quirk=double-count"],
    ["unknown-chain=own"],
    ["unknown-chain=greedy"],
    ["unknown-chain=own-greedy"],
    ["unknown-chain=greedy-own"],
    ["lvtpc=early"],
    ["lvtpc=late"],
    ["lvtpc=forgotten"],
    ["pmu=vanishing"],
    ["pmu=stopped"],
    ["pmu=late"],
    ["pmu=window"],
    ["nmi-injection=drops"],
    ["nmi-injection=again", "lvtpc=late"],
    ["nesting=yes"],
    ["nesting=yes", "unknown-chain=greedy-own", "handler-quirk=double-count"],
  ];
  test.each(slice(machines, 4))(
    "behaviours of the model with %s %s %s are the kernel's",
    async (...values) => {
      const axes = readAxes(values.filter((value) => value !== undefined));
      let nmis = 0;
      let refused = 0;
      const reasons = new Set<string>();
      const chains: readonly Chain[] = [
        [1, 1],
        [2, 1],
      ];
      for (const chain of chains) {
        const platform = namedPlatform("ideal", chain, 2);
        const subject = pathSubject({ platform, axes: axes.machine, policy: policies.mainline });
        const graph = await observedGraph(subject);
        const below = numbers(chain.length * 1_000 + chain[0]);
        const setup = setupCall("mainline", platform, axes.names);
        for (let trace = 0; trace < 50; trace++) {
          const steps = walk(graph, 40, below)
            .flatMap((execution) => [...executionSteps(subject, graph, execution)])
            .filter(({ call }) => call.op !== "state");
          const answers = await engine.ask([setup, ...steps.map(({ call }) => call)]);
          // A trace that cannot be brought about is refused as a whole, with the reason.
          const no = answers.find((answer) => answer.kind === "refused");
          if (no !== undefined) {
            refused++;
            reasons.add(no.message);
            continue;
          }
          for (const [index, { call, expected }] of steps.entries()) {
            expect(told(answers[index + 1])).toEqual(told(expected));
            if (call.op === "nmi") nmis++;
          }
        }
      }
      console.log(
        `${version} ${values.join(" ")}: ${nmis} NMIs, ${refused} traces not brought about`,
      );
      expect(nmis, [...reasons].join("\n")).toBeGreaterThan(50);
      // However NMIs nest, they can be brought about, if they are not too many for the guest.
      if (values.includes("nesting=yes")) {
        expect([...reasons].filter((reason) => !reason.includes("has room for"))).toEqual([]);
      }
    },
  );

  test("touch: a kernel that forgets last_nmi_rip reports what it swallows otherwise", async () => {
    const machine = onMachine({ touch: "yes" }, true);
    const first = [raise(0, 0), nmi(raised(0, 0, 1), { before: 3, event: "external" })];
    const swallowed = await played([machine, ...first, nmi()]);
    expect(swallowed).toMatchObject([{ outcome: "handled" }, { outcome: "swallowed" }]);
    const reported = await played([machine, ...first, touch, nmi()]);
    expect(reported).toMatchObject([
      { outcome: "handled" },
      { outcome: "unknown", imitated: [expect.stringContaining("local_touch_nmi")] },
    ]);
  });

  test("pmu: the button is claimed after IBS was stopped, once; and within perf's window, until it is over", async () => {
    const vanish: EngineCall = { op: "vanish", cpu };
    const stopped = [onMachine({ pmu: "stopped" }), vanish, external, nmi(), external, nmi()];
    expect(await played(stopped)).toMatchObject([
      { claimed: [1, 0], outcome: "handled" },
      { claimed: [0, 0], outcome: "unknown", imitated: [expect.stringContaining("no counters")] },
    ]);
    const lapse: EngineCall = { op: "lapse", cpu };
    const event = [raise(0, 0), { op: "arrive", cpu } as const, nmi()];
    const pressed = [...event, external, nmi(), lapse, external, nmi()];
    expect(await played([onMachine({ pmu: "window" }), ...pressed])).toMatchObject([
      { claimed: [1, 0] },
      { claimed: [1, 0], outcome: "handled" },
      { claimed: [0, 0], outcome: "unknown" },
    ]);
  });

  test("handler-quirk: a greedy handler hides every unknown NMI", async () => {
    const answers = await played([onMachine({ "handler-quirk": "greedy" }), external, nmi()]);
    expect(answers).toMatchObject([{ claimed: [1, 0], outcome: "handled" }]);
    expect(engine.outcomes.at(-1)).toMatchObject({ unknown: 0, printed: 0 });
  });

  test("handler-quirk: one event that counts twice arms, and an unknown NMI is swallowed", async () => {
    const late = { before: 0, event: "external" } as const;
    const answers = await played([
      onMachine({ "handler-quirk": "double-count" }),
      raise(0, 0),
      nmi(late),
      nmi(),
    ]);
    expect(answers).toMatchObject([
      { claimed: [2, 0], outcome: "handled" },
      { claimed: [0, 0], outcome: "swallowed" },
    ]);
  });

  test("unknown-chain: a greedy handler takes an unknown NMI, and nothing is said", async () => {
    const answers = await played([onMachine({ "unknown-chain": "greedy" }), external, nmi()]);
    expect(answers).toMatchObject([{ outcome: "claimed-unknown", claimedUnknown: [1] }]);
    expect(engine.outcomes.at(-1)).toMatchObject({ unknown: 1, printed: 0 });
  });

  test("unknown-chain: all handlers are asked, whatever the comment in the kernel says", async () => {
    const answers = await played([onMachine({ "unknown-chain": "greedy-own" }), own, nmi()]);
    expect(answers).toMatchObject([{ outcome: "claimed-unknown", claimedUnknown: [1, 1] }]);
  });

  test("lvtpc: a counter overflows behind the mask, and no NMI comes", async () => {
    const calls = [raise(0, 0), nmi(raised(1, 0, 0))];
    const masked = await played([onMachine({ lvtpc: "late" }), ...calls]);
    expect(masked).toMatchObject([
      { claimed: [1, 0], imitated: [expect.stringContaining("LVTPC")] },
    ]);
    const unmasked = await played([onMachine({ lvtpc: "early" }), ...calls, nmi()]);
    expect(unmasked).toMatchObject([{ claimed: [1, 0] }, { claimed: [1, 0] }]);
  });

  test("nesting: an event is claimed before its own rerun, and the kernel does not know the reason", async () => {
    // The atlas' 26 states under mainline, through the kernel's own entry code.
    const nest = (run: number) => ({ run, before: 0, event: "nest" }) as const;
    const answers = await played([
      onMachine({ nesting: "yes" }),
      external,
      nmi(
        { before: 0, event: "external" },
        { before: 0, event: "fault" },
        nest(0),
        raised(0, 0, 0),
        nest(1),
        { run: 1, ...raised(0, 0, 0) },
        nest(2),
      ),
    ]);
    expect(answers).toMatchObject([
      {
        outcome: "handled",
        reruns: [{ outcome: "handled" }, { outcome: "unknown" }, { outcome: "unknown" }],
      },
    ]);
  });

  whole(
    "panic: with unknown_nmi_panic an unknown NMI ends the machine, and a swallowed one does not",
    async () => {
      const machine = onMachine({ panic: "unknown" });
      const arms = [raise(0, 0), nmi(raised(0, 0, 1)), nmi()];
      const answers = await played([machine, ...arms, external, nmi()]);
      expect(answers).toMatchObject([
        { claimed: [2, 0], outcome: "handled" },
        { outcome: "swallowed" },
        { outcome: "swallowed" },
      ]);
      const moved: EngineCall = { op: "execute", cpu, rip: 2 };
      expect(await played([machine, ...arms, moved, external, nmi()])).toMatchObject([
        { outcome: "handled" },
        { outcome: "swallowed" },
        { outcome: "panic" },
      ]);
      // Another trace boots another kernel.
      expect(await played([machine, external, nmi()])).toMatchObject([{ outcome: "panic" }]);
    },
  );

  test("panic_on_unrecovered_nmi is for unknown NMIs too", async () => {
    const machine = onMachine({ panic: "unrecovered" });
    expect(await played([machine, external, nmi()])).toMatchObject([{ outcome: "panic" }]);
  });

  test.each([
    ["reason-port", "yes", "QEMU's port 0x61 reads the bits of system errors and I/O checks as 0"],
    ["latch-depth", "2", "the emulated CPU latches one NMI"],
    ["front-handler", "rendezvous", "the module cannot set `nmi_enabled`"],
    ["front-handler", "emergency", "the kernel does not export `set_emergency_nmi_handler`"],
    ["panic", "io", "no I/O check ever comes"],
    ["nmi-source", "lint1", "neither a kernel of Debian 12 nor QEMU 7.2 has FRED's bitmap"],
  ])("%s=%s is refused, with the reason", async (axis, value, reason) => {
    const [answer] = await engine.ask([onMachine({ [axis]: value })]);
    expect(answer).toMatchObject({
      kind: "refused",
      code: "unsupported",
      message: expect.stringContaining(`is not driven with ${axis}=${value}: ${reason}`),
    });
  });
});
