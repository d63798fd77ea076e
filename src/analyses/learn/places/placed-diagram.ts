import { countWords, fateText } from "../diagram/phases-diagram.js";
import { type StateDiagram, stateDiagram } from "../diagram/state-diagram.js";
import { lookOf } from "../phases.js";
import {
  handledOf,
  type PlacedCase,
  type PlacedPhase,
  type PlacedPolicy,
} from "./placed-policy.js";

/**
 * A policy that remembers places as a state diagram: as that of any other, with the NMIs at a
 * place that is remembered, and those whose place is.
 */
export function placedDiagram(
  { phases, looksAt }: PlacedPolicy,
  names: readonly string[],
): StateDiagram {
  const transitions = phases.flatMap((phase, from) =>
    phase.cases.map((one) => {
      const handled = handledOf(one);
      const look = lookOf(looksAt, one.claimed);
      const what = looksAt === "told" ? `claimed ${look}` : countWords(handled);
      const isStop = phase.stops.some(
        (stop) => stop.isStop && stop.where === one.where && stop.handled === handled,
      );
      const fate = fateText(handled, one.ending.action, isStop);
      const kept = remembers(phases, one) ? ", remembers its ip" : "";
      return { from, to: one.ending.next, text: `${ipText(phase, one)}, ${what}${fate}${kept}` };
    }),
  );
  return stateDiagram(names, transitions);
}

function ipText({ registers }: PlacedPhase, { where }: PlacedCase): string {
  if (where === "elsewhere") return "other ip";
  return registers[where]?.isLast === true ? "same ip" : "remembered ip";
}

/** Whether the place of the NMI is kept beyond the next one. */
function remembers(phases: readonly PlacedPhase[], { ending, sources }: PlacedCase): boolean {
  return sources.some(
    (source, register) =>
      source === "now" && phases[ending.next]?.registers[register]?.isKept === true,
  );
}
