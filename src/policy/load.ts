import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { type PolicyName, policies, policyNames } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { unknownName } from "../configuration/faults.js";
import type { Fault } from "../fault/fault.js";
import { packageRoot } from "../package/root.js";
import type { KeptPolicy } from "./compiled-cache.js";
import { policyNotFound, policyUnreadable } from "./faults.js";
import { moduleHash, moduleName } from "./identity.js";
import type { ModelKind } from "./ir-cache.js";
import type { CompiledModule, CompiledPolicy } from "./module.js";
import { sha256 } from "./sources-digest.js";

/** The name of a TLA+ module, and the SHA-256 of its text. */
export interface ModelIdentity {
  readonly name: string;
  readonly sha256: string;
}

/** A policy that can be run, and compiled when a checker needs it. */
export interface LoadedPolicy {
  readonly name: string;
  readonly origin:
    | { readonly kind: "builtIn"; readonly name: PolicyName }
    | { readonly kind: "file"; readonly file: string };
  readonly policy: Policy<unknown>;
  /**
   * SHA-256 of what it is: its sources and what they compile to, wherever they lie. Two policies with
   * one name have two of it, and one policy that is loaded twice has one.
   */
  readonly digest: string;
  /** It is told more than the core tells (`SeenMore`): it runs on machines with the axis `told` alone. */
  readonly isToldMore: boolean;
  /** The core's model with it; the path's, where the core does not tell it enough. */
  readonly model: ModelIdentity;
  /** Compiles it to TLA+; a policy of the user's has been compiled when it was loaded. */
  compile(): Promise<CompiledPolicy>;
  /** The model of the whole path with it, for machines with axes. */
  pathModel(): Promise<ModelIdentity>;
  /** Compiles the whole path with it. */
  compilePath(): Promise<CompiledModule>;
}

/** A policy, or everything that is wrong with it. */
export type LoadResult =
  | { readonly kind: "loaded"; readonly policy: LoadedPolicy }
  | { readonly kind: "refused"; readonly faults: readonly Fault[] };

function isBuiltIn(name: string): name is PolicyName {
  return policyNames.some((known) => known === name);
}

/** Whether the text can only be meant as a path. */
export function looksLikeFile(text: string): boolean {
  return /[\\/]|\.[cm]?tsx?$/.test(text);
}

/**
 * Loads the built-in policy called `text`, or the policy that the file `text` exports.
 *
 * @param kind where it is to run: one that is told more than the core tells is refused for the core
 */
export async function loadPolicy(text: string, kind: ModelKind = "core"): Promise<LoadResult> {
  if (isBuiltIn(text)) return { kind: "loaded", policy: await loadBuiltIn(text) };
  if (!looksLikeFile(text))
    return { kind: "refused", faults: [unknownName("policy", text, policyNames)] };
  return loadFile(resolve(text), kind);
}

/**
 * A built-in policy is known by its module under `generated/`, which `nmicheck generate --check`
 * keeps equal to the typed model: the compiler need not be loaded for it.
 */
async function loadBuiltIn(name: PolicyName): Promise<LoadedPolicy> {
  let ofCore: Promise<CompiledPolicy> | undefined;
  let ofPath: Promise<CompiledModule> | undefined;
  const model = await generatedModule(moduleName(name));
  return {
    name,
    origin: { kind: "builtIn", name },
    policy: policies[name],
    digest: sha256(JSON.stringify(["builtIn", name, model.sha256])),
    isToldMore: false,
    model,
    pathModel: () => generatedModule(moduleName(name, "Path"), "path"),
    compilePath: () => {
      ofPath ??= compileBuiltInPath(name);
      return ofPath;
    },
    compile: () => {
      ofCore ??= compileBuiltIn(name);
      return ofCore;
    },
  };
}

async function compileBuiltIn(name: PolicyName): Promise<CompiledPolicy> {
  const { withoutPause } = await import("../process/without-pause.js");
  const result = await withoutPause(undefined, async () => {
    const { builtInPolicyFile, compilePolicy } = await import("./module.js");
    return compilePolicy(builtInPolicyFile(name));
  });
  if (result.kind === "refused") throw result.faults[0] ?? new Error(`${name} does not compile`);
  return result.policy;
}

