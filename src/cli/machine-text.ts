import type { Latch, MachineLog } from "../engines/hardware/machine-log.js";
import { counted, grouped } from "../machine/trace/words.js";
import type { TraceText } from "./trace-sources.js";

/** The traces of a log, called by their place in it. */
export function loggedTraces({ file, traces }: MachineLog): readonly TraceText[] {
  return traces.map(({ text }, index) => ({
    file: `${file}, trace ${index + 1}`,
    text: async () => text,
  }));
}

/** A machine as `replay --log --json` tells of it. */
export function machineOf({ kernel, cpu, latch, ended }: MachineLog) {
  return { kernel, cpu, latch, axes: axesOf(latch), ended };
}

/** The axes that a machine with this latch needs, as `--axis` takes them. */
function axesOf({ depth }: Latch): readonly string[] {
  return depth > 1 ? [`latch-depth=${depth}`] : [];
}

/** What is known of the machine of a log, for a person: what its latch did, and which axes that is. */
export function machineText(log: MachineLog): string {
  const { depth, folds, cycles } = log.latch;
  const needs = axesOf(log.latch);
  const axis = needs.length === 0 ? "the core's" : needs.map((name) => `--axis ${name}`).join(" ");
  const outside = folds
    ? "edges that come one after the other outside of NMIs make one"
    : "it takes an NMI between any two edges outside of NMIs, so one edge was sent for several";
  return [
    `${log.kernel}${log.cpu === "" ? "" : `, ${log.cpu}`}`,
    `  latch   keeps ${counted(depth, "NMI")} while one is in progress: ${axis}; ${outside}`,
    `  delay   an NMI comes ${grouped(cycles)} cycles after its edge at the least; what the CPU executes meanwhile is what --platform shadow is about`,
    ...(log.ended ? [] : ["  the log ends before the run did"]),
    "",
  ].join("\n");
}
