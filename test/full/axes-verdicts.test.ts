import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { atlasDocumentSchema } from "../../src/analyses/atlas/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { eachAxisAlone, type NamedAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { readChain } from "../../src/machine/configuration/read.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { loadedPolicy } from "../check/loaded-policy.js";
import { expectSameVerdicts } from "../check/same-verdicts.js";

const atlas = atlasDocumentSchema.parse(
  JSON.parse(await readFile(join(packageRoot, "data", "atlas.json"), "utf8")),
);

/** The axes of a machine, as the atlas names them. */
const featuresOf = ({ names }: NamedAxes): readonly string[] =>
  Object.entries(names).map(([name, value]) => `${name}=${value}`);

describe.each(policyNames)("each value of each axis alone, under %s", (name) => {
  test("TLC says of every machine what the explorer says and the atlas has", async () => {
    const policy = await loadedPolicy(name);
    const platform = namedPlatform("ideal", readChain(atlas.chain.join()), atlas.rips);
    const subjects = eachAxisAlone().map((axes) => ({ policy, platform, axes }));
    const properties = everyStateProperty;
    const results = await expectSameVerdicts({ subjects, properties, version: "0" });
    expect(results).toHaveLength(subjects.length * properties.length);
    const said = results.map(({ axes, property, verdict }) => ({
      features: axes === undefined ? [] : featuresOf(axes),
      property,
      verdict: verdict.verdict,
      ...(verdict.verdict === "violated" ? { length: verdict.trace.events.length + 1 } : {}),
    }));
    const recorded = subjects.flatMap(({ axes }) => {
      const own = featuresOf(axes);
      const row = atlas.machines.find(
        ({ policy: of, features }) => of === name && features.join() === own.join(),
      );
      return (row?.findings ?? []).map((finding) => ({ features: own, ...finding }));
    });
    expect(said).toEqual(recorded);
  }, 7_200_000);
});
