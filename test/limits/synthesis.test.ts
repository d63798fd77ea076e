import { test } from "vitest";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { slice } from "../slice.js";
import { expectBest } from "./best.js";

test.each(slice(platformNames, 3))(
  "of all policies the synthesised ones are best on %s",
  (name) => {
    expectBest(namedPlatform(name, [1]), 4);
    expectBest(namedPlatform(name, [2]), 3);
  },
);
