import { policies, policyNames } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { type NmiAnyProperty, nmiAllProperties } from "../explore/nmi-liveness.js";
import { unknownPolicy, unknownProperty, userPolicyNeeded } from "./faults.js";
import type { ParsedTrace } from "./parse.js";

/**
 * The built-in policy that a trace names.
 *
 * @throws Fault `trace/unknown-policy`, or `trace/user-policy` when the policy is somebody's own
 */
export function builtInPolicy({ trace, place }: ParsedTrace): Policy<unknown> {
  const { name, builtIn } = trace.policy;
  if (!builtIn) throw userPolicyNeeded(name, place(["policy", "name"]));
  const known = policyNames.find((other) => other === name);
  if (known === undefined) throw unknownPolicy(name, policyNames, place(["policy", "name"]));
  return policies[known];
}

/**
 * The property that a trace names, or null when it is not about one.
 *
 * @throws Fault `trace/unknown-property`
 */
export function tracedProperty({ trace, place }: ParsedTrace): NmiAnyProperty | null {
  const name = trace.property;
  if (name === null) return null;
  const known = nmiAllProperties.find((other) => other === name);
  if (known === undefined) throw unknownProperty(name, nmiAllProperties, place(["property"]));
  return known;
}
