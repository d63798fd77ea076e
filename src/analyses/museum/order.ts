import {
  type MuseumProperty,
  type MuseumVerdict,
  type MuseumVerdicts,
  museumProperties,
} from "./properties.js";

/** What a policy does wrong where a property is violated: it loses a real NMI, or tells of one that was none. */
export type ErrorKind = "lost" | "spurious";

/** Which error each property is about: an event that waits for ever is lost as well as one that is swallowed. */
export const errorKinds: Readonly<Record<MuseumProperty, ErrorKind>> = {
  NoFalseSwallow: "lost",
  NoSpurious: "spurious",
  NoMasked: "lost",
  NoStranded: "lost",
  NoHidden: "lost",
  NoForgottenSource: "lost",
  NoNeedlessPanic: "spurious",
  RepeatedExternalReported: "lost",
};

/** Which error costs more; `either`: neither of them. */
export const costs = ["either", "lost", "spurious"] as const;

export type Cost = (typeof costs)[number];

/** A policy and its verdicts on one machine, all policies of the same properties. */
export interface Judged<Policy = string> {
  readonly policy: Policy;
  readonly verdicts: MuseumVerdicts;
}

/** Which policies are the best on a machine. */
export interface Best<Policy = string> {
  /** Those that no other one beats; those that err alike are one group. */
  readonly groups: readonly (readonly Policy[])[];
  /** Each other one, and the best ones that beat it. */
  readonly beaten: readonly { readonly policy: Policy; readonly by: readonly Policy[] }[];
}

type Comparison = "alike" | "better" | "worse" | "neither";

/** How late a policy errs; one that never does comes last of all. */
function lateness(verdict: MuseumVerdict | undefined): number {
  if (verdict === "holds") return Number.POSITIVE_INFINITY;
  return typeof verdict === "number" ? verdict : 0;
}

/** One beats another that violates no less, and nothing later. */
function compareOn(
  properties: readonly MuseumProperty[],
  left: Judged<unknown>,
  right: Judged<unknown>,
): Comparison {
  const differences = properties.map((property) => {
    const [own, other] = [lateness(left.verdicts[property]), lateness(right.verdicts[property])];
    return own === other ? 0 : own > other ? 1 : -1;
  });
  const [isBetter, isWorse] = [differences.includes(1), differences.includes(-1)];
  if (isBetter && isWorse) return "neither";
  return isBetter ? "better" : isWorse ? "worse" : "alike";
}

/**
 * How two policies compare. Where an error costs more, it is compared first, and the other one only
 * of policies that are alike in that.
 */
function compare(left: Judged<unknown>, right: Judged<unknown>, cost: Cost): Comparison {
  const properties = museumProperties.filter((property) => left.verdicts[property] !== undefined);
  if (cost === "either") return compareOn(properties, left, right);
  const isDear = (property: MuseumProperty): boolean => errorKinds[property] === cost;
  const dear = compareOn(properties.filter(isDear), left, right);
  if (dear !== "alike") return dear;
  return compareOn(
    properties.filter((property) => !isDear(property)),
    left,
    right,
  );
}

/**
 * The best of policies on one machine: a policy beats another if it violates a part of what that one
 * violates, and nothing of it sooner; the best are those that none beats.
 *
 * @param cost which error costs more
 */
export function bestOf<Policy>(judged: readonly Judged<Policy>[], cost: Cost): Best<Policy> {
  const beats = (left: Judged<unknown>, right: Judged<unknown>): boolean =>
    compare(left, right, cost) === "better";
  const best = judged.filter((one) => !judged.some((other) => beats(other, one)));
  const groups: Judged<Policy>[][] = [];
  for (const one of best) {
    const alike = groups.find(
      ([first]) => first !== undefined && compare(first, one, cost) === "alike",
    );
    if (alike === undefined) groups.push([one]);
    else alike.push(one);
  }
  return {
    groups: groups.map((group) => group.map(({ policy }) => policy)),
    beaten: judged
      .filter((one) => !best.includes(one))
      .map((one) => ({
        policy: one.policy,
        by: best.filter((other) => beats(other, one)).map(({ policy }) => policy),
      })),
  };
}
