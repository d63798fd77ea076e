import { join } from "node:path";
import { type CompileResult, compileModel } from "../lang/compile.js";
import { specFolder } from "./module.js";

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
