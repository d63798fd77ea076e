import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** The codes of what can go wrong when limits are looked for. */
export type LimitsDiagnosticCode =
  | "limits/axis"
  | "limits/not-certified"
  | "limits/pair-told-apart";

/** TLC does not say what the explorer says: one of the two has a mistake. */
export function notCertified(what: string): Diagnostic<LimitsDiagnosticCode> {
  return new Diagnostic({
    code: "limits/not-certified",
    blame: "tool",
    message: `TLC does not confirm what the explorer says: ${what}.`,
    remedy: "nmicheck has a mistake: report it with the command.",
  });
}

/** The two runs of a pair do not show the observer the same: they are no pair. */
export function pairToldApart(): Diagnostic<LimitsDiagnosticCode> {
  return new Diagnostic({
    code: "limits/pair-told-apart",
    blame: "tool",
    message: "the two runs of the pair do not look the same to the observer.",
    remedy: "nmicheck has a mistake: report it with the command.",
  });
}

/** A machine with an axis that makes the question another one. */
export function axisNotJudged(axis: string, because: string): Diagnostic<LimitsDiagnosticCode> {
  return new Diagnostic({
    code: "limits/axis",
    blame: "user",
    message: `\`limits\` says nothing of machines with ${axis}: ${because}.`,
    remedy: `leave it off; \`check --axis ${axis}\` judges a policy there.`,
  });
}
