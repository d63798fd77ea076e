import { join } from "node:path";
import type { PolicyName } from "../../spec/policies/all.js";
import type { Model } from "../ir/model.js";
import { type CompileResult, compileModel } from "../lang/compile.js";
import { builtInPolicyFile, specFolder } from "./module.js";

/** The name of the TLA+ module of the whole path for the policy `policy`: `NmiPathMainline`. */
export function pathModuleName(policy: string): string {
  return `NmiPath${policy.charAt(0).toUpperCase()}${policy.slice(1)}`;
}

/** Compiles the model of the whole path with the policy that `file` (absolute) exports. */
export function compilePath(file: string): CompileResult {
  return compileModel({
    root: join(specFolder, "path", "path.ts"),
    vocabulary: specFolder,
    bundles: { Policy: file },
    name: (root, [policy]) => pathModuleName(policy ?? root),
  });
}

/**
 * The IR of the whole path under a built-in policy.
 *
 * @throws Fault of the compiler, the first one, when the typed model itself does not compile
 */
export function pathModelOf(policy: PolicyName): Model {
  const result = compilePath(builtInPolicyFile(policy));
  if (result.kind === "refused") {
    throw result.faults[0] ?? new Error(`the whole path under ${policy} does not compile`);
  }
  return result.model;
}
