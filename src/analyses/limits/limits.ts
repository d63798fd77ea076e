import type { PolicyName } from "../../../spec/policies/all.js";
import { policies } from "../../../spec/policies/all.js";
import type { Policy } from "../../../spec/policy.js";
import type { Bound } from "../../checkers/explore/exploration.js";
import { SearchStopped } from "../../checkers/packed/search-stopped.js";
import { WorkBudget } from "../../checkers/packed/work-budget.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import {
  type NamedPlatform,
  namedPlatform,
  platformNames,
} from "../../machine/configuration/platform.js";
import type { Machine } from "../../machine/subject.js";
import { type Amendment, firstDifference, smallestAmendment } from "./amendment.js";
import { compare, type Difference, type Shown } from "./comparison.js";
import { type DecisionTable, decisionTable } from "./decision-table.js";
import { type Hardware, hardwareOf } from "./hardware.js";
import {
  countsOf,
  type DecisionCounts,
  knowledgeOf,
  reportsWhatMayBeUnknown,
  withoutCredit,
} from "./knowledge.js";
import { type Observation, observationText, standardObservations } from "./observation.js";
import { type Pair, shortestPair } from "./pair.js";
import { bestOf, type PolicyMachine, type Promised, promises } from "./synthesis.js";
import { compareTable } from "./table-comparison.js";
import { type ToldPolicy, toldPolicy } from "./told-policy.js";
import { kernelPolicy, type WalkName, walks } from "./walk.js";

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

/** A machine as a policy that runs; it walks the chain as it is told. */
export function policyOf(machine: PolicyMachine, walk: WalkName): Policy<unknown> {
  const policy: Policy<{ readonly state: number }> = {
    initial: { state: 0 },
    enter: (memory) => memory,
    proceed: (memory, seen) => ({ memory, walk: walks[walk].proceed(null, seen).walk }),
    finish: ({ state }, seen) => {
      const move = machine.move(state, seen);
      // What cannot come may be answered in any way.
      if (move === null) return { memory: { state }, unclaimed: "report" };
      return { memory: { state: move.next }, unclaimed: move.action };
    },
  };
  return policy;
}

/** What a best policy promises. */
const PROMISES = ["NoSpurious", "NoFalseSwallow"] as const;

/**
 * The limits of an observer, of the best policies for it, and what other observers could do.
 *
 * @param budget what all of it may take; what is not answered within it is told
 * @param onProgress told after each of these questions how many are answered
 * @throws SearchStopped when the budget was used up before anything was known of the observer itself
 */
export function limitsOf(
  request: LimitsRequest,
  budget: WorkBudget = new WorkBudget(),
  onProgress: (done: number, all: number) => void = () => {},
): Limits {
  const { platform, axes, walk, observation } = request;
  const hardware = hardwareOf({ platform, axes }, walks[walk], observation, budget);
  const kernel = kernelPolicy(walk);
  const known = new Map([[platform.name, hardware]]);
  const hardwareOn = (where: NamedPlatform): Hardware => {
    const found =
      known.get(where.name) ??
      hardwareOf({ platform: where, axes }, walks[walk], observation, budget);
    known.set(where.name, found);
    return found;
  };
  const otherObservations = standardObservations.filter(
    (other) => observationText(other) !== observationText(observation),
  );
  let done = 0;
  const answered = <Answer>(answer: Answer): Answer => {
    onProgress(++done, 1 + PROMISES.length + otherObservations.length);
    return answer;
  };
  const own = answered(knowable(hardware));
  const unanswered: Unanswered[] = [];
  /** The answer alone; none where a bound is met, which is then told. */
  const within = <Answer>(
    question: Unanswered["question"],
    answer: () => Answer,
  ): readonly Answer[] => {
    try {
      return [answered(answer())];
    } catch (error) {
      if (!(error instanceof SearchStopped) || error.bound === null) throw error;
      unanswered.push({ question, bound: error.bound });
      return [];
    }
  };
  const best = PROMISES.flatMap((promise) =>
    within({ about: "best", promise }, () => bestPolicy(hardwareOn, promise, request, kernel)),
  );
  known.clear();
  const others = otherObservations.flatMap((other) =>
    within({ about: "observer", observation: other }, () =>
      knowable(hardwareOf({ platform, axes }, walks[walk], other, budget)),
    ),
  );
  return { request, ...own, best, others, unanswered };
}

