import { at } from "./language.js";
import { slotActive, withSlot } from "./machine.js";
import { judge, owedAfter } from "./outcome.js";
import type { Handled, Seen } from "./policy.js";
import type { Config, Kernel, Position, State } from "./state.js";

/** What the policy sees of the NMI in progress when `claimed` events have been claimed. */
export function seen<Memory>(kernel: Kernel<Memory>, claimed: Handled): Seen {
  return { backToBack: kernel.backToBack, handled: claimed };
}

/**
 * The CPU takes the NMI, and `default_do_nmi` begins: the latch empties, the kernel compares
 * `regs->ip` with `last_nmi_rip`, and the walk of the NMI_LOCAL chain starts. An edge that comes
 * later belongs to the next NMI.
 */
export function deliver<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
): State<Memory> | null {
  if (state.position.at !== "run" || !state.latched) return null;
  const b2b = state.rip === state.lastNmiRip;
  return {
    ...state,
    latched: false,
    latchCarriesUnknown: false,
    carriesUnknown: state.latchCarriesUnknown,
    backToBack: b2b,
    lastNmiRip: state.rip,
    policyMemory: config.policy.enter(state.policyMemory, { backToBack: b2b, handled: 0 }),
    position: { at: "polling", handler: 0, slot: 0 },
    outcome: null,
  };
}

/**
 * One handler looks at one of its slots (`nmi_handle`): an active slot is claimed, that is cleared
 * and counted. Events may arrive between any two polls. With the last slot the handler returns, and
 * the policy says whether the next one is called.
 */
export function poll<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  const here = state.position;
  if (here.at !== "polling") return null;
  const claims = slotActive(state, here.handler, here.slot);
  const claimed = claims ? Math.min(state.handled + 1, 2) : state.handled;
  const polled: State<Memory> = {
    ...state,
    active: withSlot(state, here.handler, here.slot, false),
    handled: claimed,
    outcome: null,
  };
  if (here.slot + 1 < at(config.platform.chain, here.handler)) {
    return { ...polled, position: { at: "polling", handler: here.handler, slot: here.slot + 1 } };
  }
  const answer = config.policy.proceed(state.policyMemory, seen(state, claimed));
  const next: Position =
    answer.walk === "on" && here.handler + 1 < config.platform.chain.length
      ? { at: "polling", handler: here.handler + 1, slot: 0 }
      : { at: "decide" };
  return { ...polled, policyMemory: answer.memory, position: next };
}

/**
 * The walk is over, and `default_do_nmi` ends: with events claimed the NMI was for somebody; with
 * none the policy reports it (`unknown_nmi_error`: "Uhhuh. NMI received for unknown reason") or
 * swallows it. Back to run.
 */
export function decide<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  if (state.position.at !== "decide") return null;
  const decision = config.policy.finish(state.policyMemory, seen(state, state.handled));
  const verdict = judge(state, state.handled, decision.unclaimed);
  return {
    ...state,
    position: { at: "run" },
    policyMemory: decision.memory,
    handled: 0,
    backToBack: false,
    carriesUnknown: false,
    outcome: verdict,
    owed: owedAfter(state, verdict),
  };
}
