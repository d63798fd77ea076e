import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { axesText } from "../../machine/configuration/axes-text.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import {
  namedPlatform,
  type PlatformName,
  platformNames,
} from "../../machine/configuration/platform.js";
import { machineProperties, type NmiProperty } from "../../machine/model/property-names.js";
import { traceLength } from "../../machine/trace/length.js";
import { checkByExplorer } from "../check/explorer.js";
import type { Verdict } from "../check/verdict.js";
import { reachedOnce } from "../find/automaton.js";
import type { Size } from "../learn/from-engine.js";
import { type Learned, learnedPolicy } from "../learn/learned.js";
import type { LearnSource } from "../learn/source.js";
import { toldAxes } from "../learn/told-machine.js";
import { type ComparedCauses, comparedCauses } from "./causes.js";
import { overOneAlphabet } from "./common-alphabet.js";
import { type Difference, differenceFrom, differenceOf } from "./difference.js";
import { heldOnCpus, type OnCpus } from "./on-cpus.js";
import { untouchedBy } from "./untouched.js";

/** Two engines, one of them after a change, and who is told what takes its time. */
export interface ReviewRequest {
  readonly before: LearnSource;
  readonly after: LearnSource;
  /** The chain and the ips of the machine of the verdicts; those of the scorecard by default. */
  readonly size?: Size;
  /** What that machine has beside the core. */
  readonly axes?: NamedAxes;
  readonly nmicheck: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** What the engine after the change turned out to be: a policy, or why none. */
export type After =
  | { readonly kind: "learned"; readonly learned: Learned }
  | { readonly kind: "no policy"; readonly diagnostic: Diagnostic };

/** A verdict before the change and after it. */
export interface VerdictPair {
  readonly platform: PlatformName;
  readonly property: NmiProperty;
  readonly before: ShortVerdict;
  readonly after: ShortVerdict;
  /** The causes of its violations, on each side; null where both hold. */
  readonly causes: ComparedCauses | null;
}

/** A verdict without its evidence. */
export interface ShortVerdict {
  readonly verdict: Verdict["verdict"];
  /** States of the shortest counterexample, the first one included. */
  readonly length: number | null;
}

/** What a change does. */
export interface Review {
  readonly before: Learned;
  readonly after: After;
  /** Null where no behaviour tells the two apart. */
  readonly difference: Difference | null;
  /** What the two do alike whatever came before, as nouns; nothing where they are not compared. */
  readonly untouched: readonly string[];
  /** Every verdict where both are policies and not the same one; else none. */
  readonly verdicts: readonly VerdictPair[];
  /** Whether the code after the change is that policy on each of several CPUs; null where there is one. */
  readonly onCpus: OnCpus | null;
}

/**
 * Learns the code before and after a change, and tells what the change does: which behaviour tells the
 * two apart, and which verdicts differ. What is after the change may be no policy: then there are no
 * verdicts, but still the behaviour.
 *
 * @throws Diagnostic for what is wrong with the engine before, and code after that does not compile
 */
export async function review(request: ReviewRequest): Promise<Review> {
  const { before, after, signal, onProgress, nmicheck } = request;
  const events = {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const ending = signal === undefined ? {} : { signal };
  const { size } = request;
  const learned = await learnedPolicy(before, "told", events, size);
  const other = await learnedAfter(after, events, size);
  if (other.kind === "no policy") {
    onProgress?.("looking for a behaviour that tells it apart");
    const difference = await differenceFrom(learned, after, nmicheck, ending).catch(
      (error: unknown) => {
        // What it broke by is told already.
        if (error instanceof Diagnostic) return null;
        throw error;
      },
    );
    const none = { untouched: [], verdicts: [], onCpus: null };
    return { before: learned, after: other, difference, ...none };
  }
  const difference = await differenceOf(
    { source: before, learned },
    { source: after, learned: other.learned },
    ending,
  );
  const verdicts = difference === null ? [] : await verdictsOf(learned, other.learned, request);
  const untouched = difference === null ? [] : untouchedOf(learned, other.learned);
  const board = request.axes?.board ?? null;
  if (board !== null) onProgress?.(`running every edge of ${board.cpus} CPUs`);
  const onCpus = board === null ? null : await heldOnCpus(other.learned, after, board, ending);
  return { before: learned, after: other, difference, untouched, verdicts, onCpus };
}

async function learnedAfter(
  after: LearnSource,
  events: Parameters<typeof learnedPolicy>[2],
  size: Size | undefined,
): Promise<After> {
  try {
    return { kind: "learned", learned: await learnedPolicy(after, "told", events, size) };
  } catch (error) {
    // Code that was compiled and is no policy, or breaks: that is an answer about the change.
    if (error instanceof Diagnostic && /^(?:learn|engine)\//.test(error.code)) {
      return { kind: "no policy", diagnostic: error };
    }
    throw error;
  }
}

function untouchedOf(before: Learned, after: Learned): readonly string[] {
  return untouchedBy(overOneAlphabet(before.document, after.document));
}

async function verdictsOf(
  before: Learned,
  after: Learned,
  { axes, nmicheck, signal, onProgress }: ReviewRequest,
): Promise<readonly VerdictPair[]> {
  const { chain } = before.document.machine;
  // A policy that remembers an ip was learned where there is one more.
  const rips = Math.max(before.document.machine.rips, after.document.machine.rips);
  const told = toldAxes([before.policy, after.policy], axes);
  const properties = machineProperties(axes !== undefined);
  const pairs: VerdictPair[] = [];
  for (const platform of platformNames) {
    const machine = { platform: namedPlatform(platform, chain, rips), ...told };
    const where = axes === undefined ? platform : `${platform} with ${axesText(axes.names)}`;
    onProgress?.(`checking both on ${where}`);
    const ask = async ({ policy }: Learned): Promise<readonly ShortVerdict[]> => {
      const results = await checkByExplorer(
        { policy, ...machine },
        {
          properties,
          version: nmicheck,
          ...(signal === undefined ? {} : { signal }),
        },
      );
      return results.map(({ verdict }) => shortVerdict(verdict));
    };
    const [left, right] = [await ask(before), await ask(after)];
    const graphs = { before: reachedOnce(), after: reachedOnce() };
    for (const [index, property] of properties.entries()) {
      const [one, other] = [left[index], right[index]];
      if (one === undefined || other === undefined) throw new Error("a verdict is missing");
      const violated = { before: one.length !== null, after: other.length !== null };
      if (violated.before || violated.after)
        onProgress?.(`why ${property} is violated on ${where}`);
      const causes =
        violated.before || violated.after
          ? await comparedCauses({ before, after, machine, property, graphs, violated, nmicheck })
          : null;
      pairs.push({ platform, property, before: one, after: other, causes });
    }
  }
  return pairs;
}

function shortVerdict(verdict: Verdict): ShortVerdict {
  if (verdict.verdict === "failed") throw verdict.failure.diagnostic;
  const length = verdict.verdict === "violated" ? traceLength(verdict.trace) : null;
  return { verdict: verdict.verdict, length };
}

/** Whether the verdicts of a pair differ, the lengths of their counterexamples, or their causes. */
export function isChanged({ before, after, causes }: VerdictPair): boolean {
  return (
    before.verdict !== after.verdict ||
    before.length !== after.length ||
    (causes !== null && causes.changes.length > 0)
  );
}

/** Whether something that held is violated after the change, or is violated from a new cause. */
export function isRegression({ before, after, causes }: VerdictPair): boolean {
  const isLost = before.verdict === "holds" && after.verdict !== "holds";
  return isLost || causes?.changes.some(({ change }) => change === "new") === true;
}
