import type { Platform } from "../../../spec/platforms.js";
import type { CheckResult } from "../../analyses/check/result.js";
import type { Unreached } from "../../analyses/vacuity/unreached.js";
import type { AxesRecord } from "../../machine/configuration/axes-record.js";
import type { NamedPlatform, PlatformName } from "../../machine/configuration/platform.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";

/** A verdict that a first config expects. */
export interface FirstVerdict {
  readonly platform: PlatformName;
  readonly property: NmiAnyProperty;
  readonly verdict: "holds" | "violated";
}

/** What a first config has. */
export interface FirstConfig {
  readonly gate: string;
  /** The policy as the config names it. */
  readonly policy: string;
  readonly chain: Platform["chain"];
  readonly rips: number;
  /** The values of the axes that are not off. */
  readonly axes: AxesRecord;
  readonly verdicts: readonly FirstVerdict[];
  readonly neverReached: readonly Unreached[];
}

/** What was found of the platforms, as it will be expected; what was not decided is left out. */
export function firstVerdicts(results: readonly CheckResult[]): readonly FirstVerdict[] {
  return results.flatMap(({ platform, property, verdict: { verdict } }) =>
    verdict === "holds" || verdict === "violated"
      ? [{ platform: platform.name, property, verdict }]
      : [],
  );
}

/** The text of a config with one gate. */
export function firstConfigText(
  { gate, policy, chain, rips, axes, verdicts, neverReached }: FirstConfig,
  platforms: readonly NamedPlatform[],
): string {
  return [
    'import { defineConfig } from "nmicheck";',
    "",
    "export default defineConfig({",
    "  gates: [",
    "    {",
    `      name: ${JSON.stringify(gate)},`,
    `      policy: ${JSON.stringify(policy)},`,
    `      chain: [${chain.join(", ")}],`,
    `      rips: ${rips},`,
    ...axesLines(axes),
    ...(verdicts.some(({ verdict }) => verdict === "violated")
      ? ["      // What is `violated` is expected to be: write `holds` where it should not be."]
      : []),
    "      expect: {",
    ...platforms.flatMap(({ name }) => expectLines(name, verdicts)),
    "      },",
    ...neverReachedLines(neverReached),
    "    },",
    "  ],",
    "});",
    "",
  ].join("\n");
}

function axesLines(axes: AxesRecord): readonly string[] {
  const values = Object.entries(axes).map(
    ([name, value]) => `${keyText(name)}: ${JSON.stringify(value)}`,
  );
  return values.length === 0 ? [] : [`      axes: { ${values.join(", ")} },`];
}

function keyText(name: string): string {
  return /^\w+$/.test(name) ? name : JSON.stringify(name);
}

function expectLines(name: PlatformName, verdicts: readonly FirstVerdict[]): readonly string[] {
  const own = verdicts.filter(({ platform }) => platform === name);
  if (own.length === 0) return [];
  return [
    `        ${keyText(name)}: {`,
    ...own.map(({ property, verdict }) => `          ${property}: "${verdict}",`),
    "        },",
  ];
}

function neverReachedLines(neverReached: readonly Unreached[]): readonly string[] {
  if (neverReached.length === 0) return [];
  return [
    "      // No behaviour takes these branches: drop each from the policy, and from here.",
    "      neverReached: [",
    ...neverReached.map(({ name }) => `        ${JSON.stringify(name)},`),
    "      ],",
  ];
}
