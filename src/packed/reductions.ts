import type { Model } from "../ir/model.js";
import { unknownReduction } from "./faults.js";
import { type SymmetricType, symmetricTypes } from "./symmetric-types.js";

/** What may be left out of an exploration without changing a verdict or a shortest length. */
export const reductionNames = ["symmetry", "dead", "chains"] as const;

/** What may be left out of an exploration without changing its verdicts. */
export type ReductionName = (typeof reductionNames)[number];

/**
 * Reads `--reductions`: `all`, `none`, or names with commas between them.
 *
 * @throws Fault `packed/unknown-reduction`
 */
export function readReductions(text: string): readonly ReductionName[] {
  if (text === "all") return reductionNames;
  if (text === "none") return [];
  return text.split(",").map((part) => {
    const name = reductionNames.find((known) => known === part.trim());
    if (name === undefined) throw unknownReduction(part.trim(), reductionNames);
    return name;
  });
}

/** The symmetric types that an exploration with these reductions uses. */
export function usedSymmetry(
  model: Model,
  reductions: readonly ReductionName[],
): readonly SymmetricType[] {
  return reductions.includes("symmetry") ? symmetricTypes(model) : [];
}
