import fc from "fast-check";
import type { Platform } from "../../../spec/platforms.js";
import type { PolicyName } from "../../../spec/policies/all.js";
import { runRequests } from "./batch.js";
import { type Expected, walkModel } from "./model-walk.js";

const chains = [[1], [1, 1], [2], [2, 1], [3, 2, 1]] as const;
const allPlatforms: readonly Platform[] = chains.flatMap((chain) =>
  [false, true].flatMap((sticky) =>
    [false, true].map((shadow): Platform => ({ chain, rips: 2, sticky, shadow })),
  ),
);

/** One long behaviour of each platform under a policy, always the same ones. */
export function seededWalks(policy: PolicyName, steps: number): readonly Expected[] {
  const numbers = fc.array(fc.nat(), { minLength: steps, maxLength: steps, size: "max" });
  const samples = fc.sample(numbers, { seed: 20110920, numRuns: allPlatforms.length });
  return allPlatforms.flatMap((platform, index) => [
    { request: { op: "setup", policy, ...platform, cpus: 1 }, reply: { ok: true } },
    ...walkModel(policy, platform, samples[index] ?? []),
  ]);
}

/** Where an engine first differs from what is expected, or null. */
export async function firstDifference(
  command: readonly [string, ...string[]],
  expected: readonly Expected[],
): Promise<string | null> {
  const run = await runRequests(
    command,
    expected.map(({ request }) => request),
  );
  for (const [index, { request, reply }] of expected.entries()) {
    const wanted = JSON.stringify({ id: index + 1, ...reply });
    const got = JSON.stringify(run.replies[index]);
    if (got !== wanted) {
      return `${JSON.stringify(request)}\n  model:  ${wanted}\n  engine: ${got ?? run.stderr}`;
    }
  }
  return run.exitCode === 0 ? null : run.stderr;
}
