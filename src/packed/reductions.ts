import type { Model } from "../ir/model.js";
import { unknownReduction } from "./faults.js";
import { type SymmetricType, symmetricTypes } from "./symmetric-types.js";

/** What may be left out of an exploration without changing a verdict or a shortest length. */
export const reductionNames = ["symmetry"] as const;

export type ReductionName = (typeof reductionNames)[number];

/** One reduction as it applies to a model. */
export interface ReductionExplanation {
  readonly name: ReductionName;
  readonly applies: boolean;
  /** What is done, or why nothing can be done. */
  readonly what: string;
  /** Why it is sound. */
  readonly why: string;
}

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

/** What `nmicheck explain --reductions` shows. */
export function explainReductions(model: Model): readonly ReductionExplanation[] {
  const types = symmetricTypes(model);
  const found = types.map(
    ({ name, variables }) => `${name} (${variables.map((one) => `\`${one}\``).join(", ")})`,
  );
  return [
    {
      name: "symmetry",
      applies: types.length > 0,
      what:
        types.length > 0
          ? `of all states that differ only by exchanged values of ${found.join(" and ")} one is explored.`
          : "the model has no type whose values are only copied and compared for equality.",
      why:
        "steps and properties copy these values and compare them with each other, and do nothing " +
        "else with them; parameters of actions take all of them. So exchanging two values in a " +
        "behaviour gives a behaviour of the same length with the same properties violated.",
    },
  ];
}
