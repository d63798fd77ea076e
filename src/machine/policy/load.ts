import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { type PolicyName, policies, policyNames } from "../../../spec/policies/all.js";
import type { Policy } from "../../../spec/policy.js";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { packageRoot } from "../../base/package/root.js";
import { unknownName } from "../configuration/diagnostics.js";
import { axesValueKey, bareAxes, type NamedAxes, readAxes } from "../configuration/named-axes.js";
import type { KeptPolicy } from "./compiled-cache.js";
import { policyChanged, policyNotFound, policyUnreadable } from "./diagnostics.js";
import { moduleName } from "./identity.js";
import type { BoardPolicy, CompiledModule, CompiledPolicy } from "./module.js";
import { moduleHash } from "./module-hash.js";
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
    | {
        readonly kind: "file";
        readonly file: string;
        /** The engine that it was learned from, as the user named it: `linux:6.12`. */
        readonly learnedFrom?: string;
      };
  readonly policy: Policy<unknown>;
  /**
   * SHA-256 of what it is: its sources and what they compile to, wherever they lie. Two policies with
   * one name have two of it, and one policy that is loaded twice has one.
   */
  readonly digest: string;
  /** It is told more than every machine tells (`SeenMore`): it runs on machines with the axis `policy-input` alone. */
  readonly isToldMore: boolean;
  /** The model with it where all axes are off; where it is told more, that with `policy-input=bitmap`. */
  readonly model: ModelIdentity;
  /** The model of a machine with it. */
  modelFor(axes: NamedAxes): Promise<ModelIdentity>;
  /** Its files, absolute, and the model with every axis; one of the user's was compiled when it was loaded. */
  compiled(): Promise<CompiledPolicy>;
  /**
   * The model of several CPUs with every axis, compiled when it is asked for.
   *
   * @throws Diagnostic `policy/changed` where its files are no longer what was loaded
   */
  compiledBoard(): Promise<BoardPolicy>;
  /**
   * Compiles it to the TLA+ of a machine; without axes all of them are off. The module has the
   * properties of `asked` though nothing on this machine could violate them.
   */
  compile(axes?: NamedAxes, asked?: readonly string[]): Promise<CompiledModule>;
  /** What `compile` has made of it before; undefined where it was not asked. */
  readonly known?: (
    axes: NamedAxes,
    asked: readonly string[],
  ) => Promise<CompiledModule> | undefined;
}

/** Where a policy is to run: on any machine, or on one that tells a policy more than `Seen`. */
export type MachineKind = "any" | "told";

/** A policy, or everything that is wrong with it. */
export type LoadResult =
  | { readonly kind: "loaded"; readonly policy: LoadedPolicy }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

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
 * @param kind where it is to run: one that wants to be told more is refused for other machines
 */
export async function loadPolicy(text: string, kind: MachineKind = "any"): Promise<LoadResult> {
  if (isBuiltIn(text)) return { kind: "loaded", policy: await loadBuiltIn(text) };
  if (!looksLikeFile(text))
    return { kind: "refused", diagnostics: [unknownName("policy", text, policyNames)] };
  return loadFile(resolve(text), kind);
}

/**
 * A built-in policy is known by the module of the core under it, as the build left it: the compiler
 * need not be loaded for it.
 */
async function loadBuiltIn(name: PolicyName): Promise<LoadedPolicy> {
  const loaded = once(async () => {
    const { builtInPolicy } = await import("./ir-cache.js");
    const built = await builtInPolicy(name, "whole");
    if (built !== null) return built;
    const { withoutPause } = await import("../../base/process/without-pause.js");
    return await withoutPause(undefined, async () =>
      (await import("./compile-policy.js")).compiledBuiltIn(name),
    );
  });
  const compilation = builtInCompilations.get(name) ?? compiling(loaded, { kind: "builtIn", name });
  builtInCompilations.set(name, compilation);
  const model = (await builtModule(moduleName(name))) ?? (await compilation.modelFor(bareAxes));
  return {
    name,
    origin: { kind: "builtIn", name },
    policy: policies[name],
    digest: sha256(JSON.stringify(["builtIn", name, model.sha256])),
    isToldMore: false,
    model,
    ...compilation,
  };
}

/** The models and modules of a policy, made when they are asked for. */
type Compilation = Pick<
  LoadedPolicy,
  "modelFor" | "compiled" | "compiledBoard" | "compile" | "known"
>;

/** The package's own sources are the same as long as it runs: what they compile to is shared. */
const builtInCompilations = new Map<PolicyName, Compilation>();

/** What a policy compiles to, each thing once. */
function compiling(
  compiled: () => Promise<CompiledPolicy>,
  origin: LoadedPolicy["origin"],
): Compilation {
  const compiledBoard = once(() => boardOf(origin, compiled));
  const modules = new Map<string, Promise<CompiledModule>>();
  /** A module of each machine, whatever is asked of it. */
  const ofMachines = new Map<string, Promise<CompiledModule>>();
  const keyOf = (axes: NamedAxes, asked: readonly string[]): string =>
    JSON.stringify([axesValueKey(axes), ...asked]);
  const compile = (
    axes: NamedAxes = bareAxes,
    asked: readonly string[] = [],
  ): Promise<CompiledModule> => {
    const key = keyOf(axes, asked);
    const known = modules.get(key);
    if (known !== undefined) return known;
    const made = import("./module.js").then(async ({ compiledModule }) =>
      compiledModule(await (axes.board === null ? compiled() : compiledBoard()), axes, asked),
    );
    modules.set(key, made);
    ofMachines.set(axesValueKey(axes), made);
    return made;
  };
  const identities = new Map<string, Promise<ModelIdentity>>();
  return {
    compiled,
    compiledBoard,
    compile,
    known: (axes, asked) => modules.get(keyOf(axes, asked)),
    modelFor: (axes) => {
      const key = axesValueKey(axes);
      const known = identities.get(key);
      if (known !== undefined) return known;
      const of = { origin, compiled, compiledBoard };
      const made = identityOf(of, axes, ofMachines.get(key));
      identities.set(key, made);
      return made;
    },
  };
}

