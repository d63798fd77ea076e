import { at } from "../language.js";
import type { Handled, Sources } from "../policy.js";
import { slotActive, withSlot } from "./hardware.js";
import { judge, owedAfter } from "./outcome.js";
import { claimedAfter, noClaims, seen, toldIp, toldSources } from "./policy-input.js";
import { nextCalled, noSources } from "./sources.js";
import type { Config, Elsewhere, Position, State } from "./state.js";

/**
 * Where the walk goes on: at handler `first`{@when nmiSource , or the first behind it that is
 * called}, or at its end.
 */
function walkFrom<Memory>(config: Config<Memory>, sources: Sources, first: number): Position {
  const handler = nextCalled(config, sources, first);
  return handler < config.platform.chain.length
    ? { at: "polling", handler, slot: 0 }
    : { at: "decide" };
}

/**
 * The CPU takes the NMI, and `default_do_nmi` begins: the latch empties{@when latchDepth  and a
 * second NMI moves up in it}, the kernel compares `regs->ip` with `last_nmi_rip`, and the walk of the
 * NMI_LOCAL chain starts. An edge that comes later belongs to the next NMI.{@when nesting  NMIs are
 * blocked, whatever an IRET did before.}{@when kvmHost  A guest that runs is left by a VM exit.}{@when frontHandler
 * The handler in front takes the NMI whole if the CPU was summoned: no other is called.}
 */
export function deliver<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
): State<Memory> | null {
  if (state.position.at !== "run" || !state.latched || state.panicked) return null;
  const b2b = state.rip === state.lastNmiRip;
  return {
    ...state,
    latched: state.secondLatched,
    latchCarriesUnknown: state.secondCarriesUnknown,
    secondLatched: false,
    secondCarriesUnknown: false,
    latchSources: state.secondSources,
    secondSources: noSources(config),
    sources: state.latchSources,
    unblocked: false,
    guest: false,
    carriesUnknown: state.latchCarriesUnknown,
    backToBack: b2b,
    lastNmiRip: state.rip,
    policyMemory: config.policy.enter(state.policyMemory, {
      backToBack: b2b,
      handled: 0,
      ip: toldIp(config, state.rip),
      claimedBy: noClaims(config),
      sources: toldSources(config, state.latchSources),
    }),
    summoned: state.summoned && config.axes.frontHandler === "emergency",
    inFront: state.summoned,
    position: state.summoned ? { at: "decide" } : walkFrom(config, state.latchSources, 0),
    outcome: null,
    elsewhere: null,
  };
}

/**
 * What a handler counts when it looks at a slot: an active one once{@when handlerQuirk , or handler 0
 * twice; and a greedy one that has found nothing counts one with its last slot}{@when pmu ; and handler
 * 0, where it expects an NMI without an event, one with its last slot where it has found none}.
 */
function counted<Memory>(
  config: Config<Memory>,
  state: State<Memory>,
  claims: boolean,
  isLast: boolean,
): Handled {
  const handlerQuirk = config.axes.handlerQuirk;
  if (claims) return handlerQuirk === "double-count" && isFirst(state.position) ? 2 : 1;
  const finds =
    (handlerQuirk === "greedy" || state.forgives) &&
    isFirst(state.position) &&
    isLast &&
    state.handled === 0;
  return finds ? 1 : 0;
}

/** Whether the handler that polls is handler 0, which may have a quirk. */
function isFirst(position: Position): boolean {
  return position.at === "polling" && position.handler === 0;
}

/**
 * One handler looks at one of its slots (`nmi_handle`): an active slot is claimed, that is cleared
 * and counted. Events may arrive between any two polls. With the last slot the handler returns, and
 * the policy says whether the next one is called.{@when lvtpc  Handler 0 also writes the LVTPC: before
 * it looks at the first counter, or after the last.}{@when pmu  With its last slot it is settled whether
 * it will claim an NMI in which it finds nothing: IBS does so once, AMD's PMU for a while after an
 * event.}
 */
export function poll<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  const here = state.position;
  if (here.at !== "polling") return null;
  const handlerQuirk = config.axes.handlerQuirk;
  const lvtpc = config.axes.lvtpc;
  const isHandler0 = here.handler === 0;
  const claims = slotActive(state, here.handler, here.slot);
  const isLast = here.slot + 1 === at(config.platform.chain, here.handler);
  const counts = counted(config, state, claims, isLast);
  const claimed = Math.min(state.handled + counts, 2);
  const byHandler = claimedAfter(config, state.claimedBy, here.handler, counts);
  const unmasks =
    isHandler0 && ((lvtpc === "early" && here.slot === 0) || (lvtpc === "late" && isLast));
  const stays = claims && handlerQuirk === "no-ack" && isHandler0;
  const pmu = config.axes.pmu;
  const ends = isHandler0 && isLast;
  const isForgiven = ends && !claims && state.handled === 0;
  const polled: State<Memory> = {
    ...state,
    active: withSlot(state, here.handler, here.slot, stays),
    lvtpcMasked: state.lvtpcMasked && !unmasks,
    handled: claimed,
    claimedBy: byHandler,
    forgives:
      (state.forgives && !(pmu === "stopped" && isForgiven)) ||
      (pmu === "window" && ends && claimed > 0),
    outcome: null,
    elsewhere: null,
  };
  if (!isLast) {
    return { ...polled, position: { at: "polling", handler: here.handler, slot: here.slot + 1 } };
  }
  const answer = config.policy.proceed(state.policyMemory, seen(config, state, claimed, byHandler));
  const next: Position =
    answer.walk === "on" ? walkFrom(config, state.sources, here.handler + 1) : { at: "decide" };
  return { ...polled, policyMemory: answer.memory, position: next };
}

