import { builtProgram } from "../../base/process/built-program.js";
import { withoutPause } from "../../base/process/without-pause.js";
import type { Answering, Job } from "../../base/threads/job.js";
import type { Bound } from "../../checkers/explore/exploration.js";
import { SearchStopped } from "../../checkers/packed/search-stopped.js";
import { type WorkBounds, WorkBudget } from "../../checkers/packed/work-budget.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import { BestPolicies } from "./best-policy.js";
import type { Shown } from "./comparison.js";
import { hardwareOf } from "./hardware.js";
import { knowable } from "./knowable.js";
import type { Knowable, LimitsRequest } from "./limits.js";
import type { Observation } from "./observation.js";
import type { Promised } from "./synthesis.js";
import { walks } from "./walk.js";

/** One of the questions about an observer's limits; each has its own answer. */
export type PartQuestion =
  /** How the best policy with this promise compares with the kernel's on a platform. */
  | { readonly about: "standing"; readonly promise: Promised; readonly platform: NamedPlatform }
  /** What another observer can know of the same machine. */
  | { readonly about: "observer"; readonly observation: Observation };

/** The answer to a part. */
export type Part = { readonly shown: readonly Shown[] } | { readonly known: Knowable };

/** What a search does, and how much of it is done. */
interface Told {
  readonly doing: string;
  readonly done: number;
}

/** Whose limits, and what is left of what their search may take. */
export interface PartsGiven {
  readonly request: LimitsRequest;
  readonly bounds: WorkBounds;
}

/** The parts of an observer's limits. */
export const job: Job<PartsGiven, PartQuestion, Part | Bound, Told> = {
  file: builtProgram("src/analyses/limits/parts.ts"),
  begin: ({ request, bounds }, { tell }) => {
    const budget = new WorkBudget({
      ...bounds,
      onProgress: (doing, done) => tell({ doing, done }),
    });
    let policies: BestPolicies | undefined;
    return answering(request, budget, () => {
      policies ??= new BestPolicies(request, budget);
      return policies;
    });
  },
};

/** What answers the parts within a budget. */
export function answering(
  { platform, axes, walk }: LimitsRequest,
  budget: WorkBudget,
  policies: () => BestPolicies,
  signal?: AbortSignal,
): Answering<PartQuestion, Part | Bound> {
  const answer = (question: PartQuestion): Part | Bound =>
    within(() => {
      if (question.about === "standing") {
        return { shown: policies().shownOn(question.platform, question.promise) };
      }
      const hardware = hardwareOf({ platform, axes }, walks[walk], question.observation, budget);
      return { known: knowable(hardware) };
    });
  return (question) => withoutPause(signal, () => answer(question));
}

/** Whether it is a bound in place of an answer. */
export function isBound(answer: object): answer is Bound {
  return "bound" in answer;
}

/** The answer, or the bound that it meets. */
export function within<Answer>(answer: () => Answer): Answer | Bound {
  try {
    return answer();
  } catch (error) {
    if (!(error instanceof SearchStopped) || error.bound === null) throw error;
    return error.bound;
  }
}
