import type { Model } from "../../compiler/ir/model.js";
import { printLivenessModule } from "../../compiler/tla/liveness.js";
import { printModule, type TlaModule } from "../../compiler/tla/module.js";
import { bareAxes, type NamedAxes } from "../configuration/named-axes.js";
import { moduleHash } from "./module-hash.js";
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
