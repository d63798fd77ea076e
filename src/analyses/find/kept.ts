import { z } from "zod";
import { type KeptKind, keepAnswer, keptAnswer } from "../../base/kept/kept-answer.js";
import { axesKey } from "../../machine/configuration/named-axes.js";
import { boardTraceSchema, cpuTraceSchema } from "../../machine/trace/schema.js";
import { type FindRequest, findScenarios, type Scenarios } from "./find.js";

const count = z.int().min(0);

/** What is kept: only answers that no clock and no memory has cut short. */
const kind: KeptKind<Scenarios> = {
  name: "scenarios",
  schema: z.strictObject({
    minimalRuns: count,
    mazurkiewiczClasses: count,
    scenarios: count,
    classes: z
      .array(
        z.strictObject({
          facts: z.array(z.string()).readonly(),
          runs: count,
          mazurkiewiczClasses: count,
          scenarios: count,
          example: z.discriminatedUnion("schema", [cpuTraceSchema, boardTraceSchema]),
          isUnderOther: z.literal(false),
        }),
      )
      .readonly(),
    completeness: z.discriminatedUnion("is", [
      z.strictObject({ is: z.literal("complete"), nodes: count }),
      z.strictObject({ is: z.literal("bounded"), maxEvents: count, nodes: count }),
    ]),
    states: z.strictObject({ reachable: count, minimal: count }),
  }),
};

/**
 * Finds every minimal scenario as `findScenarios` does, and keeps the answer in the user's cache, from
 * which the same question is answered while neither its policy nor nmicheck has changed.
 *
 * @throws what `findScenarios` throws
 */
export async function keptScenarios(
  request: Omit<FindRequest, "terms" | "other" | "mostNodes">,
  onKept?: () => void,
): Promise<Scenarios> {
  const { policy, platform, axes, property, maxEvents, version } = request;
  const question = {
    policy: [policy.name, policy.origin.kind === "builtIn", policy.digest],
    platform,
    axes: axes === undefined ? null : axesKey(axes),
    property,
    maxEvents: maxEvents ?? null,
    version,
  };
  const known = await keptAnswer(kind, question);
  if (known !== null) {
    onKept?.();
    return known;
  }
  const scenarios = await findScenarios(request);
  const answer = kind.schema.safeParse(scenarios);
  if (!answer.success) return scenarios;
  await keepAnswer(kind, question, answer.data);
  // Its keys are in the order that they have when they come from the cache.
  return answer.data;
}
