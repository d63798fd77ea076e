import type { Chain } from "../../../spec/platforms.js";
import type { EngineCall, StateChange } from "../engine.js";
import type { Arrival } from "../protocol.js";
import type { Check, Needs } from "./check.js";

const raise = (handler: number, slot: number): EngineCall => ({
  op: "raise",
  cpu: 0,
  handler,
  slot,
});
const external: EngineCall = { op: "external", cpu: 0 };
const execute = (rip: number): EngineCall => ({ op: "execute", cpu: 0, rip });
const nmi = (...arrivals: readonly Arrival[]): EngineCall => ({ op: "nmi", cpu: 0, arrivals });
const state: EngineCall = { op: "state" };
const set = (change: StateChange): EngineCall => ({ op: "state", set: change });
const reset: EngineCall = { op: "reset" };

/** Arrivals before poll number `before`. */
const arrives = (before: number, handler: number, slot: number): Arrival => {
  return { before, event: "raise", handler, slot };
};
const unknown = (before: number): Arrival => ({ before, event: "external" });

/** The first calls of a machine. */
export function setupFor(needs: Needs, chain: Chain = [2, 1], rips = 2): EngineCall {
  const sticky = needs.platform.startsWith("sticky");
  const shadow = needs.platform.endsWith("shadow");
  return { op: "setup", policy: needs.policy, chain, rips, sticky, shadow, cpus: 1 };
}

const ideal = (policy: string): Needs => ({ policy, platform: "ideal" });

function check(
  name: string,
  rule: string,
  needs: Needs,
  calls: readonly EngineCall[],
  chain?: Chain,
): Check {
  const needsState = calls.some((call) => call.op === "state");
  return {
    name,
    rule,
    kind: "calls",
    needs,
    needsState,
    calls: [setupFor(needs, chain), ...calls],
  };
}

/** Two events in one NMI, with the second one's edge pending: the next NMI is claimed by nobody. */
const twoInOne = [raise(0, 0), nmi(arrives(1, 0, 1))];

