import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { standardObservations } from "../../src/analyses/limits/observation.js";
import { walkNames } from "../../src/analyses/limits/walk.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { expectSameKnowledge, expectSamePair } from "../limits/agreement.js";
import { expectBest } from "../limits/best.js";
import { allObservations, expectTrue } from "../limits/observers.js";
import { expectAsKnown, promised } from "../limits/table-agreement.js";

const chains: readonly Chain[] = [[1], [1, 1], [2], [2, 1]];
const matrix = platformNames.flatMap((name) => chains.map((chain) => ({ name, chain })));

test.each(matrix)(
  "every observer knows what a plain search says: $name, chain $chain",
  ({ name, chain }) => {
    const platform = namedPlatform(name, chain);
    for (const walk of walkNames) {
      for (const observation of standardObservations) {
        expectSameKnowledge({ platform, walk, observation });
      }
    }
  },
);

const small = matrix.filter(({ chain }) => chain.length === 1);

test.each(small)(
  "pairs are as short as both runs allow, step by step: $name, chain $chain",
  ({ name, chain }) => {
    const platform = namedPlatform(name, chain);
    for (const walk of walkNames) {
      for (const observation of standardObservations.slice(0, chain[0] === 1 ? 7 : 2)) {
        expectSamePair({ platform, walk, observation });
      }
    }
  },
);

test.each(matrix)(
  "of all policies the synthesised ones are best: $name, chain $chain",
  ({ name, chain }) => {
    expectBest(namedPlatform(name, chain), chain.length === 1 ? 4 : 3);
  },
);

test.each(matrix.filter(({ chain }) => chain.length === 2))(
  "a table says what a perfect memory knows, at every decision: $name, chain $chain",
  ({ name, chain }) => {
    const platform = namedPlatform(name, chain);
    for (const observation of standardObservations) {
      for (const promise of promised) {
        expect(expectAsKnown(platform, observation, promise)).toBeGreaterThan(100);
      }
    }
  },
);

test.each(matrix)(
  "what is said of every observer is true of the kernel that sees more: $name, chain $chain",
  async ({ name, chain }) => {
    const platform = namedPlatform(name, chain);
    for (const walk of walkNames) {
      for (const observation of allObservations) await expectTrue({ platform, walk, observation });
    }
  },
);
