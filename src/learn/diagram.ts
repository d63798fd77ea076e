import { at } from "../../spec/language.js";
import type { Phases } from "./phases.js";

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
  return [0, 1, 2].flatMap((handled) => {
    const [same, other] = [true, false].map((sameIp) => phases.ending(phase, sameIp, handled));
    const what = at(COUNT_WORDS, handled);
    const fate = (action: string): string => (handled === 0 ? `, ${action}` : "");
    if (same === null || same === undefined || other === null || other === undefined) {
      const known = same ?? other;
      return known === null || known === undefined
        ? []
        : [[`${what}${fate(known.action)}`, known.next] as const];
    }
    if (same.next === other.next && same.action === other.action) {
      return [[`${what}${fate(same.action)}`, same.next] as const];
    }
    return [
      [`same ip, ${what}${fate(same.action)}`, same.next] as const,
      [`other ip, ${what}${fate(other.action)}`, other.next] as const,
    ];
  });
}
