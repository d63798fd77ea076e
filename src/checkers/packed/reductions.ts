import type { Model } from "../../compiler/ir/model.js";
import { type SymmetricType, symmetricTypes } from "./symmetric-types.js";

/** What may be left out of an exploration without changing a verdict or a shortest length. */
export const reductionNames = ["symmetry", "dead", "chains"] as const;

/** What may be left out of an exploration without changing its verdicts. */
export type ReductionName = (typeof reductionNames)[number];

/** The symmetric types that an exploration with these reductions uses. */
export function usedSymmetry(
  model: Model,
  reductions: readonly ReductionName[],
): readonly SymmetricType[] {
  return reductions.includes("symmetry") ? symmetricTypes(model) : [];
}
