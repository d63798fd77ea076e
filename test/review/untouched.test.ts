import { expect, test } from "vitest";
import type { Mealy } from "../../src/analyses/learn/automaton/mealy.js";
import { lettersOf, plainAlphabet } from "../../src/analyses/learn/letters.js";
import type { Compared } from "../../src/analyses/review/common-alphabet.js";
import { untouchedBy } from "../../src/analyses/review/untouched.js";

const letters = lettersOf([1, 1]);

/** A kernel of one flag: what each NMI makes of it, and what becomes of one that nobody claims. */
function kernel(
  swallows: (isArmed: boolean, sameIp: boolean) => boolean,
  claims = (events: readonly number[]): readonly number[] => events,
): Mealy<string> {
  const moves = [false, true].map((isArmed) =>
    letters.map(({ sameIp, events }) => {
      const claimed = claims(events);
      const count = claimed.reduce((sum, one) => sum + one, 0);
      const fate = swallows(isArmed, sameIp) ? "swallowed" : "unknown";
      const next = count > 1 || (sameIp && isArmed) ? 1 : 0;
      return { next, output: `claimed ${claimed.join(",")} ${count > 0 ? "handled" : fate}` };
    }),
  );
  return { letters: letters.length, moves };
}

function compared(before: Mealy<string>, after: Mealy<string>): Compared {
  return { before, after, alphabet: plainAlphabet([1, 1]) };
}

const swallowing = kernel((isArmed, sameIp) => isArmed && sameIp);

test("a change of what becomes of back-to-back NMIs that nobody claims", () => {
  expect(
    untouchedBy(
      compared(
        swallowing,
        kernel(() => false),
      ),
    ),
  ).toEqual([
    "which handlers are called and what they claim",
    "NMIs that are not back-to-back",
    "NMIs that somebody claims",
  ]);
});

test("the first NMI stands for itself where later ones at another ip are touched", () => {
  const anywhere = kernel((isArmed) => isArmed);
  expect(untouchedBy(compared(swallowing, anywhere))).toEqual([
    "which handlers are called and what they claim",
    "the first NMI",
    "NMIs that somebody claims",
  ]);
});

test("a walk that stops early touches what is claimed", () => {
  const stopping = kernel(
    (isArmed, sameIp) => isArmed && sameIp,
    ([first = 0, second = 0]) => [first, first > 0 ? 0 : second],
  );
  expect(untouchedBy(compared(swallowing, stopping))).toEqual([]);
});
