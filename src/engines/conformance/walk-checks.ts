import type { EngineAbout } from "../engine.js";
import type { Check } from "./check.js";
import { setupFor } from "./machine-checks.js";
import { randomCalls } from "./random-calls.js";

const PLATFORMS = ["ideal", "sticky", "shadow", "sticky+shadow"] as const;
const POLICIES = ["none", "v5", "mainline"] as const;
const CALLS = 2_000;
const MANY_CALLS = 10_000;
const SEED = 20_110_920;

function walk(
  policy: (typeof POLICIES)[number],
  platform: (typeof PLATFORMS)[number],
  count: number,
): Pick<Extract<Check, { kind: "calls" }>, "kind" | "needs" | "needsState" | "calls"> {
  const needs = { policy, platform };
  const flags = { sticky: platform.startsWith("sticky"), shadow: platform.endsWith("shadow") };
  const calls = randomCalls({ chain: [2, 1], rips: 2, ...flags }, count, SEED);
  return { kind: "calls", needs, needsState: false, calls: [setupFor(needs), ...calls] };
}

/**
 * One check for each policy and platform that the engine has announced, and one that sends 10,000
 * requests without waiting: calls that look random, the same in every run.
 */
export function walkChecks(about: EngineAbout): readonly Check[] {
  const announced = POLICIES.filter((policy) => about.policies.includes(policy)).flatMap((policy) =>
    PLATFORMS.filter((platform) => about.platforms.includes(platform)).map(
      (platform) => [policy, platform] as const,
    ),
  );
  const walks = announced.map(([policy, platform]): Check => {
    const rule = `Under \`${policy}\` on the ${platform} platform it does as the model does.`;
    return { name: `walk/${policy}/${platform}`, rule, ...walk(policy, platform, CALLS) };
  });
  const [first] = announced;
  if (first === undefined) return walks;
  const rule = "10,000 requests may come before the first reply is read.";
  return [...walks, { name: "walk/pipelined", rule, ...walk(...first, MANY_CALLS) }];
}
