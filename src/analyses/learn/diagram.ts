import { at } from "../../../spec/language.js";
import { handledIn, lookOf, type Phases } from "./phases.js";

const COUNT_WORDS = ["none", "one", "more"];

/**
 * The policy as a Mermaid state diagram: an edge for each change of what is kept, labelled with the
 * NMIs that bring it about, and with what becomes of those that nobody claims.
 */
export function diagramOf(phases: Phases, names: readonly string[]): string {
  const lines = ["stateDiagram-v2", `  [*] --> ${at(names, 0)}`];
  for (const [phase, name] of names.entries()) {
    const edges = new Map<number, string[]>();
    for (const [text, next] of labelled(phases, phase)) {
      edges.set(next, [...(edges.get(next) ?? []), text]);
    }
    for (const [next, texts] of edges) {
      lines.push(`  ${name} --> ${at(names, next)}: ${texts.join("; ")}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

/** Each kind of NMI in a phase, and where it leads; both ips in one where they make no difference. */
function labelled(phases: Phases, phase: number): readonly (readonly [string, number])[] {
  const cases = phases.cases(phase);
  const looks = [...new Set(cases.map(({ claimed }) => lookOf(phases.looksAt, claimed)))].sort();
  return looks.flatMap((look) => {
    const alike = cases.filter(({ claimed }) => lookOf(phases.looksAt, claimed) === look);
    const texts = alike.map(({ sameIp, claimed, ending: { next, action } }) => {
      const fate = handledIn(claimed) === 0 ? `, ${action}` : "";
      const what = phases.looksAt === "told" ? `claimed ${look}` : at(COUNT_WORDS, Number(look));
      return { ip: sameIp ? "same ip" : "other ip", text: `${what}${fate}`, next };
    });
    const [first] = texts;
    const isBlind = texts.every(({ text, next }) => text === first?.text && next === first.next);
    if (first !== undefined && isBlind) return [[first.text, first.next] as const];
    return texts.map(({ ip, text, next }) => [`${ip}, ${text}`, next] as const);
  });
}