/** How the machine and the kernels behave; the model knows the right answers. */
export const machineChecks: readonly Check[] = [
  check("events/raise", "`raise` sets the slot's status bit and sends an edge.", ideal("none"), [
    raise(0, 1),
    nmi(),
  ]),
  check("events/claimed", "`claimed` counts the events of each handler.", ideal("none"), [
    raise(0, 0),
    raise(0, 1),
    raise(1, 0),
    nmi(),
  ]),
  check("events/external", "An NMI that nobody claims is `unknown`.", ideal("none"), [
    external,
    nmi(),
  ]),
  check("events/latch", "Edges fold into one while an NMI is pending.", ideal("none"), [
    external,
    external,
    raise(0, 0),
    nmi(),
    nmi(),
  ]),
  check(
    "events/active-twice",
    "`raise` of an active slot is `order`, if not sticky.",
    ideal("none"),
    [raise(0, 0), raise(0, 0), nmi()],
  ),
  check(
    "events/sticky",
    "On a sticky platform an active slot may happen again, with an edge of its own.",
    { policy: "none", platform: "sticky" },
    [raise(0, 0), raise(0, 0), nmi(arrives(0, 0, 0), arrives(0, 0, 1), arrives(1, 0, 1)), nmi()],
  ),
  check("events/no-nmi", "An `nmi` with nothing pending is `order`.", ideal("none"), [
    nmi(),
    raise(0, 0),
    nmi(),
    nmi(),
  ]),
  check(
    "execute/pending",
    "`execute` with an NMI pending is `order`, if not shadow.",
    ideal("none"),
    [execute(2), external, execute(1), nmi(), execute(1)],
  ),
  check(
    "execute/shadow",
    "On a shadow platform the CPU executes while an NMI is pending.",
    { policy: "mainline", platform: "shadow" },
    [...twoInOne, execute(2), nmi(), external, execute(1), execute(2), nmi()],
  ),
  check("range/slot", "A handler or slot that is not in the chain is `range`.", ideal("none"), [
    raise(0, 2),
    raise(1, 1),
    raise(2, 0),
    external,
    nmi(arrives(0, 2, 0)),
    nmi(arrives(3, 0, 2)),
    nmi(),
  ]),
  check("range/rip", "A `rip` above `rips` is `range`.", ideal("none"), [execute(3), execute(2)]),
  check("range/cpu", "A CPU that `setup` did not ask for is `range`.", ideal("none"), [
    { op: "raise", cpu: 1, handler: 0, slot: 0 },
    { op: "external", cpu: 1 },
    { op: "execute", cpu: 1, rip: 1 },
    external,
    { op: "nmi", cpu: 1, arrivals: [] },
    nmi(),
  ]),
  check("arrivals/poll", "What arrives before a slot's poll is claimed by it.", ideal("none"), [
    external,
    nmi(arrives(0, 0, 0), arrives(1, 0, 1), arrives(2, 1, 0)),
  ]),
  check("arrivals/too-late", "What arrives after a slot's poll waits.", ideal("none"), [
    external,
    nmi(arrives(1, 0, 0), arrives(2, 0, 1), arrives(3, 1, 0)),
    nmi(),
    nmi(),
  ]),
  check("arrivals/edge", "An edge that arrives belongs to the next NMI.", ideal("none"), [
    external,
    nmi(arrives(0, 0, 0)),
    nmi(),
    external,
    nmi(unknown(2)),
    nmi(),
    nmi(),
  ]),
  check("arrivals/leftover", "What is left over happens before the decision.", ideal("none"), [
    external,
    nmi(arrives(3, 0, 0), unknown(7), arrives(1_000_000, 1, 0)),
    nmi(),
    nmi(),
  ]),
  check("arrivals/whole", "An NMI with an impossible arrival does not happen.", ideal("mainline"), [
    raise(0, 0),
    execute(1),
    nmi(arrives(1, 0, 1), arrives(1, 0, 1)),
    nmi(arrives(0, 0, 0)),
    nmi(),
    nmi(),
  ]),
  check("none/reports", "Under `none` every NMI that nobody claims is reported.", ideal("none"), [
    ...twoInOne,
    nmi(),
  ]),
  check("none/whole-chain", "Under `none` every handler is called.", ideal("none"), [
    raise(0, 0),
    raise(1, 0),
    nmi(),
  ]),
  ...["v5", "mainline"].flatMap((policy) => [
    check(
      `${policy}/swallows`,
      "After an NMI with two events, a back-to-back one that nobody claims is swallowed.",
      ideal(policy),
      [...twoInOne, nmi()],
    ),
    check(
      `${policy}/elsewhere`,
      "The CPU ran on to another place: not back-to-back, so it is reported.",
      ideal(policy),
      [...twoInOne, nmi(), execute(2), external, nmi(), execute(1), external, nmi()],
    ),
    check(
      `${policy}/same-place`,
      "The CPU ran and came back to the same place: it passes for back-to-back.",
      ideal(policy),
      [...twoInOne, nmi(), execute(2), execute(1), external, nmi()],
    ),
    check(
      `${policy}/stays-armed`,
      "Swallowing does not disarm, and neither does an NMI with one event.",
      ideal(policy),
      [...twoInOne, nmi(unknown(3)), nmi(arrives(0, 0, 0)), nmi(), external, nmi()],
    ),
    check(`${policy}/one-event`, "An NMI with one event does not arm.", ideal(policy), [
      raise(0, 0),
      nmi(arrives(1, 0, 0)),
      nmi(),
      external,
      nmi(),
    ]),
    check(`${policy}/first`, "The first NMI of all is never back-to-back.", ideal(policy), [
      external,
      nmi(arrives(0, 0, 0), arrives(0, 0, 1)),
      nmi(),
    ]),
  ]),
  check(
    "v5/stops",
    "Under `v5` an NMI that is not back-to-back stops after the first handler that claims.",
    ideal("v5"),
    [raise(0, 0), raise(1, 0), nmi(), execute(2), external, nmi()],
  ),
  check("v5/goes-on", "Under `v5` a back-to-back NMI calls every handler.", ideal("v5"), [
    raise(0, 0),
    nmi(arrives(1, 0, 0)),
    raise(1, 0),
    nmi(),
  ]),
  check(
    "v5/leftover",
    "Under `v5` what is left over when the walk stops happens before the decision.",
    ideal("v5"),
    [raise(0, 0), nmi(arrives(2, 1, 0)), nmi()],
  ),
  check(
    "mainline/whole-chain",
    "Under `mainline` every handler is called in every NMI.",
    ideal("mainline"),
    [raise(0, 0), raise(1, 0), nmi()],
  ),
  check("mainline/two-handlers", "Events of different handlers add up.", ideal("mainline"), [
    raise(0, 0),
    nmi(arrives(2, 1, 0)),
    nmi(),
  ]),
  check("reset", "`reset` goes back to the start of `setup`.", ideal("mainline"), [
    ...twoInOne,
    raise(1, 0),
    reset,
    nmi(),
    external,
    nmi(),
  ]),
  check("setup/again", "`setup` may come again, and starts anew.", ideal("mainline"), [
    ...twoInOne,
    setupFor(ideal("mainline"), [1, 1, 1], 3),
    nmi(),
    raise(2, 0),
    execute(3),
    nmi(),
    execute(3),
  ]),
  check("state/get", "`state` tells what an `nmi` reply tells.", ideal("mainline"), [
    state,
    ...twoInOne,
    state,
    execute(2),
    nmi(),
    execute(2),
    raise(1, 0),
    state,
  ]),
  check("state/set", "`set` changes what it names, and nothing else.", ideal("mainline"), [
    set({ rip: 2 }),
    set({ lastNmiRip: 2 }),
    set({ swallowNmi: true }),
    set({ pending: true }),
    nmi(),
    set({ active: [[false, true], [true]] }),
    nmi(),
    set({ pending: true, lastNmiRip: null }),
    nmi(),
    set({ pending: true }),
    set({ pending: false }),
    nmi(),
    set({}),
  ]),
  check("state/range", "A state that does not fit the machine is `range`.", ideal("mainline"), [
    set({ rip: 3 }),
    set({ lastNmiRip: 3 }),
    set({ active: [[false, false]] }),
    set({ active: [[false], [false]] }),
    set({ rip: 2, active: [[true, false], [false], []] }),
    state,
  ]),
  check("state/no-swallow", "Without `swallow_nmi` there is none to set.", ideal("none"), [
    set({ swallowNmi: false, rip: 2 }),
    set({ swallowNmi: true }),
    state,
  ]),
];
