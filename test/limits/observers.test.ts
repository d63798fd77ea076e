import { test } from "vitest";
import { namedPlatform, platformNames } from "../../src/configuration/platform.js";
import { walkNames } from "../../src/limits/walk.js";
import { expectTrue, leastObservations } from "./observers.js";

test.each(platformNames)(
  "what is said of an observer is true of a kernel that sees more: %s",
  async (name) => {
    const platform = namedPlatform(name, [2]);
    for (const observation of leastObservations) {
      await expectTrue({ platform, walk: "chain", observation });
    }
  },
);

test.each(walkNames)("and with two handlers, walk %s", async (walk) => {
  const platform = namedPlatform("ideal", [1, 1]);
  for (const observation of leastObservations) await expectTrue({ platform, walk, observation });
});
