import { moveOf } from "../learn/automaton/mealy.js";
import type { NmiAt } from "../learn/letters.js";
import { outputParts } from "../learn/nmi-system.js";
import type { Compared } from "./common-alphabet.js";

const FIRST = "the first NMI";
/** It is one of these. */
const NOT_BACK_TO_BACK = "NMIs that are not back-to-back";

/** What a kernel does with NMIs, one side of it at a time. */
const sides: readonly {
  readonly what: string;
  /** Whether an NMI is one of those that it is about. */
  readonly isAbout: (
    nmi: Pick<NmiAt, "events">,
    isBackToBack: boolean,
    isFirst: boolean,
  ) => boolean;
  /** What is looked at of the answer. */
  readonly look: (output: string) => string;
}[] = [
  {
    what: "which handlers are called and what they claim",
    isAbout: () => true,
    look: (output) => outputParts(output)?.claimed.join() ?? output,
  },
  {
    what: FIRST,
    isAbout: (_, _isBackToBack, isFirst) => isFirst,
    look: (output) => output,
  },
  {
    what: NOT_BACK_TO_BACK,
    isAbout: (_, isBackToBack, isFirst) => !isBackToBack || isFirst,
    look: (output) => output,
  },
  {
    what: "NMIs that somebody claims",
    isAbout: ({ events }) => events.some((count) => count > 0),
    look: (output) => output,
  },
  {
    what: "NMIs that nobody claims",
    isAbout: ({ events }) => events.every((count) => count === 0),
    look: (output) => output,
  },
];

/**
 * What two machines over the same letters do alike whatever came before, as nouns: none of it is
 * touched by the change that made one of the other.
 */
export function untouchedBy({ before: one, after: other, alphabet }: Compared): readonly string[] {
  const alike = new Set(sides);
  const queue: { readonly here: number; readonly there: number; readonly last: number | null }[] = [
    { here: 0, there: 0, last: null },
  ];
  const met = new Set(["0 0 null"]);
  for (const [index, { here, there, last }] of queue.entries()) {
    for (let letter = 0; letter < alphabet.size; letter++) {
      const nmi = alphabet.after(last, letter);
      const left = moveOf(one, here, letter);
      const right = moveOf(other, there, letter);
      for (const side of alike) {
        const isEqual = side.look(left.output) === side.look(right.output);
        if (!isEqual && side.isAbout(nmi, nmi.ip === last, index === 0)) alike.delete(side);
      }
      const key = `${left.next} ${right.next} ${nmi.ip}`;
      if (met.has(key)) continue;
      met.add(key);
      queue.push({ here: left.next, there: right.next, last: nmi.ip });
    }
  }
  const untouched = [...alike].map(({ what }) => what);
  return untouched.includes(NOT_BACK_TO_BACK)
    ? untouched.filter((what) => what !== FIRST)
    : untouched;
}
