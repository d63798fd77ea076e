import type { PolicyName } from "../../../spec/policies/all.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  type PlatformName,
} from "../../machine/configuration/platform.js";
import type { CoreProperty } from "../../machine/model/property-names.js";
import { type CheckResult, isInvariantResult } from "./result.js";

/** Holds, or how many states the shortest counterexample has. */
export type RecordedVerdict = "holds" | number;

type Row = Readonly<Record<CoreProperty, RecordedVerdict>>;

/**
 * The 48 verdicts of the scorecard: the built-in policies on the four platforms, chain [2,1], R=2,
 * as the typed model, the embedded explorer and TLC agree on them. A change of one of them is a
 * change of what nmicheck says about Linux, and has to be made here too.
 */
export const recordedVerdicts: Readonly<Record<PolicyName, Readonly<Record<PlatformName, Row>>>> = {
  none: {
    ideal: { NoFalseSwallow: "holds", NoSpurious: 13, NoMasked: 8, NoStranded: "holds" },
    sticky: { NoFalseSwallow: "holds", NoSpurious: 13, NoMasked: 8, NoStranded: "holds" },
    shadow: { NoFalseSwallow: "holds", NoSpurious: 13, NoMasked: 8, NoStranded: "holds" },
    "sticky+shadow": { NoFalseSwallow: "holds", NoSpurious: 13, NoMasked: 8, NoStranded: "holds" },
  },
  v5: {
    ideal: { NoFalseSwallow: 13, NoSpurious: "holds", NoMasked: 7, NoStranded: 7 },
    sticky: { NoFalseSwallow: 13, NoSpurious: 12, NoMasked: 7, NoStranded: 7 },
    shadow: { NoFalseSwallow: 13, NoSpurious: 13, NoMasked: 7, NoStranded: 7 },
    "sticky+shadow": { NoFalseSwallow: 13, NoSpurious: 12, NoMasked: 7, NoStranded: 7 },
  },
  mainline: {
    ideal: { NoFalseSwallow: 14, NoSpurious: "holds", NoMasked: 8, NoStranded: "holds" },
    sticky: { NoFalseSwallow: 14, NoSpurious: 13, NoMasked: 8, NoStranded: "holds" },
    shadow: { NoFalseSwallow: 14, NoSpurious: 14, NoMasked: 8, NoStranded: "holds" },
    "sticky+shadow": { NoFalseSwallow: 14, NoSpurious: 13, NoMasked: 8, NoStranded: "holds" },
  },
};

/** Whether there is a record of the result's question: a built-in policy, chain [2,1], R=2. */
export function isRecorded({ policy, platform, axes }: CheckResult): boolean {
  const { chain, rips } = platform;
  const isDefault = chain.join() === DEFAULT_CHAIN.join() && rips === DEFAULT_RIPS;
  return policy.origin.kind === "builtIn" && isDefault && axes === undefined;
}

/** Whether a result is what is recorded of it: the verdict, and the length of the counterexample. */
export function isAsRecorded(result: CheckResult): boolean {
  const { policy, platform } = result;
  if (policy.origin.kind !== "builtIn" || !isRecorded(result) || !isInvariantResult(result)) {
    return false;
  }
  return isVerdict(result, recordedVerdicts[policy.origin.name][platform.name][result.property]);
}

/** Whether a result is `recorded`. */
export function isVerdict({ verdict }: CheckResult, recorded: RecordedVerdict): boolean {
  switch (verdict.verdict) {
    case "holds":
      return recorded === "holds";
    case "violated":
      return recorded === verdict.trace.events.length + 1;
    case "bounded":
    case "failed":
      return false;
  }
}
