import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import {
  DEFAULT_OBSERVATION,
  standardObservations,
} from "../../src/analyses/limits/observation.js";
import { shortestPair } from "../../src/analyses/limits/pair.js";
import { seenAlong } from "../../src/analyses/limits/seen-along.js";
import { walks } from "../../src/analyses/limits/walk.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { slice, wholly } from "../slice.js";
import { expectSamePair } from "./agreement.js";

test.each(wholly(platformNames))(
  "a pair on %s with chain [1] is as short as both runs allow",
  (name) => {
    const platform = namedPlatform(name, [1]);
    for (const observation of standardObservations.slice(0, 4)) {
      expectSamePair({ platform, walk: "chain", observation });
    }
  },
);

const chains: readonly Chain[] = [[2], [1, 1], [2, 1]];

const machines = platformNames.flatMap((name) => chains.map((chain) => ({ name, chain })));

test.each(slice(machines, 5))(
  "both runs of a pair show the same, and ask for different answers: $name, chain $chain",
  ({ name, chain }) => {
    const platform = namedPlatform(name, chain);
    for (const walk of ["chain", "seed"] as const) {
      const policy = walks[walk];
      const observation = DEFAULT_OBSERVATION;
      const pair = shortestPair(hardwareOf({ platform }, policy, observation), { credit: true });
      if (pair === null) throw new Error("there is a pair");
      const looking = { platform, policy, observation };
      expect(seenAlong(looking, pair.reported)).toEqual(pair.seen);
      expect(seenAlong(looking, pair.swallowed)).toEqual(pair.seen);
      expect(pair.seen.at(-1)).toMatch(/^unclaimed/);
    }
  },
);
