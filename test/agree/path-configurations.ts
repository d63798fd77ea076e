import type { Axes } from "../../spec/cpu/axes.js";
import type { Platform } from "../../spec/platforms.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { printModule } from "../../src/compiler/tla/module.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { compiledBuiltIn } from "../../src/machine/policy/compile-policy.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { agreedSize, agreement } from "./tlc-graph.js";

/** A policy on a machine with axes: one graph. */
export interface PathConfiguration {
  readonly policy: PolicyName;
  readonly platform: Platform;
  readonly axes: Axes;
}

const models = new Map<PolicyName, Model>();

/** The model with every axis under a policy, compiled once. */
export function wholeModel(policy: PolicyName): Model {
  const known = models.get(policy) ?? compiledBuiltIn(policy).whole;
  models.set(policy, known);
  return known;
}

/** The size of the configuration's graph, which TypeScript and TLC must agree on. */
export async function agreedPathGraph({
  policy,
  platform,
  axes,
}: PathConfiguration): Promise<{ readonly states: number; readonly edges: number }> {
  const model = specialisedTo(wholeModel(policy), policy, {
    machine: axes,
    board: null,
    names: {},
  });
  const executable = nmiModel({ platform, axes, policy: policies[policy] });
  const module = printModule(model);
  const { chain, rips, sticky, shadow } = platform;
  const constants = { chain, rips, sticky, shadow };
  return agreedSize(await agreement({ executable, model, module, constants }));
}
