import { policies, policyNames } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { type NamedAxes, readAxes } from "../configuration/named-axes.js";
import { everyProperty, type NmiAnyProperty, nmiCoreProperties } from "../explore/nmi-liveness.js";
import { Fault } from "../fault/fault.js";
import {
  needsAxes,
  unknownAxis,
  unknownPolicy,
  unknownProperty,
  userPolicyNeeded,
} from "./faults.js";
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
 * The axes of the machine that a trace is of, or null where it is the core's.
 *
 * @throws Fault `trace/unknown-axis`
 */
export function tracedAxes({
  trace,
  place,
}: Pick<ParsedTrace, "trace" | "place">): NamedAxes | null {
  if (trace.axes === undefined) return null;
  for (const [name, value] of Object.entries(trace.axes)) {
    try {
      readAxes([`${name}=${value}`]);
    } catch (error) {
      if (error instanceof Fault) throw unknownAxis(error, place(["axes", name]));
      throw error;
    }
  }
  return readAxes(Object.entries(trace.axes).map(([name, value]) => `${name}=${value}`));
}

/**
 * The property that a trace names, or null when it is not about one.
 *
 * @throws Fault `trace/unknown-property`
 */
export function tracedProperty({ trace, place }: ParsedTrace): NmiAnyProperty | null {
  const name = trace.property;
  if (name === null) return null;
  const askable: readonly NmiAnyProperty[] =
    trace.axes === undefined ? nmiCoreProperties : everyProperty;
  const known = everyProperty.find((other) => other === name);
  if (known === undefined) throw unknownProperty(name, askable, place(["property"]));
  if (!askable.includes(known)) throw needsAxes(known, askable, place(["property"]));
  return known;
}
