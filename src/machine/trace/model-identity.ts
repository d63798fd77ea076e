import type { LoadedPolicy, ModelIdentity } from "../policy/load.js";
import { tracedAxes } from "./known.js";
import type { ParsedTrace } from "./parse.js";

/**
 * The model of today that a trace is of: that of its machine under the policy.
 *
 * @throws Diagnostic `trace/unknown-axis`
 */
export async function modelOfTrace(
  parsed: Pick<ParsedTrace, "trace" | "place">,
  policy: Pick<LoadedPolicy, "model" | "modelFor">,
): Promise<ModelIdentity> {
  const axes = tracedAxes(parsed);
  return axes === null ? policy.model : await policy.modelFor(axes);
}
