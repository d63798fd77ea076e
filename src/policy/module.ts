import { join } from "node:path";
import type { Fault } from "../fault/fault.js";
import type { Model } from "../ir/model.js";
import { type CompileResult, compileModel } from "../lang/compile.js";
import { packageRoot } from "../package/root.js";
import { printLivenessModule } from "../tla/liveness.js";
import { printModule, type TlaModule } from "../tla/module.js";
import { moduleHash, moduleName } from "./identity.js";
import { sha256 } from "./sources-digest.js";

/** A model under a policy, compiled: the IR, the TLA+ module, and the hash that traces name it by. */
export interface CompiledModule {
  readonly name: string;
  /** Its file and what that imports, absolute. */
  readonly files: readonly string[];
  /** For each of these files SHA-256 of the text that was compiled. */
  readonly digests: readonly string[];
  /** The name that its file exports it by, "default" perhaps. */
  readonly exportName: string;
  readonly model: Model;
  readonly module: TlaModule;
  /** SHA-256 of the module's text. */
  readonly sha256: string;
}

/** A policy's model, the core's, compiled. */
export interface CompiledPolicy extends CompiledModule {
  /** The module with the temporal properties, which extends the other. */
  readonly liveness: TlaModule;
}

/** A compiled policy, or what is wrong with its file. */
export type CompiledPolicyResult =
  | { readonly kind: "compiled"; readonly policy: CompiledPolicy }
  | { readonly kind: "refused"; readonly faults: readonly Fault[] };

/** The folder of the typed model. */
export const specFolder: string = join(packageRoot, "spec");

/** Compiles the NMI model with the policy that `file` (absolute) exports. */
export function compilePolicy(file: string): CompiledPolicyResult {
  const result: CompileResult = compileModel({
    root: join(specFolder, "nmi.ts"),
    vocabulary: specFolder,
    bundles: { Policy: file },
    name: (root, [policy]) => moduleName(policy ?? root),
  });
  if (result.kind === "refused") return result;
  const compiled = compiledModule(result);
  const liveness = printLivenessModule(compiled.model, compiled.module);
  return { kind: "compiled", policy: { ...compiled, liveness } };
}

/** What was compiled of a model under one policy, with its TLA+. */
export function compiledModule(
  result: Extract<CompileResult, { kind: "compiled" }>,
): CompiledModule {
  const { model, bundles, bundleFiles, exportNames } = result;
  const module = printModule(model);
  const name = bundles[0] ?? model.name;
  return {
    name,
    files: bundleFiles.map(({ path }) => path),
    digests: bundleFiles.map(({ text }) => sha256(text)),
    exportName: exportNames[0] ?? name,
    model,
    module,
    sha256: moduleHash(module.text),
  };
}

/** The source file of a built-in policy. */
export function builtInPolicyFile(name: string): string {
  return join(specFolder, "policies", `${name}.ts`);
}
