import { type NamedPolicyEvents, namedPolicy } from "../../analyses/learn/named-policy.js";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { listedTwice } from "../../machine/configuration/option-diagnostics.js";
import type { LoadedPolicy, MachineKind } from "../../machine/policy/load.js";

/** The policies that an engine is checked against, or everything that is wrong with them. */
export type ConformedPolicies =
  | { readonly kind: "read"; readonly policies: readonly LoadedPolicy[] }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/**
 * Reads built-in policies by name and those of users from their files.
 *
 * @param kind where they are to run: on machines with the axis `policy-input` or on others
 * @throws Diagnostic `configuration/listed-twice` for two of one name: an engine is set up by the name
 */
export async function readConformedPolicies(
  texts: readonly string[],
  kind: MachineKind,
  events: NamedPolicyEvents,
): Promise<ConformedPolicies> {
  const policies: LoadedPolicy[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const text of texts) {
    const result = await namedPolicy(text, kind, events);
    if (result.kind === "refused") diagnostics.push(...result.diagnostics);
    else if (policies.some(({ name }) => name === result.policy.name)) {
      throw listedTwice("--policy", result.policy.name);
    } else policies.push(result.policy);
  }
  return diagnostics.length > 0 ? { kind: "refused", diagnostics } : { kind: "read", policies };
}
