import { expect, test } from "vitest";
import type { EngineCall } from "../../../src/engines/engine.js";
import { TraceCutter } from "../../../src/engines/qemu/trace-cutter.js";

const setup = {
  op: "setup",
  policy: "mainline",
  chain: [1],
  rips: 1,
  sticky: false,
  shadow: false,
  cpus: 1,
} as const satisfies EngineCall;
const external = { op: "external", cpu: 0 } as const;
const nmi = { op: "nmi", cpu: 0, arrivals: [] } as const;
const reset = { op: "reset" } as const;
const done = { kind: "done" } as const;

test("calls are cut where the machine is set up or reset", () => {
  const calls = [setup, external, nmi, reset, external, nmi, external, nmi];
  const { answers, traces } = new TraceCutter(["mainline"]).cut(calls);
  expect(answers).toEqual([done, done, undefined, done, done, undefined, done, undefined]);
  expect(traces.map((trace) => trace.nmis)).toEqual([[2], [5, 7]]);
  expect(traces.map((trace) => trace.planner.plan.nmis.length)).toEqual([1, 2]);
});

test("a setup of its own is good for the calls that come next", () => {
  const cutter = new TraceCutter(["mainline"]);
  expect(cutter.cut([setup])).toEqual({ answers: [done], traces: [] });
  expect(cutter.cut([external, nmi]).answers).toEqual([done, undefined]);
});

const refused = (code: string, message: string) => ({ kind: "refused", code, message });

test("a trace cannot go on in a later ask", () => {
  const cutter = new TraceCutter(["mainline"]);
  cutter.cut([setup, external, nmi]);
  expect(cutter.cut([external, reset, external]).answers).toEqual([
    refused(
      "unsupported",
      "a booted kernel takes a whole trace at a time, and this one has begun already",
    ),
    done,
    done,
  ]);
});

test("what cannot be asked is refused, and the trace goes on", () => {
  const cutter = new TraceCutter(["mainline"]);
  const { answers, traces } = cutter.cut([external, setup, nmi, { op: "state" }, external, nmi]);
  expect(answers).toEqual([
    refused("order", "there was no setup yet"),
    done,
    refused("order", "no NMI is pending"),
    refused("unsupported", "a booted kernel does not show what it keeps"),
    done,
    undefined,
  ]);
  expect(traces.map((trace) => trace.nmis)).toEqual([[5]]);
});

test("a policy that the kernel does not have, and a second CPU, are refused", () => {
  const cutter = new TraceCutter(["mainline"]);
  expect(
    cutter.cut([
      { ...setup, policy: "v5" },
      { ...setup, cpus: 2 },
    ]).answers,
  ).toEqual([
    refused("unsupported", "this kernel has the policy mainline, not v5"),
    refused("unsupported", "this machine has one CPU"),
  ]);
});