/**
 * Whether the handler of the NMI_UNKNOWN chain that knows its own source is called. The walk is
 * that of the policy in an NMI that is not back-to-back: the seed passes `false` for `b2b` here.
 */
function asksOwn<Memory>(config: Config<Memory>, state: State<Memory>): boolean {
  const unknownChain = config.axes.unknownChain;
  if (unknownChain !== "greedyThenOwn") return true;
  const answer = config.policy.proceed(state.policyMemory, {
    ...seen(config, state, 1, state.claimedBy),
    backToBack: false,
  });
  return answer.walk === "on";
}

/** How an NMI ends that the policy would report, where the NMI_UNKNOWN chain claims it. */
function claimedAsUnknown<Memory>(config: Config<Memory>, state: State<Memory>): Elsewhere | null {
  const unknownChain = config.axes.unknownChain;
  if (state.ownSource && asksOwn(config, state)) return "recognised";
  if (unknownChain === "none" || unknownChain === "own") return null;
  return state.carriesUnknown ? "hidden" : "taken";
}

/**
 * The NMI ends in a place that the core has none for. An unknown edge in it is lost: it hides
 * behind a source that is known, or a greedy handler takes it.
 */
function endedElsewhere<Memory>(state: State<Memory>, ending: Elsewhere): State<Memory> {
  return {
    ...state,
    outcome: state.carriesUnknown && ending !== "hidden" ? "masked" : null,
    elsewhere: ending,
    owed: state.owed || state.carriesUnknown,
  };
}

/**
 * A system error or an I/O check, the former first. A handler that knows it clears it; a greedy one
 * claims and leaves it. Where nobody takes it the kernel may have been told to panic; else
 * `pci_serr_error` disables its line for good, and `io_check_error` enables its own again.
 */
function portRead<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> {
  const panic = config.axes.panic;
  const reasonPort = config.axes.reasonPort;
  if (reasonPort === "greedy") return state;
  const panics = state.serr ? panic === "unrecovered" : panic === "io";
  if (reasonPort === "unhandled" && panics) return { ...state, panicked: true };
  return {
    ...state,
    serr: false,
    serrOff: state.serrOff || (state.serr && reasonPort === "unhandled"),
    iochk: state.iochk && state.serr,
  };
}

/**
 * The walk is over, and `default_do_nmi` ends: with events claimed the NMI was for somebody; with
 * none {@when reasonPort it reads the reason port first; then }the policy reports it
 * (`unknown_nmi_error`: "Uhhuh. NMI received for unknown reason"{@when unknownChain , unless the
 * NMI_UNKNOWN chain takes it}) or swallows it. Back to run{@when nesting , unless an NMI nested: then
 * `default_do_nmi` runs once more with the same `regs->ip`, back-to-back always}.{@when frontHandler  An
 * NMI of the handler in front is over, whatever was folded into it.}
 */
export function decide<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> | null {
  if (state.position.at !== "decide") return null;
  if (state.inFront) {
    return finished(config, endedElsewhere(state, state.carriesUnknown ? "hidden" : "taken"));
  }
  if (state.handled === 0 && (state.serr || state.iochk)) {
    return finished(config, endedElsewhere(portRead(config, state), "external"));
  }
  const decision = config.policy.finish(
    state.policyMemory,
    seen(config, state, state.handled, state.claimedBy),
  );
  const decided: State<Memory> = { ...state, policyMemory: decision.memory };
  const ending =
    state.handled === 0 && decision.unclaimed === "report" ? claimedAsUnknown(config, state) : null;
  if (ending !== null) {
    const asked = { ...decided, ownSource: state.ownSource && ending !== "recognised" };
    return finished(config, endedElsewhere(asked, ending));
  }
  const verdict = judge(state, state.handled, decision.unclaimed);
  const panics = config.axes.panic === "unknown" || config.axes.panic === "unrecovered";
  const isReported = state.handled === 0 && decision.unclaimed === "report";
  return finished(config, {
    ...decided,
    outcome: verdict,
    owed: owedAfter(state, verdict),
    panicked: panics && isReported,
  });
}

/** Back to run; or, if an NMI nested and the kernel still stands, the handler chain once more. */
function finished<Memory>(config: Config<Memory>, state: State<Memory>): State<Memory> {
  if (!state.nested || state.panicked) {
    return {
      ...state,
      position: { at: "run" },
      handled: 0,
      claimedBy: noClaims(config),
      backToBack: false,
      carriesUnknown: false,
      unblocked: false,
      inFront: false,
      sources: noSources(config),
      nested: false,
      nestedCarriesUnknown: false,
    };
  }
  return {
    ...state,
    summoned: state.summoned && config.axes.frontHandler === "emergency",
    inFront: state.summoned,
    position: state.summoned ? { at: "decide" } : { at: "polling", handler: 0, slot: 0 },
    handled: 0,
    claimedBy: noClaims(config),
    backToBack: true,
    policyMemory: config.policy.enter(state.policyMemory, {
      backToBack: true,
      handled: 0,
      ip: toldIp(config, state.rip),
      claimedBy: noClaims(config),
      sources: noSources(config),
    }),
    carriesUnknown: state.nestedCarriesUnknown,
    nested: false,
    nestedCarriesUnknown: false,
  };
}
