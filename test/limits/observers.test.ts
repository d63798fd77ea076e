import { test } from "vitest";
import { walkNames } from "../../src/analyses/limits/walk.js";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { slice } from "../slice.js";
import { expectTrue, leastObservations } from "./observers.js";

test.each(slice(platformNames, 4))(
  "what is said of an observer is true of a kernel that sees more: %s",
  async (name) => {
    const platform = namedPlatform(name, [2]);
    for (const observation of slice(leastObservations, 6)) {
      await expectTrue({ platform, walk: "chain", observation });
    }
  },
);

test.each(walkNames)("and with two handlers, walk %s", async (walk) => {
  const platform = namedPlatform("ideal", [1, 1]);
  for (const observation of slice(leastObservations, 8))
    await expectTrue({ platform, walk, observation });
});
