import { join } from "node:path";
import type { PolicyName } from "../../spec/policies/all.js";
import type { Model } from "../ir/model.js";
import { type CompileResult, compileModel } from "../lang/compile.js";
import { moduleName } from "./identity.js";
import { builtInPolicyFile, type CompiledModule, compiledModule, specFolder } from "./module.js";

/** The models beside the core's: the file of `spec/`, and what the names of their modules begin with. */
const wider = {
  path: { root: join(specFolder, "path", "path.ts"), of: "Path" },
  smp: { root: join(specFolder, "smp", "smp.ts"), of: "Smp" },
} as const;

/** The whole path of an NMI on one CPU, or the core on several CPUs. */
export type WiderModel = keyof typeof wider;

/** Compiles a wider model with the policy that `file` (absolute) exports. */
export function compileWider(which: WiderModel, file: string): CompileResult {
  const { root, of } = wider[which];
  return compileModel({
    root,
    vocabulary: specFolder,
    bundles: { Policy: file },
    name: (_, [policy = ""]) => moduleName(policy, of),
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

/**
 * The model of the whole path with the policy that `file` (absolute) exports, and its TLA+.
 *
 * @throws Fault of the compiler, the first one, when the policy does not fit the whole path
 */
export function compilePathModule(file: string): CompiledModule {
  const result = compileWider("path", file);
  if (result.kind === "refused") {
    throw result.faults[0] ?? new Error(`the whole path with ${file} does not compile`);
  }
  return compiledModule(result);
}
