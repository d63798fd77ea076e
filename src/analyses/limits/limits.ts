import { at } from "../../../spec/language.js";
import { withoutPause } from "../../base/process/without-pause.js";
import { type AskOptions, askAll } from "../../base/threads/ask-all.js";
import type { Bound } from "../../checkers/explore/exploration.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import type { NamedPlatform } from "../../machine/configuration/platform.js";
import type { Amendment } from "./amendment.js";
import { BestPolicies } from "./best-policy.js";
import type { Difference, Shown } from "./comparison.js";
import type { DecisionTable } from "./decision-table.js";
import { knowable } from "./knowable.js";
import type { DecisionCounts } from "./knowledge.js";
import { type Observation, observationText, standardObservations } from "./observation.js";
import type { Pair } from "./pair.js";
import { answering, isBound, job, type Part, type PartQuestion, within } from "./parts.js";
import type { PolicyMachine, Promised } from "./synthesis.js";
import type { ToldPolicy } from "./told-policy.js";
import type { WalkName } from "./walk.js";

/** Whose limits are asked for. */
export interface LimitsRequest {
  readonly platform: NamedPlatform;
  /** What the machine has beside the core; without, it is the core. */
  readonly axes?: NamedAxes | undefined;
  readonly walk: WalkName;
  readonly observation: Observation;
}

/** What an observer can know, as far as its decisions go. */
export interface Knowable {
  readonly observation: Observation;
  /** Different sets of boundaries in which the machine may be after what was seen. */
  readonly knowledgeSets: number;
  /** Without credit for a report that is owed. */
  readonly decisions: DecisionCounts;
  readonly withCredit: DecisionCounts;
  /** Some policy has neither a false swallow nor a spurious report. */
  readonly perfectPolicy: boolean;
  /** A shortest pair of runs that shows that none has; null where one has. */
  readonly pair: Pair | null;
  /** The same where a report that is owed counts as wrong. */
  readonly pairWithoutCredit: Pair | null;
}

/** How a best policy compares with the kernel's on one platform. */
export interface Standing {
  readonly platform: NamedPlatform;
  /** A shortest run for each kind of difference; the kernel's comes first. */
  readonly shown: readonly Shown[];
}

/** As what a best policy can be written. */
export type PolicyForm =
  /** A policy file that runs on every machine. */
  | { readonly kind: "policy"; readonly machine: PolicyMachine }
  /** A policy file for machines that tell it more. */
  | { readonly kind: "told"; readonly policy: ToldPolicy }
  | { readonly kind: "table"; readonly because: string };

/** A best policy and what it means for the kernel. */
export interface BestPolicy {
  readonly promise: Promised;
  readonly text: string;
  readonly form: PolicyForm;
  /** The same policy as a table over what the observer sees, of which there is always one. */
  readonly table: DecisionTable;
  /** What is seen up to the first NMI that the kernel's policy ends differently; null if it never does. */
  readonly differsAfter: readonly string[] | null;
  /**
   * On every platform, with the same chain and RIPs; where it is a table, only on the one asked about:
   * on another one things may be seen that it does not have.
   */
  readonly standings: readonly Standing[];
  /** It loses less, or reports less spuriously, than the kernel on the platform asked about, and nothing is worse. */
  readonly improves: boolean;
  /** The fewest changes of the kernel's code that decide so; null where none of those known do. */
  readonly amendment: readonly Amendment[] | null;
}

/** A question that was not answered within a bound. */
export interface Unanswered {
  readonly question:
    | { readonly about: "observer"; readonly observation: Observation }
    | { readonly about: "best"; readonly promise: Promised };
  readonly bound: Bound;
}

/** The answer to everything about one observer. */
export interface Limits extends Knowable {
  readonly request: LimitsRequest;
  readonly best: readonly BestPolicy[];
  /** What other observers can know of the same machine. */
  readonly others: readonly Knowable[];
  /** What is missing in `best` and `others`. */
  readonly unanswered: readonly Unanswered[];
}

const gains: readonly Difference[] = ["losesLess", "reportsLess"];

/** Whether a difference speaks for the best policy. */
export function isGain(difference: Difference): boolean {
  return gains.includes(difference);
}

