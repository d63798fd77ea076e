import {
  arrive,
  edge,
  execute,
  external,
  fault,
  initial,
  lapse,
  nest,
  ownEvent,
  portError,
  raise,
  reinject,
  runGuest,
  slotActive,
  touch,
  vanish,
  withSlot,
} from "../cpu/hardware.js";
import { decide, deliver, poll } from "../cpu/kernel.js";
import { seen } from "../cpu/policy-input.js";
import type { Handler, PortLine, Slot, State } from "../cpu/state.js";
import { at, type Below } from "../language.js";
import type { Platform } from "../platforms.js";
import type { Rip } from "../policy.js";
import { isDown, staysInFront } from "./standstill.js";
import type { Board, SmpConfig, SmpState } from "./state.js";

/** Every CPU is outside NMI context, and nothing has happened yet. */
export function start<Memory>(config: SmpConfig<Memory>): SmpState<Memory> {
  return {
    cpus: Array.from({ length: config.board.cpus }, () => initial(config)),
    holder: null,
    reader: null,
    crashing: null,
  };
}

/** Whether the slot is the source that all CPUs share. */
function isShared<Memory>(config: SmpConfig<Memory>, handler: Handler, slot: Slot): boolean {
  return (
    config.board.sharedTo !== "none" && handler + 1 === config.platform.chain.length && slot === 0
  );
}

/** An event of a CPU's own happens: nobody else sees it. */
export function raiseOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
  handler: Handler,
  slot: Below<Platform["chain"][typeof handler]>,
): SmpState<Memory> | null {
  if (isDown(state) || isShared(config, handler, slot)) return null;
  const next = raise(config, at(state.cpus, cpu), handler, slot);
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** The shared source fires: the CPUs that get its edge latch an NMI, and all of them see its bit. */
export function sharedEvent<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): SmpState<Memory> | null {
  const last = config.platform.chain.length - 1;
  const shared = config.board.sharedTo;
  if (isDown(state) || shared === "none") return null;
  if (slotActive(at(state.cpus, 0), last, 0)) return null;
  return {
    ...state,
    cpus: state.cpus.map((cpu, index): State<Memory> => {
      const active = withSlot(cpu, last, 0, true);
      return shared === "all" || index === 0
        ? edge(config, { ...cpu, active }, last, false)
        : { ...cpu, active, outcome: null, elsewhere: null };
    }),
  };
}

/** An edge of an unknown source comes, to the boot CPU or to all. */
export function externalEdge<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  if (config.board.externalTo === "boot") {
    const next = external(config, at(state.cpus, 0));
    return next === null ? null : { ...state, cpus: state.cpus.with(0, next) };
  }
  return {
    ...state,
    cpus: state.cpus.map((cpu): State<Memory> => edge(config, cpu, null, true)),
  };
}

