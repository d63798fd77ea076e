import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { grouped } from "../../machine/trace/words.js";

/** Why a trace cannot be replayed, whatever the engine is. */
export type ReplayDiagnosticCode = "replay/out-of-order" | "replay/too-many-arrivals";

/** The events of a trace do not make NMIs: a poll outside an NMI, say. `event` counts from 1. */
export function outOfOrder(event: number, what: string): Diagnostic<ReplayDiagnosticCode> {
  return new Diagnostic({
    code: "replay/out-of-order",
    blame: "user",
    message: `event ${event} of the trace cannot be replayed: ${what}.`,
    remedy: "`nmicheck trace FILE` checks every event of a trace against the model.",
  });
}

/** More arrivals in one NMI than a request of the protocol holds. */
export function tooManyArrivals(nmi: number, most: number): Diagnostic<ReplayDiagnosticCode> {
  return new Diagnostic({
    code: "replay/too-many-arrivals",
    blame: "user",
    message: `NMI ${nmi} of the trace has more than ${grouped(most)} arrivals, which is more than a request to an engine can hold.`,
  });
}
