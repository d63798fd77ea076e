import { join } from "node:path";
import type { PolicyName } from "../../spec/policies/all.js";
import { check } from "../../src/analyses/check/check.js";
import { loadConfig } from "../../src/gates/gate/load-config.js";
import { runGates } from "../../src/gates/gate/run-gates.js";
import { namedPlatform, type PlatformName } from "../../src/machine/configuration/platform.js";
import type { NmiProperty } from "../../src/machine/model/property-names.js";
import { loadedPolicy } from "../check/loaded-policy.js";
import { configText, project } from "./project.js";

/** What several gates of one config ask: each policy, in a gate of its own, on each platform. */
export interface GateMatrix {
  readonly policies: readonly PolicyName[];
  readonly platforms: readonly PlatformName[];
  readonly properties: readonly NmiProperty[];
  readonly chain: readonly [number, ...number[]];
  readonly rips: number;
}

/** The question, the verdict, and the events of the counterexample or the counts of states. */
export type GateVerdict = readonly [...what: string[], verdict: string, measure: unknown];

/** What the gates say of each of their questions, all asked in one run. */
export async function gateVerdicts(
  { policies, platforms, properties, chain, rips }: GateMatrix,
  choices: { readonly checker: "explorer" } | { readonly checker: "tlc"; readonly tlcJar: string },
): Promise<readonly GateVerdict[]> {
  const row = `{ ${properties.map((name) => `${name}: "holds"`).join(", ")} }`;
  const expected = platforms.map((name) => `"${name}": ${row}`).join(", ");
  const gates = policies.map(
    (policy, index) =>
      `{ name: "gate-${index}", policy: "${policy}", chain: [${chain.join()}], rips: ${rips}, expect: { ${expected} } },`,
  );
  const folder = project({ "nmicheck.config.ts": configText(...gates) });
  const config = loadConfig(join(folder, "nmicheck.config.ts"));
  const run = await runGates(config, { version: "0.0.0", cache: false, ...choices });
  return run.gates.flatMap((gate) =>
    gate.kind === "verdicts"
      ? gate.verdicts.map(
          ({ platform, property, verdict, counterexample, states }): GateVerdict => [
            gate.policy,
            platform,
            property,
            verdict,
            verdict === "violated" ? counterexample?.events.length : states,
          ],
        )
      : [],
  );
}

/** What the explorer says of the same questions, each asked alone. */
export async function verdictsAskedAlone({
  policies,
  platforms,
  properties,
  chain,
  rips,
}: GateMatrix): Promise<readonly GateVerdict[]> {
  const found: GateVerdict[] = [];
  for (const name of policies) {
    for (const platform of platforms) {
      for (const property of properties) {
        const subject = {
          policy: await loadedPolicy(name),
          platform: namedPlatform(platform, chain, rips),
        };
        const asked = { subjects: [subject], properties: [property], version: "0.0.0" };
        const { results } = await check(asked, { checker: "explorer", out: null }, {});
        for (const { verdict } of results) {
          const measure =
            verdict.verdict === "violated" ? verdict.trace.events.length : verdict.measured.states;
          found.push([name, platform, property, verdict.verdict, measure]);
        }
      }
    }
  }
  return found;
}
