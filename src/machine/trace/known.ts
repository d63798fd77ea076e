import { policies, policyNames } from "../../../spec/policies/all.js";
import type { Policy } from "../../../spec/policy.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { everyAxis } from "../configuration/axes.js";
import { axisTexts } from "../configuration/axes-text.js";
import { type NamedAxes, readAxes } from "../configuration/named-axes.js";
import { everyProperty, type NmiAnyProperty, nmiCoreProperties } from "../model/property-names.js";
import {
  needsAxes,
  shape,
  unknownAxis,
  unknownPolicy,
  unknownProperty,
  userPolicyNeeded,
} from "./diagnostics.js";
import type { ParsedTrace } from "./parse.js";
import { isBoardTrace } from "./schema.js";
import { counted } from "./words.js";

/**
 * The built-in policy that a trace names.
 *
 * @throws Diagnostic `trace/unknown-policy`, or `trace/user-policy` when the policy is somebody's own
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
 * @throws Diagnostic `trace/unknown-axis`
 */
export function tracedAxes({
  trace,
  place,
}: Pick<ParsedTrace, "trace" | "place">): NamedAxes | null {
  if (trace.axes === undefined) return null;
  const texts = axisTexts(trace.axes);
  try {
    const axes = readAxes(texts);
    const cpus = isBoardTrace(trace) ? trace.initial.cpus.length : 1;
    if ((axes.board?.cpus ?? 1) === cpus) return axes;
    const problem = `the states are of ${counted(cpus, "CPU")}, and the axes say ${axes.board?.cpus ?? 1}`;
    throw shape(problem, place(["axes"]));
  } catch (error) {
    if (!(error instanceof Diagnostic) || error.place !== undefined) throw error;
    // One that is wrong alone is told where it is; else it is their being together.
    const wrong = Object.entries(trace.axes).find(([name, value]) => isNoAxis(name, value));
    throw unknownAxis(error, place(wrong === undefined ? ["axes"] : ["axes", wrong[0]]));
  }
}

/** Whether there is no such axis, or it has no such value. */
function isNoAxis(name: string, value: string): boolean {
  const axis = everyAxis.find((one) => one.name === name);
  return axis?.off !== value && axis?.values.some((one) => one.name === value) !== true;
}

/**
 * The property that a trace names, or null when it is not about one.
 *
 * @throws Diagnostic `trace/unknown-property`
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
