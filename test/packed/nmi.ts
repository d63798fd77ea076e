import { join } from "node:path";
import type { Platform } from "../../spec/platforms.js";
import { type PolicyName, policies, policyNames } from "../../spec/policies/all.js";
import { type NmiModel, nmiModel } from "../../src/explore/nmi-model.js";
import type { Model } from "../../src/ir/model.js";
import { compileModel } from "../../src/lang/compile.js";
import { packageRoot } from "../../src/package/root.js";
import { type CompiledModel, compileForExploration } from "../../src/packed/compiled-model.js";

const models = new Map<PolicyName, Model>();

/** The IR of the NMI model under a built-in policy. */
export function nmiIr(policy: PolicyName): Model {
  const known = models.get(policy);
  if (known !== undefined) return known;
  const result = compileModel({
    root: join(packageRoot, "spec", "nmi.ts"),
    vocabulary: join(packageRoot, "spec"),
    bundles: { Policy: join(packageRoot, "spec", "policies", `${policy}.ts`) },
  });
  if (result.kind === "refused") throw result.faults[0];
  models.set(policy, result.model);
  return result.model;
}

/** One configuration, compiled and as its TypeScript. */
export interface Configuration {
  readonly name: string;
  readonly compiled: CompiledModel;
  readonly model: NmiModel<unknown>;
}

export function configuration(policy: PolicyName, platform: Platform): Configuration {
  const { chain, rips, sticky, shadow } = platform;
  const kind = `${sticky ? " sticky" : ""}${shadow ? " shadow" : ""}`;
  return {
    name: `${policy} [${chain}] R=${rips}${kind === "" ? " ideal" : kind}`,
    compiled: compileForExploration(nmiIr(policy), { chain, rips, sticky, shadow }),
    model: nmiModel({ platform, policy: policies[policy] }),
  };
}

const chains: readonly Platform["chain"][] = [[1], [1, 1], [2], [2, 1]];

/** Every configuration of the test matrix: policies, platforms, chains, numbers of places. */
export function matrix(): readonly Configuration[] {
  return policyNames.flatMap((policy) =>
    [false, true].flatMap((sticky) =>
      [false, true].flatMap((shadow) =>
        chains.flatMap((chain) =>
          [1, 2].map((rips) => configuration(policy, { chain, rips, sticky, shadow })),
        ),
      ),
    ),
  );
}
