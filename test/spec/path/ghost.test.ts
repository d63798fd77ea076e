import { expect, test } from "vitest";
import { wholeModel } from "../../agree/path-configurations.js";

test("what only an observer of the hardware knows is marked so, that of the core too", () => {
  const model = wholeModel("mainline");
  expect(model.variables.filter(({ ghost }) => ghost).map(({ name }) => name)).toEqual([
    "latchCarriesUnknown",
    "carriesUnknown",
    "owed",
    "outcome",
    "secondCarriesUnknown",
    "nestedCarriesUnknown",
    "elsewhere",
  ]);
});
