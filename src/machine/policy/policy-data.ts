import { policyChanged } from "./diagnostics.js";
import { type LoadedPolicy, loadPolicy, loadToldMore } from "./load.js";

/** A policy as plain data, by which another thread loads it: the same one, or none. */
export interface PolicyData extends Pick<LoadedPolicy, "origin" | "digest" | "isToldMore"> {}

/** By what another thread loads a policy. */
export function policyData({ origin, digest, isToldMore }: LoadedPolicy): PolicyData {
  return { origin, digest, isToldMore };
}

/**
 * Loads a policy that is loaded in another thread.
 *
 * @throws Diagnostic `policy/changed` where its files are no longer what was loaded there, and what is
 * wrong with them
 */
export async function loadedFrom({
  origin,
  digest,
  isToldMore,
}: PolicyData): Promise<LoadedPolicy> {
  const text = origin.kind === "builtIn" ? origin.name : origin.file;
  const result = await (isToldMore ? loadToldMore(text) : loadPolicy(text));
  if (result.kind === "refused") {
    throw result.diagnostics[0] ?? new Error(`${text} was refused without a reason`);
  }
  if (result.policy.digest !== digest) throw policyChanged(text);
  return { ...result.policy, origin };
}
