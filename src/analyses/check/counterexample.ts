import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { TlcState } from "../../checkers/tlc/events.js";
import type { TlaValueReader } from "../../compiler/tla/value/reader.js";
import type { MachinePath } from "../../machine/model/machine-model.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { modelOf, traceOriginOf } from "../../machine/subject.js";
import { buildTrace } from "../../machine/trace/build.js";
import { pathFromStates } from "../../machine/trace/from-states.js";
import { disagreement, eventName } from "./tlc-conclusions.js";
import { failureOf, type Measured, type Verdict } from "./verdict.js";

/** TLC's behaviour as a path of the typed model. Throws Diagnostic where it is none. */
export function pathOfStates(
  subject: Subject,
  states: readonly TlcState[],
  reader: TlaValueReader,
): MachinePath {
  return pathFromStates(
    modelOf(subject),
    states.map(({ action, values }) => ({
      action: action === null ? null : eventName(action),
      variables: new Map(Object.entries(values)),
    })),
    reader,
  );
}

/**
 * The verdict in what TLC says is a counterexample: `violated` with its trace, if the typed model goes
 * that way and violates the property at its end, and `failed` otherwise.
 */
export async function counterexampleVerdict(
  { subject, property }: { readonly subject: Subject; readonly property: NmiProperty },
  states: readonly TlcState[],
  measured: Measured,
  { version, reader }: { readonly version: string; readonly reader: TlaValueReader },
): Promise<Verdict> {
  try {
    const path = pathOfStates(subject, states, reader);
    const last = path.steps.at(-1)?.state ?? path.initial;
    const invariant = modelOf(subject).invariants.find(({ name }) => name === property);
    if (invariant?.holds(last) !== false) {
      const failure = disagreement("violated", "the typed model does not violate it there");
      return { verdict: "failed", measured, failure };
    }
    const origin = await traceOriginOf(subject, version);
    return { verdict: "violated", measured, trace: buildTrace({ ...origin, property }, path) };
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    return { verdict: "failed", measured, failure: failureOf(error) };
  }
}