/** @throws Diagnostic `policy/changed` */
async function boardOf(
  origin: LoadedPolicy["origin"],
  compiled: () => Promise<CompiledPolicy>,
): Promise<BoardPolicy> {
  const { builtInPolicy } = await import("./ir-cache.js");
  const built = origin.kind === "builtIn" ? await builtInPolicy(origin.name, "board") : null;
  if (built !== null) return built;
  const { compileBoard, compiledBuiltInBoard } = await import("./compile-policy.js");
  const { withoutPause } = await import("../../base/process/without-pause.js");
  if (origin.kind === "builtIn") {
    const { name } = origin;
    return await withoutPause(undefined, () => compiledBuiltInBoard(name));
  }
  const { file } = origin;
  const board = await withoutPause(undefined, () => compileBoard(file));
  const { digests } = await compiled();
  if (!isDeepStrictEqual(board.digests, digests)) throw policyChanged(file);
  return board;
}

/**
 * The identity of a machine's module, which is printed from the IR: no places are needed for it.
 *
 * @param known the machine's module, which may have properties that nothing on it could violate
 */
async function identityOf(
  policy: Pick<LoadedPolicy, "origin" | "compiled" | "compiledBoard">,
  axes: NamedAxes,
  known: Promise<CompiledModule> | undefined,
): Promise<ModelIdentity> {
  const { irOf } = await import("./ir-cache.js");
  const { printModule } = await import("../../compiler/tla/module.js");
  const { withoutAsked } = await import("./specialised.js");
  const compiled = await known;
  const model = compiled === undefined ? await irOf(policy, axes) : withoutAsked(compiled.model);
  if (model === compiled?.model) return { name: compiled.module.name, sha256: compiled.sha256 };
  const { name, text } = printModule(model);
  return { name, sha256: moduleHash(text) };
}

function once<Result>(make: () => Promise<Result>): () => Promise<Result> {
  let made: Promise<Result> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The identity of a module that the build has printed; null where it has not. */
async function builtModule(name: string): Promise<ModelIdentity | null> {
  const file = join(packageRoot, "dist", "assets", `${name}.tla`);
  return readFile(file, "utf8").then(
    (text) => ({ name, sha256: moduleHash(text) }),
    () => null,
  );
}

async function loadFile(file: string, kind: MachineKind): Promise<LoadResult> {
  try {
    await readFile(file);
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    return {
      kind: "refused",
      diagnostics: [isMissing ? policyNotFound(file, policyNames) : policyUnreadable(file, error)],
    };
  }
  const { keepCompiled, readCompiled } = await import("./compiled-cache.js");
  const kept = await readCompiled(file);
  if (kept !== null) {
    return { kind: "loaded", policy: await fromFile(file, kept.compiled, kept.modules, bareAxes) };
  }
  const { withoutPause } = await import("../../base/process/without-pause.js");
  const result = await withoutPause(undefined, async () =>
    (await import("./compile-policy.js")).compilePolicy(file),
  );
  if (result.kind === "refused") {
    const isTooNarrow = result.diagnostics.every(({ code }) => code === "L146");
    return kind === "told" && isTooNarrow ? loadToldMore(file) : result;
  }
  const { transpilePolicy } = await import("./transpile.js");
  const transpiled = transpilePolicy(file);
  const policy = await fromFile(file, result.policy, transpiled, bareAxes);
  await keepCompiled(file, result.policy, transpiled);
  return { kind: "loaded", policy };
}

/** Loads the policy that `file` (absolute) exports, and that wants to be told more than `Seen`. */
export async function loadToldMore(file: string): Promise<LoadResult> {
  const { compilePolicy } = await import("./compile-policy.js");
  const { withoutPause } = await import("../../base/process/without-pause.js");
  const result = await withoutPause(undefined, () => compilePolicy(file, true));
  if (result.kind === "refused") return result;
  const { transpilePolicy } = await import("./transpile.js");
  const told = readAxes(["policy-input=bitmap"]);
  return {
    kind: "loaded",
    policy: await fromFile(file, result.policy, transpilePolicy(file), told),
  };
}

/** @param own the machine that gives the policy its name: all axes off, or one that tells it more */
async function fromFile(
  file: string,
  compiled: CompiledPolicy,
  modules: KeptPolicy["modules"],
  own: NamedAxes,
): Promise<LoadedPolicy> {
  const { executePolicy } = await import("./execute.js");
  const origin = { kind: "file", file } as const;
  const isToldMore = own !== bareAxes;
  const parts = compiling(async () => compiled, origin);
  const model = await parts.modelFor(own);
  return {
    name: compiled.name,
    origin,
    policy: await executePolicy(file, compiled.exportName, modules),
    digest: digestOf(compiled, model),
    isToldMore,
    model,
    ...parts,
  };
}

/** Sources that compile to the same TLA+ need not be the same when they are executed. */
function digestOf({ exportName, digests }: CompiledPolicy, model: ModelIdentity): string {
  return sha256(JSON.stringify(["file", exportName, model.sha256, ...digests]));
}