async function compileBuiltInPath(name: PolicyName): Promise<CompiledModule> {
  const { withoutPause } = await import("../process/without-pause.js");
  return await withoutPause(undefined, async () => {
    const { builtInPolicyFile } = await import("./module.js");
    return (await import("./wider-module.js")).compilePathModule(builtInPolicyFile(name));
  });
}

/** The identity of a module under `generated/`, or under the folder `folder` there. */
async function generatedModule(name: string, folder = ""): Promise<ModelIdentity> {
  const file = join(packageRoot, "generated", folder, `${name}.tla`);
  return { name, sha256: moduleHash(await readFile(file, "utf8")) };
}

async function loadFile(file: string, kind: ModelKind): Promise<LoadResult> {
  try {
    await readFile(file);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return {
      kind: "refused",
      faults: [isMissing ? policyNotFound(file, policyNames) : policyUnreadable(file, error)],
    };
  }
  const { keepCompiled, readCompiled } = await import("./compiled-cache.js");
  const kept = await readCompiled(file);
  if (kept !== null) {
    return { kind: "loaded", policy: await fromFile(file, kept.compiled, kept.modules) };
  }
  const { withoutPause } = await import("../process/without-pause.js");
  const result = await withoutPause(undefined, async () =>
    (await import("./module.js")).compilePolicy(file),
  );
  if (result.kind === "refused") {
    const isTooNarrow = result.faults.every(({ code }) => code === "L146");
    return kind === "path" && isTooNarrow ? loadToldMore(file) : result;
  }
  const { transpilePolicy } = await import("./transpile.js");
  const transpiled = transpilePolicy(file);
  const policy = await fromFile(file, result.policy, transpiled);
  await keepCompiled(file, result.policy, transpiled);
  return { kind: "loaded", policy };
}

/** Loads the policy that `file` (absolute) exports, and that wants to be told more than the core tells. */
export async function loadToldMore(file: string): Promise<LoadResult> {
  const { compileWider } = await import("./wider-module.js");
  const { compiledModule, compilePolicy } = await import("./module.js");
  const { withoutPause } = await import("../process/without-pause.js");
  const result = await withoutPause(undefined, () => compileWider("path", file));
  if (result.kind === "refused") return result;
  const compiled = compiledModule(result);
  const { transpilePolicy } = await import("./transpile.js");
  const { executePolicy } = await import("./execute.js");
  const model = { name: compiled.module.name, sha256: compiled.sha256 };
  const policy: LoadedPolicy = {
    name: compiled.name,
    origin: { kind: "file", file },
    policy: await executePolicy(file, compiled.exportName, transpilePolicy(file)),
    digest: digestOf(compiled),
    isToldMore: true,
    model,
    compile: async () => {
      const ofCore = compilePolicy(file);
      if (ofCore.kind === "compiled") return ofCore.policy;
      throw ofCore.faults[0] ?? new Error(`${file} is not for the core`);
    },
    pathModel: async () => model,
    compilePath: async () => compiled,
  };
  return { kind: "loaded", policy };
}

async function fromFile(
  file: string,
  compiled: CompiledPolicy,
  modules: KeptPolicy["modules"],
): Promise<LoadedPolicy> {
  const { executePolicy } = await import("./execute.js");
  let ofPath: CompiledModule | undefined;
  const compilePath = async (): Promise<CompiledModule> => {
    ofPath ??= (await import("./wider-module.js")).compilePathModule(file);
    return ofPath;
  };
  return {
    name: compiled.name,
    origin: { kind: "file", file },
    policy: await executePolicy(file, compiled.exportName, modules),
    digest: digestOf(compiled),
    isToldMore: false,
    model: { name: compiled.module.name, sha256: compiled.sha256 },
    compile: async () => compiled,
    pathModel: async () => {
      const { module, sha256 } = await compilePath();
      return { name: module.name, sha256 };
    },
    compilePath,
  };
}

/** Sources that compile to the same TLA+ need not be the same when they are executed. */
function digestOf({ exportName, sha256: module, digests }: CompiledModule): string {
  return sha256(JSON.stringify(["file", exportName, module, ...digests]));
}
