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

/** A question whose answer is kept. */
type KeptRequest = Omit<FindRequest, "terms" | "other" | "mostNodes">;

/** Everything that the answer depends on. */
function questionOf({ policy, platform, axes, property, maxEvents, version }: KeptRequest): object {
  return {
    policy: [policy.name, policy.origin.kind === "builtIn", policy.digest],
    platform,
    axes: axes === undefined ? null : axesKey(axes),
    property,
    maxEvents: maxEvents ?? null,
    version,
  };
}

/** The scenarios that are kept in the user's cache; null where nothing is, or something has changed. */
export function knownScenarios(request: KeptRequest): Promise<Scenarios | null> {
  return keptAnswer(kind, questionOf(request));
}

/** Keeps scenarios in the user's cache, if they can be; gives them as they come from there. */
export async function keepScenarios(
  request: KeptRequest,
  scenarios: Scenarios,
): Promise<Scenarios> {
  const answer = kind.schema.safeParse(scenarios);
  if (!answer.success) return scenarios;
  await keepAnswer(kind, questionOf(request), answer.data);
  // Its keys are in the order that they have when they come from the cache.
  return answer.data;
}

/**
 * Finds every minimal scenario as `findScenarios` does, and keeps the answer in the user's cache, from
 * which the same question is answered while neither its policy nor nmicheck has changed.
 *
 * @throws what `findScenarios` throws
 */
export async function keptScenarios(request: KeptRequest, onKept?: () => void): Promise<Scenarios> {
  const known = await knownScenarios(request);
  if (known === null) return keepScenarios(request, await findScenarios(request));
  onKept?.();
  return known;
}
