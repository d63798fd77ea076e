import { decide, deliver, poll, seen } from "../kernel.js";
import { at, type Below } from "../language.js";
import { execute, external, initial, raise, withSlot } from "../machine.js";
import type { Platform } from "../platforms.js";
import type { Handler, Rip, Slot, State } from "../state.js";
import type { Board, SmpConfig, SmpState } from "./state.js";

/** Every CPU is outside NMI context, and nothing has happened yet. */
export function start<Memory>(config: SmpConfig<Memory>): SmpState<Memory> {
  return {
    cpus: Array.from({ length: config.board.cpus }, () => initial(config)),
    holder: null,
    reader: null,
    serr: false,
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
  if (isShared(config, handler, slot)) return null;
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
  if (shared === "none" || at(at(at(state.cpus, 0).active, last), 0)) return null;
  return {
    ...state,
    cpus: state.cpus.map(
      (cpu, index): State<Memory> => ({
        ...cpu,
        active: withSlot(cpu, last, 0, true),
        latched: cpu.latched || shared === "all" || index === 0,
        outcome: null,
      }),
    ),
  };
}

/** An edge of an unknown source comes, to the boot CPU or to all. */
export function externalEdge<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): SmpState<Memory> {
  if (config.board.externalTo === "boot") {
    return { ...state, cpus: state.cpus.with(0, external(config, at(state.cpus, 0))) };
  }
  return { ...state, cpus: state.cpus.map((cpu): State<Memory> => external(config, cpu)) };
}

/** A CPU runs outside NMI context and stands at `place`. */
export function executeOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
  place: Rip,
): SmpState<Memory> | null {
  const next = execute(config, at(state.cpus, cpu), place);
  return next === null ? null : { ...state, cpus: state.cpus.with(cpu, next) };
}

/** A CPU takes its NMI. */
export function deliverOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
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
  if (!asksForShared(config, state, cpu)) return null;
  if (state.holder === null) return { ...state, holder: cpu };
  const here = at(state.cpus, cpu);
  const answer = config.policy.proceed(here.policyMemory, seen(here, here.handled));
  const turned: State<Memory> = {
    ...here,
    policyMemory: answer.memory,
    position: { at: "decide" },
  };
  return { ...state, cpus: state.cpus.with(cpu, turned) };
}

/** A handler on a CPU looks at one of its slots; the shared source is claimed for all of them. */
export function pollOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (asksForShared(config, state, cpu)) return null;
  const here = at(state.cpus, cpu).position;
  const next = poll(config, at(state.cpus, cpu));
  if (next === null || here.at !== "polling") return null;
  const isOver = next.position.at === "decide";
  const holder = state.holder === cpu && isOver ? null : state.holder;
  const polled = state.cpus.with(cpu, next);
  if (!isShared(config, here.handler, here.slot)) return { ...state, cpus: polled, holder };
  return {
    ...state,
    cpus: polled.map(
      (other): State<Memory> => ({
        ...other,
        active: withSlot(other, here.handler, here.slot, false),
      }),
    ),
    holder,
  };
}

/** A system error happens: its bit stands for all CPUs, and an edge is sent. */
export function systemError<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): SmpState<Memory> | null {
  const port = config.board.portTo;
  if (port === "none" || state.serr) return null;
  return {
    ...state,
    cpus: state.cpus.map(
      (cpu, index): State<Memory> => ({
        ...cpu,
        latched: cpu.latched || port === "all" || index === 0,
        outcome: null,
      }),
    ),
    serr: true,
  };
}

/** An NMI that was a system error's: an unknown edge in it hides behind that. */
function endedBySystemError<Memory>(cpu: State<Memory>): State<Memory> {
  return {
    ...cpu,
    position: { at: "run" },
    handled: 0,
    backToBack: false,
    carriesUnknown: false,
    outcome: cpu.carriesUnknown ? "masked" : null,
    owed: cpu.owed || cpu.carriesUnknown,
  };
}

/** Whether the CPU takes `nmi_reason_lock` next: nothing was claimed, and it does not hold it. */
function asksForPort<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): boolean {
  const here = at(state.cpus, cpu);
  if (here.position.at !== "decide" || config.board.reasonLock === "step") return false;
  return here.handled === 0 && state.reader !== cpu;
}

/** A CPU takes `nmi_reason_lock`, or looks at it in vain, as often as it will. */
export function lockPort<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (!asksForPort(config, state, cpu)) return null;
  return { ...state, reader: state.reader === null ? cpu : state.reader };
}

/**
 * A CPU is done with its NMI. With nothing claimed it reads the port first, where a handler of
 * NMI_SERR clears a system error, under `nmi_reason_lock`.
 */
export function decideOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (asksForPort(config, state, cpu)) return null;
  const here = at(state.cpus, cpu);
  const next = decide(config, here);
  if (next === null) return null;
  const reader = state.reader === cpu ? null : state.reader;
  if (state.serr && here.handled === 0) {
    return { ...state, cpus: state.cpus.with(cpu, endedBySystemError(here)), reader, serr: false };
  }
  return { ...state, cpus: state.cpus.with(cpu, next), reader };
}
