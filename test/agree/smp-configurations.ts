import type { Platform } from "../../spec/platforms.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import type { Board } from "../../spec/smp/state.js";
import { smpModel } from "../../src/explore/smp-model.js";
import type { Model } from "../../src/ir/model.js";
import { widerModelOf } from "../../src/policy/wider-module.js";
import { printModule } from "../../src/tla/module.js";
import { agreedSize, agreement } from "./tlc-graph.js";

/** A policy on a board of several CPUs: one graph. */
export interface SmpConfiguration {
  readonly policy: PolicyName;
  readonly platform: Platform;
  readonly board: Board;
}

const models = new Map<PolicyName, Model>();

/** The model of several CPUs under a policy, compiled once. */
export function compiledSmp(policy: PolicyName): Model {
  const known = models.get(policy) ?? widerModelOf("smp", policy);
  models.set(policy, known);
  return known;
}

/** The size of the configuration's graph, which TypeScript and TLC must agree on. */
export async function agreedSmpGraph({
  policy,
  platform,
  board,
}: SmpConfiguration): Promise<{ readonly states: number; readonly edges: number }> {
  const model = compiledSmp(policy);
  const executable = smpModel({ platform, board, policy: policies[policy] });
  const constants = { ...platform, ...board };
  return agreedSize(await agreement({ executable, model, module: printModule(model), constants }));
}
