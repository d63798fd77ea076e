import { at } from "../../../../spec/language.js";

/** What leads from one state to another. */
export interface Transition {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** All that leads from one state to another, one text for each kind of NMI. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
  readonly texts: readonly string[];
}

/** A policy as a state diagram; its first state is its start. */
export interface StateDiagram {
  readonly states: readonly string[];
  /** By the states that they begin in, each two states once. */
  readonly arrows: readonly Arrow[];
}

/** The diagram in which all that leads from one state to another is one arrow. */
export function stateDiagram(
  states: readonly string[],
  transitions: readonly Transition[],
): StateDiagram {
  const arrows = states.flatMap((_, from) => {
    const texts = new Map<number, string[]>();
    for (const { from: own, to, text } of transitions) {
      if (own === from) texts.set(to, [...(texts.get(to) ?? []), text]);
    }
    return [...texts].map(([to, all]): Arrow => ({ from, to, texts: all }));
  });
  return { states, arrows };
}

/** The diagram of a policy that was learned, as its document tells it. */
export function diagramIn(document: {
  readonly phases: readonly { readonly name: string }[];
  readonly arrows: readonly Arrow[];
}): StateDiagram {
  return { states: document.phases.map(({ name }) => name), arrows: document.arrows };
}

/** The diagram as Mermaid has it. */
export function mermaid({ states, arrows }: StateDiagram): string {
  const lines = arrows.map(
    ({ from, to, texts }) => `  ${at(states, from)} --> ${at(states, to)}: ${texts.join("; ")}`,
  );
  return `${["stateDiagram-v2", `  [*] --> ${at(states, 0)}`, ...lines].join("\n")}\n`;
}

/** The diagram in sentences, for who does not see it. */
export function diagramWords({ states, arrows }: StateDiagram): string {
  return [
    `It starts in ${at(states, 0)}.`,
    ...arrows.map(({ from, to, texts }) => {
      const way = from === to ? "it stays" : `to ${at(states, to)}`;
      return `In ${at(states, from)}, ${way}: ${texts.join("; ")}.`;
    }),
  ].join(" ");
}
