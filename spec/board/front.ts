import { edge } from "../cpu/hardware.js";
import type { State } from "../cpu/state.js";
import { at, type Below } from "../language.js";
import { isDown } from "./standstill.js";
import type { Board, SmpConfig, SmpState } from "./state.js";

/**
 * A microcode update summons all CPUs to its rendezvous: each sets its flag, and sends itself an NMI
 * (`load_cpus_stopped`, `arch/x86/kernel/cpu/microcode/core.c`).
 */
export function summonAll<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
): SmpState<Memory> | null {
  if (isDown(state) || config.axes.frontHandler !== "rendezvous") return null;
  if (state.cpus.some((cpu) => cpu.summoned || cpu.inFront)) return null;
  return {
    ...state,
    cpus: state.cpus.map(
      (cpu): State<Memory> => edge(config, { ...cpu, summoned: true }, null, false),
    ),
  };
}

/**
 * The kernel crashes on a CPU: the emergency handler is set, one for all CPUs, and each other CPU is
 * sent an NMI (`nmi_shootdown_cpus`, `arch/x86/kernel/reboot.c`).
 */
export function crashOn<Memory>(
  config: SmpConfig<Memory>,
  state: SmpState<Memory>,
  cpu: Below<Board["cpus"]>,
): SmpState<Memory> | null {
  if (isDown(state) || config.axes.frontHandler !== "emergency") return null;
  if (state.crashing !== null || at(state.cpus, cpu).position.at !== "run") return null;
  return {
    ...state,
    crashing: cpu,
    cpus: state.cpus.map((other, index): State<Memory> => {
      const summoned = { ...other, summoned: true };
      return index === cpu
        ? { ...summoned, outcome: null, elsewhere: null }
        : edge(config, summoned, null, false);
    }),
  };
}
