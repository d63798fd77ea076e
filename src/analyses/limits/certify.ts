import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { TlcState } from "../../checkers/tlc/events.js";
import { TlaValueReader } from "../../compiler/tla/value/reader.js";
import { type NmiEvent, nmiModel } from "../../machine/model/nmi-model.js";
import type { Machine } from "../../machine/subject.js";
import { pathFromStates } from "../../machine/trace/from-states.js";
import { composedModel } from "./composed-model.js";
import { notCertified } from "./diagnostics.js";
import type { Observation } from "./observation.js";
import { type Certificate, type CertifyOptions, runObserver } from "./observer-run.js";
import { observerConfiguration } from "./observer-tla.js";
import type { Pair } from "./pair.js";
import { seenAlong } from "./seen-along.js";
import { PAIR_MODULE, pairInvariants, selfComposition } from "./self-composition.js";
import { type WalkName, walks } from "./walk.js";

/** What is to be certified: a shortest pair, or that there is none. */
export interface Claim extends Machine {
  readonly walk: WalkName;
  readonly observation: Observation;
  readonly credit: boolean;
  readonly pair: Pair | null;
}

/** The texts of the composition, by the names of their files. */
export async function compositionFiles(claim: Claim): Promise<ReadonlyMap<string, string>> {
  const model = await composedModel(claim.walk, claim.axes);
  const invariant = claim.credit ? pairInvariants.credit : pairInvariants.plain;
  const configuration = observerConfiguration(PAIR_MODULE, claim.platform, invariant);
  return new Map([
    [`${model.module}.tla`, model.text],
    [`${PAIR_MODULE}.tla`, selfComposition(model, claim.observation)],
    [`${configuration.moduleName}.tla`, configuration.module],
    [`${configuration.moduleName}.cfg`, configuration.cfg],
  ]);
}

/**
 * Has TLC check the composition. A pair must be a shortest one to TLC as well, and TLC's own must
 * show the same on both sides when the typed model executes it; no pair must mean that TLC exhausts
 * the composition.
 *
 * @returns null when the time was over before TLC had an answer
 * @throws Diagnostic `limits/not-certified` where TLC says otherwise, and the diagnostics of TLC
 */
export async function certify(claim: Claim, options: CertifyOptions): Promise<Certificate | null> {
  const files = await compositionFiles(claim);
  const { outcome, facts } = await runObserver(files, PAIR_MODULE, options);
  switch (outcome.kind) {
    case "violated": {
      if (claim.pair === null) throw notCertified("it found a pair where none was expected");
      await compareWith(claim, claim.pair, outcome.states);
      return { ...facts, distinct: outcome.counts?.distinct ?? 0 };
    }
    case "success":
      if (claim.pair !== null) throw notCertified("it found no pair");
      return { ...facts, distinct: outcome.counts.distinct };
    case "bounded":
      return null;
  }
}

async function compareWith(claim: Claim, pair: Pair, states: readonly TlcState[]): Promise<void> {
  const steps = pair.reported.length + pair.swallowed.length;
  if (states.length !== steps + 1) {
    throw notCertified(`its pair has ${states.length - 1} steps, and the explorer's ${steps}`);
  }
  const reader = await TlaValueReader.load();
  const left = runOf(claim, states, "left", reader);
  const right = runOf(claim, states, "right", reader);
  const { platform, axes, walk, observation } = claim;
  const policy = walks[walk];
  const [one, other] = [left, right].map((events) =>
    seenAlong({ platform, axes, policy, observation }, events).join("\n"),
  );
  if (one !== other) throw notCertified("its two runs do not look the same in the typed model");
}

/** One of the two runs as events of the typed model, which must be able to go that way. */
function runOf(
  { platform, axes, walk }: Claim,
  states: readonly TlcState[],
  side: "left" | "right",
  reader: TlaValueReader,
): readonly NmiEvent[] {
  const prefix = side === "left" ? "Left" : "Right";
  const printed = states
    .filter(({ action }) => action === null || action.startsWith(prefix))
    .map(({ action, values }) => ({
      action: action === null ? null : uncapitalised(action.slice(prefix.length)),
      variables: ownValues(values, side),
    }));
  try {
    const model = nmiModel({ platform, policy: walks[walk], axes: axes?.machine });
    const path = pathFromStates(model, printed, reader);
    return path.steps.map(({ event }) => event);
  } catch (error) {
    if (!(error instanceof Diagnostic)) throw error;
    throw notCertified(`its ${side} run is not one of the typed model: ${error.message}`);
  }
}

/** What the composition adds to the model for the observer. */
const HISTORY = ["claimedSlots", "pendingSources", "secondPending", "nmiSources", "masked"];

function ownValues(
  values: Readonly<Record<string, string>>,
  side: string,
): ReadonlyMap<string, string> {
  const own = Object.entries(values).flatMap(([name, value]) => {
    if (!name.startsWith(side)) return [];
    const variable = uncapitalised(name.slice(side.length));
    return HISTORY.includes(variable) ? [] : [[variable, value] as const];
  });
  return new Map(own);
}

function uncapitalised(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}
