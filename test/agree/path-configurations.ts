import type { Axes } from "../../spec/path/axes.js";
import type { Platform } from "../../spec/platforms.js";
import { type PolicyName, policies } from "../../spec/policies/all.js";
import { pathModel } from "../../src/explore/path-model.js";
import { renderFault } from "../../src/fault/render.js";
import { builtInPolicyFile } from "../../src/policy/module.js";
import { compileWider } from "../../src/policy/wider-module.js";
import { printModule } from "../../src/tla/module.js";
import { agreedSize, agreement } from "./tlc-graph.js";

/** A policy on a machine with axes: one graph. */
export interface PathConfiguration {
  readonly policy: PolicyName;
  readonly platform: Platform;
  readonly axes: Axes;
}

type Compiled = Extract<ReturnType<typeof compileWider>, { readonly kind: "compiled" }>;

const compiled = new Map<PolicyName, Compiled>();

/** The model of the whole path under a policy, compiled once. */
export function compiledPath(policy: PolicyName): Compiled {
  const known = compiled.get(policy);
  if (known !== undefined) return known;
  const result = compileWider("path", builtInPolicyFile(policy));
  if (result.kind === "refused") throw new Error(result.faults.map(renderFault).join("\n"));
  compiled.set(policy, result);
  return result;
}

/** The size of the configuration's graph, which TypeScript and TLC must agree on. */
export async function agreedPathGraph({
  policy,
  platform,
  axes,
}: PathConfiguration): Promise<{ readonly states: number; readonly edges: number }> {
  const { model } = compiledPath(policy);
  const executable = pathModel({ platform, axes, policy: policies[policy] });
  const constants = { ...platform, ...axes };
  return agreedSize(await agreement({ executable, model, module: printModule(model), constants }));
}
