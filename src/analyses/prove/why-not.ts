import type { ProofVerdict } from "./verdict.js";

/** Why there is no proof, in one sentence without a full stop. */
export function whyNotProven(verdict: Exclude<ProofVerdict, { verdict: "proven" }>): string {
  switch (verdict.verdict) {
    case "violated":
      return `it is violated in ${verdict.states} states`;
    case "failed":
      return verdict.failure.message.replace(/\.$/, "");
    case "not proven":
      break;
  }
  const { missing } = verdict;
  switch (missing.kind) {
    case "no invariant":
      return "nobody has said why it should hold";
    case "other memory":
      return `the invariant of this property is about another memory: ${missing.message}`;
    case "untranslatable":
      return missing.message.replace(/\.$/, "");
    case "obligation": {
      const { obligation, said } = missing;
      return said === "unknown"
        ? `no solver found out in time whether "${obligation.name}"`
        : `"${obligation.name}" should be ${obligation.expected}, and is ${said}`;
    }
  }
}
