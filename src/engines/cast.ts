import { type PolicyName, policyNames } from "../../spec/policies/all.js";
import type { Engine } from "./engine.js";
import { hasSwallowNmi } from "./observed.js";

/** A policy as traces name it: a user's may have the name of a built-in one, and is another. */
export interface CastPolicy {
  readonly name: string;
  readonly builtIn: boolean;
}

/** The policy of a kernel's engine that no edit of ours has changed. */
export const AS_IT_STANDS: PolicyName = "mainline";

/** How an engine plays a policy. */
export type Cast =
  | {
      readonly kind: "plays";
      /** The policy that the engine is set up with. */
      readonly setUp: string;
      /** Its code plays a policy of the user's as it stands: whether the two are the same is the question. */
      readonly asItStands: boolean;
    }
  /** `reason` has no full stop. */
  | { readonly kind: "unable"; readonly reason: string };

/**
 * How an engine plays a policy: one that it announces by its name, and a user's also by the code of
 * a kernel as it stands. The names of the built-in policies mean these alone, so that no engine
 * plays a built-in one in place of a user's that is called the same.
 */
export function castOf({ about, playsUsers }: Engine, { name, builtIn }: CastPolicy): Cast {
  if (!builtIn && playsUsers === "as it stands") {
    return { kind: "plays", setUp: AS_IT_STANDS, asItStands: true };
  }
  const isBuiltInName = policyNames.some((known) => known === name);
  const isOther = !builtIn && playsUsers !== "as given" && isBuiltInName;
  if (!isOther && about.policies.includes(name)) {
    return { kind: "plays", setUp: name, asItStands: false };
  }
  const known = `it announces ${about.policies.join(", ")}`;
  return {
    kind: "unable",
    reason: `it does not know the policy ${name}${builtIn ? "" : `, which is a file's: ${known}`}`,
  };
}

/**
 * Whether an engine's `swallow_nmi` is a policy's memory: of a built-in one, and of a user's that
 * keeps `{ swallowNmi: boolean }` and nothing else. Any other memory no engine can be asked for.
 */
export function showsMemory(
  { builtIn }: Pick<CastPolicy, "builtIn">,
  { initial }: { readonly initial: unknown },
): boolean {
  return builtIn || (hasSwallowNmi(initial) && Object.keys(initial).length === 1);
}