/** What an observer of this hardware can know. */
export function knowable(hardware: Hardware): Knowable {
  const plain = knowledgeOf(hardware, withoutCredit);
  const credited = countsOf(knowledgeOf(hardware, reportsWhatMayBeUnknown));
  const decisions = countsOf(plain);
  const perfectPolicy = credited.cannotTell === 0;
  return {
    observation: hardware.observation,
    knowledgeSets: plain.sets.length,
    decisions,
    withCredit: credited,
    perfectPolicy,
    pair: perfectPolicy ? null : shortestPair(hardware, { credit: true }),
    pairWithoutCredit:
      decisions.cannotTell === 0 ? null : shortestPair(hardware, { credit: false }),
  };
}

/** @param hardwareOn the hardware of a platform as the observer sees it, found once */
function bestPolicy(
  hardwareOn: (where: NamedPlatform) => Hardware,
  promise: Promised,
  request: LimitsRequest,
  kernel: PolicyName,
): BestPolicy {
  const { platform, walk } = request;
  const hardware = hardwareOn(platform);
  const { knowledge, machine } = bestOf(hardware, promise);
  const { text } = promises[promise];
  const table = decisionTable(knowledge);
  const differsAfter = firstDifference(knowledge, policies[kernel]);
  const form = formOf(machine, table, request);
  const standings = standingsOf(form, hardwareOn, table, request, kernel);
  const here = standings.find((standing) => standing.platform.name === platform.name)?.shown ?? [];
  return {
    promise,
    text,
    form,
    table,
    differsAfter,
    standings,
    improves: here.length > 0 && here.every(({ difference }) => isGain(difference)),
    amendment: machine === null ? null : smallestAmendment(knowledge, walk),
  };
}

/** As what the policy of a table, and of a machine if one can see enough, is written. */
export function formOf(
  machine: PolicyMachine | null,
  table: DecisionTable,
  { platform, axes }: Machine,
): PolicyForm {
  if (machine !== null) return { kind: "policy", machine };
  const result = toldPolicy(table, platform);
  if (result.kind === "told" && result.policy.told !== "handlers" && axes?.machine.nesting) {
    return {
      kind: "table",
      because: "where a policy file is told of sources, which is FRED, no NMI nests",
    };
  }
  return result.kind === "told" ? result : { kind: "table", because: result.because };
}

function standingsOf(
  form: PolicyForm,
  hardwareOn: (where: NamedPlatform) => Hardware,
  table: DecisionTable,
  { platform, axes, walk, observation }: LimitsRequest,
  kernel: PolicyName,
): readonly Standing[] {
  const everywhere = platformNames.map((name) =>
    namedPlatform(name, platform.chain, platform.rips),
  );
  const decidedBy = (decides: Pick<DecisionTable, "move">, where: NamedPlatform): Standing => {
    const subject = { platform: where, axes, walk, observation, table: decides };
    return { platform: where, shown: compareTable(subject, policies[kernel], hardwareOn(where)) };
  };
  const { budget } = hardwareOn(platform);
  switch (form.kind) {
    case "policy": {
      const policy = policyOf(form.machine, walk);
      return everywhere.map((where) => {
        const shown = compare({ platform: where, axes }, policies[kernel], policy, budget);
        return { platform: where, shown };
      });
    }
    case "told":
      return everywhere.map((where) => decidedBy(form.policy, where));
    case "table":
      return [decidedBy(table, platform)];
  }
}
