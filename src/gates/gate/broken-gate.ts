import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { axesPart } from "../../machine/configuration/axes-record.js";
import { faultReason } from "./diagnostic-reason.js";
import type { OpenConfig } from "./load-config.js";
import type { VerdictGateOutcome } from "./outcome.js";
import { reason } from "./reason.js";
import type { Gate } from "./schema.js";

/** A gate that cannot be asked: its policy is refused, or an engine that it names is not there. */
export interface BrokenGate {
  readonly kind: "broken";
  readonly gate: Gate;
  /** Its place in the config. */
  readonly index: number;
  readonly diagnostics: readonly Diagnostic[];
}

/** What a report has of it: no verdict, and everything that is wrong. */
export function brokenOutcome(
  { gate, index, diagnostics }: BrokenGate,
  { place }: OpenConfig,
): VerdictGateOutcome {
  const { name, policy, chain, rips, axes } = gate;
  return {
    kind: "verdicts",
    name,
    policy,
    chain,
    rips,
    ...axesPart(axes),
    place: place(["gates", index, "policy"]),
    verdicts: [],
    reasons:
      diagnostics.length > 0
        ? diagnostics.map((diagnostic) => faultReason(diagnostic))
        : [reason("unanswered", "nobody has answered what the gate asks.")],
    cached: false,
    seconds: 0,
  };
}
