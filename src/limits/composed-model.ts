import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { packageRoot } from "../package/root.js";
import { irOf } from "../policy/ir-cache.js";
import { loadPolicy } from "../policy/load.js";
import type { ComposedModel } from "./self-composition.js";
import type { WalkName } from "./walk.js";

/** A module that is instantiated twice, with its text. */
export interface ComposedText extends ComposedModel {
  readonly text: string;
}

/**
 * The generated TLA+ of a walk. That of the whole chain is the policy `none`, whose module the
 * package has; the other one is compiled from `spec/walks/`.
 *
 * @throws Fault of the compiler, which means that the package is broken
 */
export async function composedModel(walk: WalkName): Promise<ComposedText> {
  if (walk === "chain") {
    const loaded = await loadPolicy("none");
    if (loaded.kind === "refused") throw loaded.faults[0] ?? new Error("none is not there");
    const { policy } = loaded;
    const { variables } = await irOf(policy);
    const module = policy.model.name;
    const text = await readFile(join(packageRoot, "generated", `${module}.tla`), "utf8");
    return { module, variables: variables.map(({ name }) => name), text };
  }
  const { compiledModule, compilePolicy, specFolder } = await import("../policy/module.js");
  const result = compilePolicy(join(specFolder, "walks", "first-claimer.ts"));
  if (result.kind === "refused") throw result.faults[0] ?? new Error("the walk does not compile");
  const { model, module } = compiledModule(result.policy);
  return {
    module: module.name,
    variables: model.variables.map(({ name }) => name),
    text: module.text,
  };
}
