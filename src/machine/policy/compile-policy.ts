import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { type AssetName, assetPath } from "../../base/package/asset.js";
import { packageRoot } from "../../base/package/root.js";
import type { Model } from "../../compiler/ir/model.js";
import { type CompileResult, compileModel } from "../../compiler/lang/compile.js";
import { moduleName } from "./identity.js";
import type { BoardPolicy, CompiledPolicy } from "./module.js";
import { sha256 } from "./sources-digest.js";

/** A compiled policy, or what is wrong with its file. */
export type CompiledPolicyResult =
  | { readonly kind: "compiled"; readonly policy: CompiledPolicy }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** The folder of the typed model. */
export const specFolder: string = join(packageRoot, "spec");

/** The file in `dist/assets` in which the build leaves the digests of the well-typed models. */
export const WELL_TYPED = "well-typed.json" satisfies AssetName;

let built: ReadonlySet<string> | null = null;

/** Digests of the models that TypeScript checked when nmicheck was built; none before that. */
export function builtModels(): ReadonlySet<string> {
  built ??= new Set(readDigests());
  return built;
}

function readDigests(): readonly string[] {
  try {
    const text = readFileSync(assetPath(WELL_TYPED), "utf8");
    return z.array(z.string()).parse(JSON.parse(text));
  } catch {
    return [];
  }
}

/**
 * Compiles the NMI model with the policy that `file` (absolute) exports.
 *
 * @param tellsMore whether it is for a machine that tells a policy more than `Seen`; else a policy that
 * wants more is refused
 */
export function compilePolicy(file: string, tellsMore = false): CompiledPolicyResult {
  const result: CompileResult = compileModel({
    root: join(specFolder, "cpu", "nmi.ts"),
    vocabulary: specFolder,
    wellTyped: builtModels(),
    bundles: { Policy: file },
    narrow: !tellsMore,
    name: (root, [policy]) => moduleName(policy ?? root),
  });
  if (result.kind === "refused") return result;
  const { model: whole, bundles, bundleFiles, exportNames } = result;
  const name = bundles[0] ?? whole.name;
  return {
    kind: "compiled",
    policy: {
      name,
      files: bundleFiles.map(({ path }) => path),
      digests: bundleFiles.map(({ text }) => sha256(text)),
      exportName: exportNames[0] ?? name,
      whole,
    },
  };
}

/**
 * Compiles the model of several CPUs with the policy that `file` (absolute) exports, and that was
 * compiled for one CPU before.
 *
 * @throws Diagnostic of the compiler, the first one
 */
export function compileBoard(file: string): BoardPolicy {
  const result = compileModel({
    root: join(specFolder, "board", "smp.ts"),
    vocabulary: specFolder,
    wellTyped: builtModels(),
    bundles: { Policy: file },
    name: (root, [policy]) => moduleName(policy ?? root),
  });
  if (result.kind === "refused") {
    throw result.diagnostics[0] ?? new Error(`several CPUs with ${file} do not compile`);
  }
  const { model: whole, bundles, bundleFiles } = result;
  return {
    name: bundles[0] ?? whole.name,
    whole,
    digests: bundleFiles.map(({ text }) => sha256(text)),
  };
}

/** What the package's own sources compile to: they are the same as long as it runs. */
const builtInPolicies = new Map<string, CompiledPolicy>();
const builtInBoards = new Map<string, BoardPolicy>();

/**
 * A built-in policy in the model of several CPUs with every axis, compiled once.
 *
 * @throws Diagnostic of the compiler, the first one, when the typed model itself does not compile
 */
export function compiledBuiltInBoard(name: string): BoardPolicy {
  const board = builtInBoards.get(name) ?? compileBoard(builtInPolicyFile(name));
  builtInBoards.set(name, board);
  return board;
}

/**
 * The model of several CPUs with every axis under a built-in policy.
 *
 * @throws Diagnostic of the compiler, the first one, when the typed model itself does not compile
 */
export function builtInBoard(name: string): Model {
  return compiledBuiltInBoard(name).whole;
}

/** The source file of a built-in policy. */
export function builtInPolicyFile(name: string): string {
  return join(specFolder, "policies", `${name}.ts`);
}

/**
 * A built-in policy, compiled once.
 *
 * @throws Diagnostic of the compiler, the first one, when the typed model itself does not compile
 */
export function compiledBuiltIn(name: string): CompiledPolicy {
  const known = builtInPolicies.get(name);
  if (known !== undefined) return known;
  const result = compilePolicy(builtInPolicyFile(name));
  if (result.kind === "compiled") {
    builtInPolicies.set(name, result.policy);
    return result.policy;
  }
  throw result.diagnostics[0] ?? new Error(`${name} does not compile`);
}