/** What a best policy promises. */
const PROMISES = ["NoSpurious", "NoFalseSwallow"] as const;

/** Below so many states of the hardware all is answered before a thread has begun. */
const FEWEST_STATES = 1_000;

/** Who ends the search, and who hears of it. */
export interface LimitsOptions extends Pick<AskOptions<unknown>, "signal" | "threads"> {
  /** Of the hardware's states, below which no thread is worth it. */
  readonly fewestStates?: number;
  /** Told how many questions are answered, and how many there are. */
  readonly onProgress?: (done: number, all: number) => void;
}

/** A question, and what was answered. */
interface Answered {
  readonly question: PartQuestion;
  readonly part: Part | Bound;
}

/**
 * The limits of an observer, of the best policies for it, and what other observers could do, found on
 * all cores.
 *
 * @param budget what all of it may take; what is not answered within it is told
 * @throws SearchStopped when the budget was used up before anything was known of the observer itself;
 * what `askAll` throws
 */
export async function limitsOf(
  request: LimitsRequest,
  budget: WorkBudget = new WorkBudget(),
  { signal, threads, fewestStates = FEWEST_STATES, onProgress = () => {} }: LimitsOptions = {},
): Promise<Limits> {
  const { policies, own, drafts } = await withoutPause(signal, () => {
    const policies = new BestPolicies(request, budget);
    const own = knowable(policies.hardware);
    const drafts = PROMISES.map((promise) => within(() => policies.policy(promise)));
    return { policies, own, drafts };
  });
  const questions = [
    ...drafts.flatMap((draft): readonly PartQuestion[] => {
      if (isBound(draft)) return [];
      const { promise } = draft;
      const platforms = policies.platformsOf(promise);
      return platforms.map((platform) => ({ about: "standing", promise, platform }));
    }),
    ...standardObservations
      .filter((other) => observationText(other) !== observationText(request.observation))
      .map((observation): PartQuestion => ({ about: "observer", observation })),
  ];
  onProgress(1, 1 + questions.length);
  const isSmall = policies.hardware.states < fewestStates;
  const parts = await askAll(job, { request, bounds: budget.bounds }, questions, {
    signal,
    threads: isSmall ? 1 : threads,
    here: () => answering(request, budget, () => policies, signal),
    onTold: ({ doing, done }) => budget.told(doing, done),
    onAnswer: (done, all) => onProgress(1 + done, 1 + all),
  });
  const answered = questions.map((question, index) => ({ question, part: at(parts, index) }));
  const best = PROMISES.map((promise, index) => {
    return bestPolicy(promise, at(drafts, index), answered, request);
  });
  const others = answered.filter(({ question }) => question.about === "observer");
  return {
    request,
    ...own,
    best: best.flatMap((one) => ("bound" in one ? [] : [one])),
    others: others.flatMap(({ part }) => ("known" in part ? [part.known] : [])),
    unanswered: [
      ...best.flatMap((one) => ("bound" in one ? [one] : [])),
      ...others.flatMap(({ question, part }) =>
        question.about === "observer" && isBound(part) ? [{ question, bound: part }] : [],
      ),
    ],
  };
}

/** A best policy with how it compares with the kernel's; the bound that a part of it has met. */
function bestPolicy(
  promise: Promised,
  draft: ReturnType<BestPolicies["policy"]> | Bound,
  answered: readonly Answered[],
  { platform }: LimitsRequest,
): BestPolicy | Unanswered {
  const own = answered.filter(
    ({ question }) => question.about === "standing" && question.promise === promise,
  );
  const question = { about: "best", promise } as const;
  if (isBound(draft)) return { question, bound: draft };
  const bound = own.map(({ part }) => part).find(isBound);
  if (bound !== undefined) return { question, bound };
  const standings = own.flatMap(({ question, part }) =>
    question.about === "standing" && "shown" in part
      ? [{ platform: question.platform, shown: part.shown }]
      : [],
  );
  const here = standings.find((standing) => standing.platform.name === platform.name)?.shown ?? [];
  return {
    ...draft,
    standings,
    improves: here.length > 0 && here.every(({ difference }) => isGain(difference)),
  };
}
