import type { State } from "../../../spec/cpu/state.js";
import type { Platform } from "../../../spec/platforms.js";
import { type PolicyName, policies } from "../../../spec/policies/all.js";
import type { Arrival, EngineState } from "../../../src/engines/protocol.js";
import { type NmiEvent, nmiModel } from "../../../src/machine/model/nmi-model.js";

/** A request without its id, and what an engine must answer beside the id. */
export interface Expected {
  readonly request: Readonly<Record<string, unknown>>;
  readonly reply: Readonly<Record<string, unknown>>;
}

const outcomes = {
  handled: "handled",
  masked: "handled",
  swallowed: "swallowed",
  falseSwallow: "swallowed",
  reported: "unknown",
  misattributed: "unknown",
  spurious: "unknown",
} as const;

/** `swallow_nmi` in the memory of a built-in policy. */
function swallows(memory: unknown): boolean {
  return (
    typeof memory === "object" &&
    memory !== null &&
    "swallowNmi" in memory &&
    memory.swallowNmi === true
  );
}

function shown(state: State<unknown>): EngineState {
  return {
    rip: state.rip,
    lastNmiRip: state.lastNmiRip,
    swallowNmi: swallows(state.policyMemory),
    active: state.active,
    pending: state.latched,
  };
}

function arrivalOf(event: NmiEvent, before: number): Arrival {
  return event.name === "raise"
    ? { before, event: "raise", ...event.parameters }
    : { before, event: "external" };
}

/**
 * A behaviour of the typed model as requests. Each number chooses, modulo how many there are, among
 * the events that can happen; at the end an NMI in progress is taken to its end.
 */
export function walkModel(
  policy: PolicyName,
  platform: Platform,
  numbers: readonly number[],
): readonly Expected[] {
  const model = nmiModel({ policy: policies[policy], platform });
  const expected: Expected[] = [];
  let state = model.initial();
  let arrivals: Arrival[] = [];
  let claimed: number[] = [];
  let polls = 0;

  const happen = (event: NmiEvent, next: State<unknown>) => {
    const here = state.position;
    if (event.name === "deliver") {
      arrivals = [];
      claimed = platform.chain.map(() => 0);
      polls = 0;
    } else if (event.name === "poll" && here.at === "polling") {
      const claims = state.active[here.handler]?.[here.slot] === true ? 1 : 0;
      claimed = claimed.with(here.handler, (claimed[here.handler] ?? 0) + claims);
      polls++;
    } else if (event.name === "decide" && next.outcome !== null) {
      expected.push({
        request: { op: "nmi", cpu: 0, arrivals },
        reply: { ok: true, claimed, outcome: outcomes[next.outcome], state: shown(next) },
      });
    } else if (here.at !== "run") {
      arrivals.push(arrivalOf(event, polls));
    } else if (event.name === "execute") {
      const request = { op: "execute", cpu: 0, rip: event.parameters.place };
      expected.push({ request, reply: { ok: true } });
    } else {
      const request = { op: event.name, cpu: 0, ...event.parameters };
      expected.push({ request, reply: { ok: true } });
    }
    state = next;
  };

  const possible = () =>
    model.events.flatMap((event) => {
      const next = model.apply(event, state);
      return next === null ? [] : [{ event, next }];
    });
  for (const number of numbers) {
    const found = possible();
    const choice = found[number % found.length];
    if (choice !== undefined) happen(choice.event, choice.next);
  }
  while (state.position.at !== "run") {
    const goesOn = possible().find(({ event }) => event.name === "poll" || event.name === "decide");
    if (goesOn !== undefined) happen(goesOn.event, goesOn.next);
  }
  expected.push({ request: { op: "state" }, reply: { ok: true, state: shown(state) } });
  return expected;
}
