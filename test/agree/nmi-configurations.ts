import type { Chain } from "../../spec/platforms.js";
import { type PolicyName, policies, policyNames } from "../../spec/policies/all.js";
import type { PrintedMachine } from "../../src/machine/generate/machine-files.js";
import { ASKS_FOR_ALL, openCore, policyModule } from "../../src/machine/generate/open-policy.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import { compiledBuiltIn } from "../../src/machine/policy/compile-policy.js";
import { type CompiledModule, compiledModule } from "../../src/machine/policy/module.js";
import { agreedSize, agreement } from "./tlc-graph.js";

/** A policy on a platform: one graph. */
export interface NmiConfiguration {
  readonly policy: PolicyName;
  readonly chain: Chain;
  readonly rips: number;
  readonly sticky: boolean;
  readonly shadow: boolean;
}

/** Every policy and platform with the given chains and numbers of ips. */
export function configurations(
  sizes: readonly { readonly chain: Chain; readonly rips: number }[],
): readonly NmiConfiguration[] {
  const flags = [false, true];
  return sizes.flatMap((size) =>
    policyNames.flatMap((policy) =>
      flags.flatMap((sticky) => flags.map((shadow) => ({ policy, ...size, sticky, shadow }))),
    ),
  );
}

/** The configuration as the title of a test. */
export function title({ policy, chain, rips, sticky, shadow }: NmiConfiguration): string {
  const platform = [sticky ? "sticky" : "", shadow ? "shadow" : ""].filter((word) => word !== "");
  return `${policy}, ${platform.join("+") || "ideal"}, [${chain.join(",")}], ${rips} ${rips === 1 ? "ip" : "ips"}`;
}

const compiled = new Map<PolicyName, CompiledModule>();

/** The model and module of the core under a policy, compiled once. */
export function compiledPolicy(name: PolicyName): CompiledModule {
  const known = compiled.get(name) ?? compiledModule(compiledBuiltIn(name));
  compiled.set(name, known);
  return known;
}

/** The module that the core under a policy is, or that of any policy with the policy's own. */
export type Form = "own module" | "open policy";

function inForm(policy: PolicyName, form: Form): PrintedMachine {
  if (form === "own module") return compiledPolicy(policy);
  const core = openCore(compiledBuiltIn(ASKS_FOR_ALL).whole);
  const bundle = policyModule(compiledBuiltIn(policy), core);
  if (bundle === null) throw new Error(`${policy} does not stand alone`);
  return { ...core, name: policy, bundle };
}

/** The size of the configuration's graph, which TypeScript and TLC must agree on. */
export async function agreedGraph(
  configuration: NmiConfiguration,
  form: Form = "own module",
): Promise<{ readonly states: number; readonly edges: number }> {
  const { policy, ...platform } = configuration;
  const { liveness: _, ...printed } = inForm(policy, form);
  const executable = nmiModel({ platform, policy: policies[policy] });
  const { chain, rips, sticky, shadow } = platform;
  const constants = { chain, rips, sticky, shadow };
  return agreedSize(await agreement({ ...printed, executable, constants }));
}
