import { type LoadedPolicy, loadPolicy } from "../../src/machine/policy/load.js";

/** The policy of that name, or in that file. */
export async function loadedPolicy(text: string): Promise<LoadedPolicy> {
  const loaded = await loadPolicy(text);
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${text} does not load`);
  return loaded.policy;
}
