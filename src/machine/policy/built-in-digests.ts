import { policyNames } from "../../../spec/policies/all.js";
import { loadPolicy } from "./load.js";

/** What the models of the built-in policies are made of, for what is kept under them. */
export async function builtInDigests(): Promise<readonly string[]> {
  const found: string[] = [];
  for (const name of policyNames) {
    const loaded = await loadPolicy(name);
    if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${name} is not there`);
    found.push(loaded.policy.digest);
  }
  return found;
}
