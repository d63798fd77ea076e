import { at } from "../../../../spec/language.js";
import { handledIn, lookOf, type Phases } from "../phases.js";
import { type StateDiagram, stateDiagram } from "./state-diagram.js";

/** None, one or more, as they stand at an edge. */
export function countWords(handled: number): string {
  return at(["none", "one", "more"], handled);
}

/** What becomes of an NMI that nobody claims, and whether a handler that claims something is the last one. */
export function fateText(handled: number, action: string, isStop: boolean): string {
  if (handled === 0) return `, ${action}`;
  return isStop ? ", the walk stops" : "";
}

/**
 * The policy as a state diagram: an arrow for each change of what is kept, labelled with the NMIs that
 * bring it about, and with what becomes of those that nobody claims.
 */
export function phasesDiagram(phases: Phases, names: readonly string[]): StateDiagram {
  return stateDiagram(
    names,
    names.flatMap((_, from) => labelled(phases, from).map(([text, to]) => ({ from, to, text }))),
  );
}

/** Each kind of NMI in a phase, and where it leads; both ips in one where they make no difference. */
function labelled(phases: Phases, phase: number): readonly (readonly [string, number])[] {
  const cases = phases.cases(phase);
  const looks = [...new Set(cases.map(({ claimed }) => lookOf(phases.looksAt, claimed)))].sort();
  return looks.flatMap((look) => {
    const alike = cases.filter(({ claimed }) => lookOf(phases.looksAt, claimed) === look);
    const texts = alike.map(({ sameIp, claimed, ending: { next, action } }) => {
      const handled = handledIn(claimed);
      const fate = fateText(handled, action, phases.stops(phase, sameIp, handled));
      const what = phases.looksAt === "told" ? `claimed ${look}` : countWords(Number(look));
      return { ip: sameIp ? "same ip" : "other ip", text: `${what}${fate}`, next };
    });
    const [first] = texts;
    const isBlind = texts.every(({ text, next }) => text === first?.text && next === first.next);
    if (first !== undefined && isBlind) return [[first.text, first.next] as const];
    return texts.map(({ ip, text, next }) => [`${ip}, ${text}`, next] as const);
  });
}
