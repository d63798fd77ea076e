import { expect, test } from "vitest";
import type { Chain } from "../../spec/platforms.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import {
  countsOf,
  knowledgeOf,
  reportsWhatMayBeUnknown,
  withoutCredit,
} from "../../src/analyses/limits/knowledge.js";
import {
  DEFAULT_OBSERVATION,
  standardObservations,
} from "../../src/analyses/limits/observation.js";
import { walks } from "../../src/analyses/limits/walk.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { slice } from "../slice.js";
import { expectSameKnowledge } from "./agreement.js";

const chains: readonly Chain[] = [[1], [1, 1], [2]];

const machines = platformNames.flatMap((name) => chains.map((chain) => ({ name, chain })));

test.each(slice(machines, 12))(
  "the knowledge sets are those of a plain search: $name, chain $chain",
  ({ name, chain }) => {
    const platform = namedPlatform(name, chain);
    // Bitmaps of two handlers take their time: they are in the full run.
    const observations = chain.length === 1 ? standardObservations : [DEFAULT_OBSERVATION];
    for (const observation of observations) {
      expectSameKnowledge({ platform, walk: "chain", observation });
    }
    expectSameKnowledge({ platform, walk: "seed", observation: ["rip", "handlers"] });
  },
);

test.each(slice(platformNames, 4))("and on %s with chain [2,1]", (name) => {
  const platform = namedPlatform(name);
  expectSameKnowledge({ platform, walk: "chain", observation: ["rip", "handlers"] });
});

test("an unknown edge may always have folded into an NMI that nobody claimed", () => {
  for (const name of platformNames) {
    const hardware = hardwareOf({ platform: namedPlatform(name) }, walks.chain, ["rip", "slots"]);
    for (const rule of [withoutCredit, reportsWhatMayBeUnknown]) {
      expect(countsOf(knowledgeOf(hardware, rule)).surelyNot).toBe(0);
    }
  }
});
