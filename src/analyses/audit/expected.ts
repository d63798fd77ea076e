import { at } from "../../../spec/language.js";
import { enumerated } from "../../machine/trace/words.js";
import type { Followed } from "./follow-cpu.js";
import { ANY_ENDING, endingBit, endings, endingsOf } from "./observed-nmi.js";

/** Each ending in words, to stand after "it was". */
export const endingTexts = {
  reported: "reported",
  swallowed: "swallowed",
  external: "told of by the reason port",
} as const;

/**
 * What the machine could have done where the log says that it did something else, as a sentence.
 *
 * @param names of the handlers of the model's chain
 */
export function expectedText({ nmi, observed }: Followed, names: readonly string[]): string {
  const { automaton, set } = nmi;
  const { step, handler } = automaton.failingStep(set, observed);
  switch (step) {
    case "take":
      return observed.same === true
        ? "no NMI can come at the address of the one before"
        : "no NMI can come at another address than the one before: the next one was pending";
    case "handler": {
      const name = names[handler] ?? `handler ${handler}`;
      const slots = at(automaton.chain, handler);
      const possible = [...Array(slots + 1).keys()].filter((count) => {
        const claimed = [...observed.claimed.slice(0, handler), count];
        const failing = automaton.failingStep(set, { ...observed, claimed, mask: ANY_ENDING });
        return failing.step === "end";
      });
      if (possible.length === 0) return `${name} cannot have been called: the walk was over`;
      return `${name} claims ${enumerated(possible.map(String)).replace(" and ", " or ")}`;
    }
    case "end": {
      const possible = endings.filter(
        (ending) => automaton.after(set, { ...observed, mask: endingBit(ending) }).next !== null,
      );
      if (observed.claimed.some((count) => count > 0) || possible.length === 0) {
        return `the walk goes on after ${names[observed.claimed.length - 1] ?? "its last handler"}`;
      }
      const was = endingsOf(observed.mask).map((ending) => endingTexts[ending]);
      return `it is ${possible.map((ending) => endingTexts[ending]).join(" or ")}, and the log says ${was.join(" or ")}`;
    }
  }
}
