import { decide, deliver, poll } from "../kernel.js";
import { at, type Below } from "../language.js";
import { execute, external, initial, raise, withSlot } from "../machine.js";
import type { Platform } from "../platforms.js";
import type { Handler, Rip, Slot, State } from "../state.js";
import type { Board, SmpConfig, SmpState } from "./state.js";

/** Every CPU is outside NMI context, and nothing has happened yet. */
export function start<Memory>(config: SmpConfig<Memory>): SmpState<Memory> {
  return { cpus: Array.from({ length: config.board.cpus }, () => initial(config)) };
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
  return next === null ? null : { cpus: state.cpus.with(cpu, next) };
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
    return { cpus: state.cpus.with(0, external(config, at(state.cpus, 0))) };
  }
  return { cpus: state.cpus.map((cpu): State<Memory> => external(config, cpu)) };
}

/** A CPU runs outside NMI context and stands at `place`. */
export function executeOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
  place: Rip,
): SmpState<Memory> | null {
  const next = execute(config, at(state.cpus, cpu), place);
  return next === null ? null : { cpus: state.cpus.with(cpu, next) };
}

/** A CPU takes its NMI. */
export function deliverOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  const next = deliver(config, at(state.cpus, cpu));
  return next === null ? null : { cpus: state.cpus.with(cpu, next) };
}

/** A handler on a CPU looks at one of its slots; the shared source is claimed for all of them. */
export function pollOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  const here = at(state.cpus, cpu).position;
  const next = poll(config, at(state.cpus, cpu));
  if (next === null || here.at !== "polling") return null;
  const polled = state.cpus.with(cpu, next);
  if (!isShared(config, here.handler, here.slot)) return { cpus: polled };
  return {
    cpus: polled.map(
      (other): State<Memory> => ({
        ...other,
        active: withSlot(other, here.handler, here.slot, false),
      }),
    ),
  };
}

/** A CPU is done with its NMI. */
export function decideOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  const next = decide(config, at(state.cpus, cpu));
  return next === null ? null : { cpus: state.cpus.with(cpu, next) };
}
