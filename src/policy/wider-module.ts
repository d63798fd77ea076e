import { join } from "node:path";
import type { PolicyName } from "../../spec/policies/all.js";
import type { Model } from "../ir/model.js";
import { type CompileResult, compileModel } from "../lang/compile.js";
import { builtInPolicyFile, specFolder } from "./module.js";

/** The models beside the core's: the file of `spec/`, and what the names of their modules begin with. */
const wider = {
  path: { root: join(specFolder, "path", "path.ts"), prefix: "NmiPath" },
  smp: { root: join(specFolder, "smp", "smp.ts"), prefix: "NmiSmp" },
} as const;

/** The whole path of an NMI on one CPU, or the core on several CPUs. */
export type WiderModel = keyof typeof wider;

/** Compiles a wider model with the policy that `file` (absolute) exports. */
export function compileWider(which: WiderModel, file: string): CompileResult {
  const { root, prefix } = wider[which];
  return compileModel({
    root,
    vocabulary: specFolder,
    bundles: { Policy: file },
    name: (_, [policy = ""]) => `${prefix}${policy.charAt(0).toUpperCase()}${policy.slice(1)}`,
  });
}

/**
 * The IR of a wider model under a built-in policy.
 *
 * @throws Fault of the compiler, the first one, when the typed model itself does not compile
 */
export function widerModelOf(which: WiderModel, policy: PolicyName): Model {
  const result = compileWider(which, builtInPolicyFile(policy));
  if (result.kind === "refused") {
    throw result.faults[0] ?? new Error(`the model ${which} under ${policy} does not compile`);
  }
  return result.model;
}
