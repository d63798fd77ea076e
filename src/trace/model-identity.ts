import type { LoadedPolicy, ModelIdentity } from "../policy/load.js";
import type { ParsedTrace } from "./parse.js";

/**
 * The model of today that a trace is of: the core's, or the whole path on a machine with axes.
 *
 * @throws Fault of the compiler when a user's policy does not fit the whole path
 */
export async function modelOfTrace(
  { trace }: Pick<ParsedTrace, "trace">,
  policy: Pick<LoadedPolicy, "model" | "pathModel">,
): Promise<ModelIdentity> {
  return trace.axes === undefined ? policy.model : await policy.pathModel();
}
