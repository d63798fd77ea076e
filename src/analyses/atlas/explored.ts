import type { Platform } from "../../../spec/platforms.js";
import { type PolicyName, policies } from "../../../spec/policies/all.js";
import { canonicalJson } from "../../base/document/sealed.js";
import { builtProgram } from "../../base/process/built-program.js";
import { type AskOptions, askAll } from "../../base/threads/ask-all.js";
import type { Job } from "../../base/threads/job.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { compileForExploration } from "../../checkers/packed/compiled-model.js";
import { explorePacked } from "../../checkers/packed/explore-packed.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import { machineModel } from "../../machine/model/machine-model.js";
import { everyStateProperty, type NmiProperty } from "../../machine/model/property-names.js";
import { irOf } from "../../machine/policy/ir-cache.js";
import { loadPolicy } from "../../machine/policy/load.js";
import { constantsOf } from "../../machine/subject.js";

/** What the explorer says of a property on one machine; the state space was exhausted. */
export type Finding =
  | { readonly verdict: "holds" }
  /** `events` is a shortest way to a state without the property. */
  | { readonly verdict: "violated"; readonly events: readonly string[] };

/** What is explored: a built-in policy on a machine of any number of CPUs. */
export interface Explored {
  readonly policy: PolicyName;
  readonly platform: Platform;
  readonly axes: NamedAxes;
}

/** What was found of it. */
export interface Found {
  readonly states: number;
  readonly findings: Readonly<Record<NmiProperty, Finding>>;
}

/** Explores one machine under a policy to the end. */
export const job: Job<null, Explored, Found> = {
  file: builtProgram("src/analyses/atlas/explored.ts"),
  begin:
    (_, { signal }) =>
    (question) =>
      explored(question, signal),
};

/** What was found of each of the machines that were asked about. */
export type FoundOf = (question: Explored) => Found;

/** Who ends it, and who hears of it. */
export interface ExploreAllOptions extends Pick<AskOptions<Found>, "signal" | "threads"> {
  /** Told how many machines are explored, and how many there are. */
  readonly onProgress?: (done: number, all: number) => void;
}

/**
 * Explores machines under policies to the end, each once, on all cores.
 *
 * @throws Diagnostic of the explorer when a model fails; what `askAll` throws
 */
export async function exploreAll(
  questions: readonly Explored[],
  { signal, threads, onProgress }: ExploreAllOptions = {},
): Promise<FoundOf> {
  const distinct = new Map(questions.map((question) => [canonicalJson(question), question]));
  const answers = await askAll(job, null, [...distinct.values()], {
    ...{ signal, threads },
    onAnswer: (done, all) => onProgress?.(done, all),
  });
  const found = new Map([...distinct.keys()].map((key, index) => [key, answers[index]]));
  return (question) => {
    const known = found.get(canonicalJson(question));
    if (known === undefined) throw new Error("the machine was not asked about");
    return known;
  };
}

async function explored(
  { policy, platform, axes }: Explored,
  signal: AbortSignal | undefined,
): Promise<Found> {
  const loaded = await loadPolicy(policy);
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error(`${policy} is refused`);
  const model = await irOf(loaded.policy, axes, everyStateProperty);
  const { machine, board } = axes;
  const { answers, distinct } = await explorePacked(
    compileForExploration(model, constantsOf({ platform, axes })),
    machineModel({ platform, axes: machine, board, policy: policies[policy] }),
    signal === undefined ? {} : { signal },
  );
  const finding = (property: NmiProperty): Finding => {
    const answer = answers.get(property);
    switch (answer?.answer) {
      case "holds":
        return { verdict: "holds" };
      case "violated":
        return {
          verdict: "violated",
          events: answer.path.steps.map(({ event }) => eventText(event)),
        };
      case "failed":
        throw answer.diagnostic;
      default:
        signal?.throwIfAborted();
        throw new Error(`nothing is known of ${property}`);
    }
  };
  return { states: distinct, findings: findingsOf(finding) };
}

/** What was found of each property. */
function findingsOf(finding: (property: NmiProperty) => Finding): Found["findings"] {
  return {
    NoFalseSwallow: finding("NoFalseSwallow"),
    NoSpurious: finding("NoSpurious"),
    NoMasked: finding("NoMasked"),
    NoStranded: finding("NoStranded"),
    NoHidden: finding("NoHidden"),
    NoForgottenSource: finding("NoForgottenSource"),
    NoNeedlessPanic: finding("NoNeedlessPanic"),
  };
}