/** The source fires on a CPU that its handler of the NMI_UNKNOWN chain recognises. */
export function ownEventOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = ownEvent(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** A hypervisor delivers the NMI of a CPU once more. */
export function reinjectOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = reinject(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** A CPU runs outside NMI context and stands at `place`. */
export function executeOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
  place: Rip,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = execute(config, at(state.cpus, cpu), place);
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** `local_touch_nmi` on a CPU. */
export function touchOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = touch(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** A guest runs on a CPU. */
export function runGuestOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = runGuest(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** The status bits of handler 0 are gone on a CPU, if they are its own. */
export function vanishOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state) || isShared(config, 0, 0)) return null;
  const next = vanish(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** A late edge comes to the latch of a CPU. */
export function arriveOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = arrive(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** The time is over in which handler 0 of a CPU claims whatever comes. */
export function lapseOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = lapse(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** An exception in a handler on a CPU: its IRET unblocks NMIs there. */
export function faultOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = fault(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** An NMI nests on a CPU. */
export function nestOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = nest(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** A CPU takes its NMI. */
export function deliverOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const next = deliver(config, at(state.cpus, cpu));
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** Whether the CPU calls the handler of the shared source next, which one CPU at a time runs. */
export function asksForShared<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): boolean {
  const here = at(state.cpus, cpu).position;
  if (here.at !== "polling" || config.board.sharedLock === "none") return false;
  return isShared(config, here.handler, here.slot) && state.holder !== cpu;
}

/**
 * A CPU calls the handler of the shared source, which one CPU at a time runs: it is the one, or the
 * handler returns at once with nothing claimed, and the walk is over.
 */
export function enterShared<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state) || !asksForShared(config, state, cpu)) return null;
  if (state.holder === null) return { ...state, holder: cpu };
  const here = at(state.cpus, cpu);
  const answer = config.policy.proceed(
    here.policyMemory,
    seen(config, here, here.handled, here.claimedBy),
  );
  const turned: State<Memory> = {
    ...here,
    policyMemory: answer.memory,
    position: { at: "decide" },
    outcome: null,
    elsewhere: null,
  };
  return { ...state, cpus: state.cpus.with(cpu, turned) };
}

/** A handler on a CPU looks at one of its slots; the shared source is claimed for all of them. */
export function pollOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state) || asksForShared(config, state, cpu)) return null;
  const here = at(state.cpus, cpu).position;
  const next = poll(config, at(state.cpus, cpu));
  if (next === null || here.at !== "polling") return null;
  const isOver = next.position.at === "decide";
  const holder = state.holder === cpu && isOver ? null : state.holder;
  const polled = state.cpus.with(cpu, next);
  if (!isShared(config, here.handler, here.slot)) return { ...state, cpus: polled, holder };
  const stays = slotActive(next, here.handler, here.slot);
  return {
    ...state,
    cpus: polled.map(
      (other): State<Memory> => ({
        ...other,
        active: withSlot(other, here.handler, here.slot, stays),
      }),
    ),
    holder,
  };
}

/** An error of the reason port: its bit is set for all CPUs, and the edge goes to the boot CPU or to all. */
function portEdge<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cause: PortLine,
): SmpState<Memory> | null {
  if (isDown(state)) return null;
  const boot = portError(config, at(state.cpus, 0), cause);
  if (boot === null) return null;
  return {
    ...state,
    cpus: state.cpus.map((cpu, index): State<Memory> => {
      const seeing = { ...cpu, serr: boot.serr, iochk: boot.iochk };
      return config.board.portTo === "all" || index === 0
        ? edge(config, seeing, null, false)
        : { ...seeing, outcome: null, elsewhere: null };
    }),
  };
}

/** A PCI system error happens. */
export function systemError<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): SmpState<Memory> | null {
  return portEdge(config, state, "serr");
}

/** An I/O check happens. */
export function ioCheck<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): SmpState<Memory> | null {
  return config.axes.reasonPort === "serr" ? null : portEdge(config, state, "iochk");
}

/** Whether the CPU takes `nmi_reason_lock` next: nothing was claimed, and it does not hold it. */
function asksForPort<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): boolean {
  const here = at(state.cpus, cpu);
  if (here.position.at !== "decide" || config.board.reasonLock === "step") return false;
  return here.handled === 0 && !here.inFront && state.reader !== cpu;
}

/** A CPU takes `nmi_reason_lock`, or looks at it in vain, as often as it will. */
export function lockPort<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state) || !asksForPort(config, state, cpu)) return null;
  return { ...state, reader: state.reader === null ? cpu : state.reader };
}

/**
 * A CPU is done with its NMI. With nothing claimed it reads the reason port first, under
 * `nmi_reason_lock`: what it clears there is cleared for all CPUs.{@when frontHandler  One that stands
 * in the handler in front may have to stay there.}
 */
export function decideOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state) || asksForPort(config, state, cpu) || staysInFront(config, state, cpu))
    return null;
  const next = decide(config, at(state.cpus, cpu));
  if (next === null) return null;
  const reader = state.reader === cpu ? null : state.reader;
  const decided = state.cpus.with(cpu, next);
  if (config.axes.reasonPort === "absent") return { ...state, cpus: decided, reader };
  return {
    ...state,
    cpus: decided.map(
      (other): State<Memory> => ({
        ...other,
        serr: next.serr,
        iochk: next.iochk,
        serrOff: next.serrOff,
      }),
    ),
    reader,
  };
}
