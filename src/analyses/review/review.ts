import { Fault } from "../../base/fault/fault.js";
import {
  namedPlatform,
  type PlatformName,
  platformNames,
} from "../../machine/configuration/platform.js";
import { type CoreProperty, nmiProperties } from "../../machine/model/nmi-model.js";
import { traceLength } from "../../machine/trace/length.js";
import { checkByExplorer } from "../check/explorer.js";
import type { Verdict } from "../check/verdict.js";
import { type Learned, learnedPolicy } from "../learn/learned.js";
import type { LearnSource } from "../learn/source.js";
import { toldAxes } from "../learn/told-machine.js";
import { type Difference, differenceFrom, differenceOf } from "./difference.js";

/** Two engines, one of them after a change, and who is told what takes its time. */
export interface ReviewRequest {
  readonly before: LearnSource;
  readonly after: LearnSource;
  readonly nmicheck: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** What the engine after the change turned out to be: a policy, or why none. */
export type After =
  | { readonly kind: "learned"; readonly learned: Learned }
  | { readonly kind: "no policy"; readonly fault: Fault };

/** A verdict before the change and after it. */
export interface VerdictPair {
  readonly platform: PlatformName;
  readonly property: CoreProperty;
  readonly before: ShortVerdict;
  readonly after: ShortVerdict;
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
  /** Every verdict where both are policies and not the same one; else none. */
  readonly verdicts: readonly VerdictPair[];
}

/**
 * Learns the code before and after a change, and tells what the change does: which behaviour tells the
 * two apart, and which verdicts differ. What is after the change may be no policy: then there are no
 * verdicts, but still the behaviour.
 *
 * @throws Fault for what is wrong with the engine before, and code after that does not compile
 */
export async function review(request: ReviewRequest): Promise<Review> {
  const { before, after, signal, onProgress, nmicheck } = request;
  const events = {
    ...(signal === undefined ? {} : { signal }),
    ...(onProgress === undefined ? {} : { onProgress }),
  };
  const ending = signal === undefined ? {} : { signal };
  const learned = await learnedPolicy(before, "told", events);
  const other = await learnedAfter(after, events);
  if (other.kind === "no policy") {
    onProgress?.("looking for a behaviour that tells it apart");
    const difference = await differenceFrom(learned, after, nmicheck, ending).catch(
      (error: unknown) => {
        // What it broke by is told already.
        if (error instanceof Fault) return null;
        throw error;
      },
    );
    return { before: learned, after: other, difference, verdicts: [] };
  }
  const difference = await differenceOf(
    { source: before, learned },
    { source: after, learned: other.learned },
    ending,
  );
  const verdicts = difference === null ? [] : await verdictsOf(learned, other.learned, request);
  return { before: learned, after: other, difference, verdicts };
}

async function learnedAfter(
  after: LearnSource,
  events: Parameters<typeof learnedPolicy>[2],
): Promise<After> {
  try {
    return { kind: "learned", learned: await learnedPolicy(after, "told", events) };
  } catch (error) {
    // Code that was compiled and is no policy, or breaks: that is an answer about the change.
    if (error instanceof Fault && /^(?:learn|engine)\//.test(error.code)) {
      return { kind: "no policy", fault: error };
    }
    throw error;
  }
}

async function verdictsOf(
  before: Learned,
  after: Learned,
  { nmicheck, signal, onProgress }: ReviewRequest,
): Promise<readonly VerdictPair[]> {
  const { chain, rips } = before.document.machine;
  const told = toldAxes([before.policy, after.policy]);
  const pairs: VerdictPair[] = [];
  for (const platform of platformNames) {
    onProgress?.(`checking both on ${platform}`);
    const ask = async ({ policy }: Learned): Promise<readonly ShortVerdict[]> => {
      const results = await checkByExplorer(
        { policy, platform: namedPlatform(platform, chain, rips), ...told },
        {
          properties: nmiProperties,
          version: nmicheck,
          ...(signal === undefined ? {} : { signal }),
        },
      );
      return results.map(({ verdict }) => shortVerdict(verdict));
    };
    const [left, right] = [await ask(before), await ask(after)];
    for (const [index, property] of nmiProperties.entries()) {
      const [one, other] = [left[index], right[index]];
      if (one === undefined || other === undefined) throw new Error("a verdict is missing");
      pairs.push({ platform, property, before: one, after: other });
    }
  }
  return pairs;
}

function shortVerdict(verdict: Verdict): ShortVerdict {
  if (verdict.verdict === "failed") throw verdict.failure.fault;
  const length = verdict.verdict === "violated" ? traceLength(verdict.trace) : null;
  return { verdict: verdict.verdict, length };
}

/** Whether the verdicts of a pair differ, or the lengths of their counterexamples. */
export function isChanged({ before, after }: VerdictPair): boolean {
  return before.verdict !== after.verdict || before.length !== after.length;
}

/** Whether something that held is violated after the change. */
export function isRegression({ before, after }: VerdictPair): boolean {
  return before.verdict === "holds" && after.verdict !== "holds";
}
