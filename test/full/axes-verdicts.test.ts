import { describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { eachAxisAlone } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { readChain } from "../../src/machine/configuration/read.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { loadedPolicy } from "../check/loaded-policy.js";
import { expectSameVerdicts } from "../check/same-verdicts.js";

/** `AXES_CHAIN=2,1 AXES_RIPS=2` asks what `check --axes` asks without options. */
const { AXES_CHAIN = "1", AXES_RIPS = "1" } = process.env;

describe.each(policyNames)("check --axes --policy %s", (name) => {
  test("TLC says of every machine and property what the explorer says", async () => {
    const policy = await loadedPolicy(name);
    const platform = namedPlatform("ideal", readChain(AXES_CHAIN), Number(AXES_RIPS));
    const subjects = eachAxisAlone().map((axes) => ({ policy, platform, axes }));
    const results = await expectSameVerdicts({
      subjects,
      properties: everyStateProperty,
      version: "0",
    });
    expect(results).toHaveLength(subjects.length * everyStateProperty.length);
  }, 7_200_000);
});
