import { join } from "node:path";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { packageRoot } from "../../base/package/root.js";
import type { Model } from "../../compiler/ir/model.js";
import { type CompileResult, compileModel } from "../../compiler/lang/compile.js";
import { printLivenessModule } from "../../compiler/tla/liveness.js";
import { printModule, type TlaModule } from "../../compiler/tla/module.js";
import { bareAxes, type NamedAxes } from "../configuration/named-axes.js";
import { moduleName } from "./identity.js";
import { moduleHash } from "./module-hash.js";
import { sha256 } from "./sources-digest.js";
import { specialisedTo } from "./specialised.js";

/** A policy that was compiled: its files, and the model with every axis under it. */
export interface CompiledPolicy {
  readonly name: string;
  /** Its file and what that imports, absolute. */
  readonly files: readonly string[];
  /** For each of these files SHA-256 of the text that was compiled. */
  readonly digests: readonly string[];
  /** The name that its file exports it by, "default" perhaps. */
  readonly exportName: string;
  /** The model with every axis, before it is specialised to a machine. */
  readonly whole: Model;
}

/** The model of one machine under a policy: its IR, its TLA+, and the hash that traces name it by. */
export interface CompiledModule {
  readonly name: string;
  readonly model: Model;
  readonly module: TlaModule;
  /** The module with the temporal properties, which extends the other. */
  readonly liveness: TlaModule;
  /** SHA-256 of the module's text. */
  readonly sha256: string;
}

/** A policy in the model of several CPUs with every axis. */
export type BoardPolicy = Pick<CompiledPolicy, "name" | "whole" | "digests">;

/** A compiled policy, or what is wrong with its file. */
export type CompiledPolicyResult =
  | { readonly kind: "compiled"; readonly policy: CompiledPolicy }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** The folder of the typed model. */
export const specFolder: string = join(packageRoot, "spec");

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

/**
 * The model of a machine under a compiled policy.
 *
 * @param whole the model with every axis, of one CPU or of several as the machine is
 * @param asked properties that it has though nothing on this machine could violate them
 */
export function compiledModule(
  { name, whole }: Pick<CompiledPolicy, "name" | "whole">,
  axes: NamedAxes = bareAxes,
  asked: readonly string[] = [],
): CompiledModule {
  const model = specialisedTo(whole, name, axes, asked);
  const module = printModule(model);
  return {
    name,
    model,
    module,
    liveness: printLivenessModule(model, module),
    sha256: moduleHash(module.text),
  };
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
