import { at } from "../../../spec/language.js";
import { handledIn, lookOf, type Phases } from "./phases.js";

/** None, one or more, as they stand at an edge. */
export function countWords(handled: number): string {
  return at(["none", "one", "more"], handled);
}

/** What leads from one state to another. */
export interface DiagramEdge {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** A state diagram as Mermaid has it, one edge for all that leads from a state to another. */
export function mermaid(names: readonly string[], edges: readonly DiagramEdge[]): string {
  const lines = names.flatMap((name, from) => {
    const texts = new Map<number, string[]>();
    for (const edge of edges) {
      if (edge.from === from) texts.set(edge.to, [...(texts.get(edge.to) ?? []), edge.text]);
    }
    return [...texts].map(([to, all]) => `  ${name} --> ${at(names, to)}: ${all.join("; ")}`);
  });
  return `${["stateDiagram-v2", `  [*] --> ${at(names, 0)}`, ...lines].join("\n")}\n`;
}

/**
 * The policy as a Mermaid state diagram: an edge for each change of what is kept, labelled with the
 * NMIs that bring it about, and with what becomes of those that nobody claims.
 */
export function diagramOf(phases: Phases, names: readonly string[]): string {
  const edges = names.flatMap((_, from) =>
    labelled(phases, from).map(([text, to]) => ({ from, to, text })),
  );
  return mermaid(names, edges);
}

/** Each kind of NMI in a phase, and where it leads; both ips in one where they make no difference. */
function labelled(phases: Phases, phase: number): readonly (readonly [string, number])[] {
  const cases = phases.cases(phase);
  const looks = [...new Set(cases.map(({ claimed }) => lookOf(phases.looksAt, claimed)))].sort();
  return looks.flatMap((look) => {
    const alike = cases.filter(({ claimed }) => lookOf(phases.looksAt, claimed) === look);
    const texts = alike.map(({ sameIp, claimed, ending: { next, action } }) => {
      const fate = handledIn(claimed) === 0 ? `, ${action}` : "";
      const what = phases.looksAt === "told" ? `claimed ${look}` : countWords(Number(look));
      return { ip: sameIp ? "same ip" : "other ip", text: `${what}${fate}`, next };
    });
    const [first] = texts;
    const isBlind = texts.every(({ text, next }) => text === first?.text && next === first.next);
    if (first !== undefined && isBlind) return [[first.text, first.next] as const];
    return texts.map(({ ip, text, next }) => [`${ip}, ${text}`, next] as const);
  });
}
