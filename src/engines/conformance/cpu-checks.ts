import type { EngineCall } from "../engine.js";
import type { Check } from "./check.js";

const raise = (cpu: number, handler: number, slot = 0): EngineCall => {
  return { op: "raise", cpu, handler, slot };
};
const external = (cpu: number): EngineCall => ({ op: "external", cpu });
const deliver = (cpu: number): EngineCall => ({ op: "deliver", cpu });
const enter = (cpu: number): EngineCall => ({ op: "enter", cpu });
const poll = (cpu: number): EngineCall => ({ op: "poll", cpu });
const lock = (cpu: number): EngineCall => ({ op: "lock", cpu });
const decide = (cpu: number): EngineCall => ({ op: "decide", cpu });
const state = (cpu: number): EngineCall => ({ op: "state", cpu });
const reset: EngineCall = { op: "reset" };

/** An NMI of a CPU from its delivery to its end, on the chain [1,1]. */
const whole = (cpu: number): readonly EngineCall[] => [
  deliver(cpu),
  poll(cpu),
  poll(cpu),
  decide(cpu),
];

function check(
  name: string,
  rule: string,
  calls: readonly EngineCall[],
  more?:
    | { readonly shared: "boot" | "all"; readonly exclusive?: boolean }
    | { readonly heldLock: true },
): Check {
  const policy = "mainline";
  const flags = { sticky: false, shadow: false, cpus: 2 };
  const machine = { op: "setup", policy, chain: [1, 1], rips: 1, ...flags } as const;
  return {
    name,
    rule,
    kind: "calls",
    needs: { policy, platform: "ideal", cpus: 2 },
    needsState: calls.some(({ op }) => op === "state"),
    calls: [{ ...machine, ...more }, ...calls],
  };
}

/** How several CPUs behave; for engines that announce them. The model knows the right answers. */
export const cpuChecks: readonly Check[] = [
  check("cpus/own", "Each CPU has its own slots, latch, `last_nmi_rip` and `swallow_nmi`.", [
    raise(1, 0),
    raise(1, 1),
    ...whole(1),
    external(0),
    ...whole(0),
    external(1),
    ...whole(1),
    state(0),
    state(1),
  ]),
  check("cpus/side-by-side", "NMIs of several CPUs go on side by side.", [
    raise(0, 1),
    raise(1, 0),
    deliver(0),
    deliver(1),
    poll(1),
    poll(0),
    external(1),
    poll(0),
    poll(1),
    decide(1),
    decide(0),
    ...whole(1),
  ]),
  check(
    "cpus/shared-by-all",
    "A shared source sends its edge to all CPUs, and one claims it for all.",
    [raise(0, 1), raise(1, 1), ...whole(1), ...whole(0), raise(1, 1), ...whole(0)],
    { shared: "all" },
  ),
  check(
    "cpus/shared-to-boot",
    "A shared source sends its edge to CPU 0, and any CPU may claim it.",
    [raise(1, 1), deliver(1), raise(1, 0), ...whole(1), ...whole(0)],
    { shared: "boot" },
  ),
  check(
    "cpus/exclusive",
    "One CPU at a time runs an exclusive handler; on another one it returns at once.",
    [
      raise(0, 1),
      deliver(0),
      deliver(1),
      poll(0),
      poll(1),
      poll(0),
      enter(0),
      enter(1),
      decide(1),
      poll(0),
      decide(0),
    ],
    { shared: "all", exclusive: true },
  ),
  check(
    "cpus/lock",
    "With `heldLock` one CPU at a time holds the lock of its decision, and others wait.",
    [
      external(0),
      external(1),
      deliver(0),
      deliver(1),
      poll(0),
      poll(1),
      poll(0),
      poll(1),
      lock(0),
      lock(1),
      lock(1),
      decide(0),
      lock(1),
      decide(1),
    ],
    { heldLock: true },
  ),
  check("cpus/order", "A step of a CPU that does not stand there is `order`.", [
    deliver(0),
    poll(0),
    external(0),
    deliver(0),
    deliver(0),
    decide(0),
    { op: "execute", cpu: 0, rip: 1 },
    { op: "state", cpu: 0, set: { rip: 1 } },
    poll(0),
    poll(0),
    poll(0),
    decide(0),
  ]),
  check("cpus/steps", "With several CPUs `nmi` is `unsupported`, and a CPU too many is `range`.", [
    external(0),
    { op: "nmi", cpu: 0, arrivals: [] },
    external(2),
    deliver(2),
    ...whole(0),
  ]),
  check("cpus/reset", "`reset` ends what is in progress on all CPUs.", [
    external(0),
    external(1),
    deliver(0),
    deliver(1),
    poll(1),
    reset,
    state(0),
    state(1),
    external(1),
    ...whole(1),
  ]),
];
