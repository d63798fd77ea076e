import type { Platform } from "../../spec/platforms.js";
import { type PolicyName, policies, policyNames } from "../../spec/policies/all.js";
import type { ExecutableModel } from "../../src/checkers/explore/executable-model.js";
import {
  type CompiledModel,
  compileForExploration,
} from "../../src/checkers/packed/compiled-model.js";
import type { Model } from "../../src/compiler/ir/model.js";
import { bareAxes } from "../../src/machine/configuration/named-axes.js";
import { type NmiEvent, nmiModel } from "../../src/machine/model/nmi-model.js";
import { everyStateProperty, type NmiProperty } from "../../src/machine/model/property-names.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { observed } from "../agree/observed.js";
import { wholeModel } from "../agree/path-configurations.js";
import { slice } from "../slice.js";

const models = new Map<PolicyName, Model>();

/** The IR of the core under a built-in policy, with every property of the typed model. */
export function nmiIr(policy: PolicyName): Model {
  const known =
    models.get(policy) ?? specialisedTo(wholeModel(policy), policy, bareAxes, everyStateProperty);
  models.set(policy, known);
  return known;
}

/** One configuration, compiled and as its TypeScript. */
export interface Configuration {
  readonly name: string;
  readonly compiled: CompiledModel;
  /** Executed, with the variables that the machine has. */
  readonly model: ExecutableModel<object, NmiEvent, NmiProperty>;
}

export function configuration(policy: PolicyName, platform: Platform): Configuration {
  const { chain, rips, sticky, shadow } = platform;
  const kind = `${sticky ? " sticky" : ""}${shadow ? " shadow" : ""}`;
  return {
    name: `${policy} [${chain}] ${rips} ${rips === 1 ? "ip" : "ips"}${kind === "" ? " ideal" : kind}`,
    compiled: compileForExploration(nmiIr(policy), { chain, rips, sticky, shadow }),
    model: observed(nmiModel({ platform, policy: policies[policy] }), nmiIr(policy)),
  };
}

const chains: readonly Platform["chain"][] = [[1], [1, 1], [2], [2, 1]];

/** Policies, platforms, chains and number of ips, in every combination. */
const combinations = policyNames.flatMap((policy) =>
  [false, true].flatMap((sticky) =>
    [false, true].flatMap((shadow) =>
      chains.flatMap((chain) =>
        [1, 2].map((rips) => ({ policy, platform: { chain, rips, sticky, shadow } })),
      ),
    ),
  ),
);

/** Every configuration of the test matrix. */
export function matrix(): readonly Configuration[] {
  return combinations.map(({ policy, platform }) => configuration(policy, platform));
}

/**
 * A slice of it. With every eleventh of all combinations each policy, platform, chain and number of
 * places is there.
 */
export function slicedMatrix(
  every = 11,
  isWanted: (platform: Platform) => boolean = () => true,
): readonly Configuration[] {
  const wanted = combinations.filter(({ platform }) => isWanted(platform));
  return slice(wanted, every).map(({ policy, platform }) => configuration(policy, platform));
}
