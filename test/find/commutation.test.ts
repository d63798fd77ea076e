import { expect, test } from "vitest";
import { namedPlatform, platformNames } from "../../src/machine/configuration/platform.js";
import { slice, whole } from "../slice.js";
import { expectProven, machine } from "./commuting.js";
import { ownPolicyFile } from "./own-policies.js";

test.each(slice(platformNames, 4))(
  "what is proven to commute commutes in every reachable state, and nothing else does: %s",
  async (name) => {
    for (const chain of [[1, 1], [2]] as const) {
      await expectProven("mainline", namedPlatform(name, chain, 1));
    }
    await expectProven("v5", namedPlatform(name, [1]));
  },
);

whole("and under a policy that remembers more, and looks at it in its walk", async () => {
  await expectProven(ownPolicyFile("parity"), namedPlatform("ideal", [1, 1], 1));
});

const pollFirst = 'poll at {"at":"polling","handler":0,"slot":0}';
const decide = 'decide at {"at":"decide"}';

test.each([
  ["raise(0, 0)", "raise(1, 0)", true],
  ["raise(0, 0)", "external", true],
  ["raise(0, 0)", "raise(0, 0)", false],
  ["raise(0, 0)", pollFirst, false],
  ["raise(1, 0)", pollFirst, true],
  ["external", pollFirst, true],
  ["external", decide, true],
  ["external", "execute(1)", false],
  ["execute(1)", "execute(2)", false],
  ["external", 'deliver at {"at":"run"}', false],
  [pollFirst, decide, false],
])("%s and %s are independent: %s", async (left, right, expected) => {
  const { independent } = await machine("mainline", namedPlatform("ideal", [1, 1]));
  expect(independent(left, right)).toBe(expected);
  expect(independent(right, left)).toBe(expected);
});

test("what is no step of the model is independent of nothing", async () => {
  const { independent } = await machine("mainline", namedPlatform("ideal", [1]));
  expect(independent("external", "raise(7, 0)")).toBe(false);
});
