import { join } from "node:path";
import type { Board } from "../../spec/board/state.js";
import type { Axes } from "../../spec/cpu/axes.js";
import type { PolicyName } from "../../spec/policies/all.js";
import { axesOnBoard } from "../explore/smp-model.js";
import type { Model } from "../ir/model.js";
import { specialise } from "../ir/specialise/specialise.js";
import { compileModel } from "../lang/compile.js";
import { moduleName } from "./identity.js";
import { builtInPolicyFile, specFolder } from "./module.js";
import { kept, offAxes } from "./specialised.js";

/**
 * The IR of several CPUs with every axis under a built-in policy.
 *
 * @throws Fault of the compiler, the first one, when the typed model itself does not compile
 */
export function boardModelOf(policy: PolicyName): Model {
  const result = compileModel({
    root: join(specFolder, "board", "smp.ts"),
    vocabulary: specFolder,
    bundles: { Policy: builtInPolicyFile(policy) },
    name: (_, [name = ""]) => moduleName(name, {}, "Smp"),
  });
  if (result.kind === "compiled") return result.model;
  throw result.faults[0] ?? new Error(`several CPUs under ${policy} do not compile`);
}

/**
 * The model of one machine of several CPUs. The number of the CPUs stays a constant.
 *
 * @param asked properties that it keeps though nothing on this machine could violate them
 */
export function boardSpecialisedTo(
  whole: Model,
  board: Board,
  asked: readonly string[] = [],
  axes?: Axes,
): Model {
  const { cpus: _, ...ways } = board;
  const machine = axesOnBoard(board, axes);
  return specialise(whole, {
    constants: { ...machine, ...ways },
    off: offAxes(machine),
    kept,
    asked: new Set(asked),
  });
}
