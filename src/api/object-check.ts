import { noAxes } from "../../spec/cpu/no-axes.js";
import { type ExplorerAnswer, explorerVerdict } from "../analyses/check/explorer-verdict.js";
import { failureOf } from "../analyses/check/verdict.js";
import { nmicheckVersion } from "../base/package/version.js";
import type { Limits, Progress } from "../checkers/explore/exploration.js";
import { checkLiveness } from "../checkers/liveness/check-liveness.js";
import { modelEngine } from "../engines/model-engine.js";
import { divergedText } from "../engines/replay/divergence.js";
import { replayTrace } from "../engines/replay/replay-trace.js";
import { axesPart } from "../machine/configuration/axes-record.js";
import { nmiLiveness } from "../machine/model/nmi-liveness.js";
import { nmiModel } from "../machine/model/nmi-model.js";
import {
  isAnyStateProperty,
  isLivenessProperty,
  type NmiAnyProperty,
} from "../machine/model/property-names.js";
import { tabulate } from "../machine/policy/policy-table.js";
import type { Subject } from "../machine/subject.js";
import { traceLength } from "../machine/trace/length.js";
import type { Trace } from "../machine/trace/schema.js";
import { unsteadyPolicy } from "./diagnostics.js";
import { exploreObject, MOST_STATES } from "./object-explored.js";
import type { ObjectPolicy } from "./policy.js";
import { type Answered, eventTexts, type PropertyResult } from "./report.js";

/**
 * The explorer's answers about a policy object on one machine: first those about every state, then
 * those about liveness. That its memory stays in a range is checked for policy files only.
 */
export async function checkObject(
  policy: ObjectPolicy,
  machine: Machine,
  properties: readonly NmiAnyProperty[],
  limits: Limits,
): Promise<readonly PropertyResult[]> {
  const { platform, axes } = machine;
  const { policyInput } = axes?.machine ?? noAxes;
  const tabulated = tabulate(policy.policy, { ...platform, policyInput });
  const results: PropertyResult[] = [];
  if (tabulated.kind === "unsteady") {
    const answer = { answer: "failed", diagnostic: unsteadyPolicy(tabulated.why) } as const;
    for (const property of properties) {
      results.push(await resultOf({ policy, machine, property, answer, measured: NOTHING }));
    }
    return results;
  }
  const table = tabulated.kind === "table" ? tabulated.table : null;
  const ofStates = properties.filter(isAnyStateProperty);
  const ofTheEnd = properties.filter(isLivenessProperty);
  if (ofStates.length > 0) {
    const explored = await exploreObject(policy, table, machine, ofStates, limits);
    for (const property of ofStates) {
      const answer = explored.answers.get(property);
      results.push(await resultOf({ policy, machine, property, answer, measured: explored }));
    }
  }
  if (ofTheEnd.length > 0) {
    const asked = ofTheEnd.map((name) => nmiLiveness(name, { platform }));
    const ofMachine = { platform, policy: policy.policy, axes: axes?.machine };
    const checked = await checkLiveness(nmiModel(ofMachine), asked, {
      maxStates: MOST_STATES,
      ...limits,
    });
    for (const property of ofTheEnd) {
      const answer = checked.answers.get(property);
      results.push(await resultOf({ policy, machine, property, answer, measured: checked }));
    }
  }
  return results;
}

/** What is measured where nothing was explored. */
const NOTHING = { distinct: 0, generated: 0, depth: 0, seconds: 0 };

/** A machine that a policy object is asked about. */
export type Machine = Pick<Subject, "platform" | "axes">;

/** What the explorer has said of one property, and the size of what it has seen. */
interface Said {
  readonly policy: ObjectPolicy;
  readonly machine: Machine;
  readonly property: NmiAnyProperty;
  readonly answer: ExplorerAnswer;
  readonly measured: Omit<Progress, "queue">;
}

async function resultOf({
  policy,
  machine: { platform, axes },
  property,
  answer,
  measured: { distinct, generated, depth, seconds },
}: Said): Promise<PropertyResult> {
  const verdict = explorerVerdict(
    answer,
    { states: { distinct, generated }, depth, seconds },
    {
      nmicheck: nmicheckVersion(),
      model: policy.model,
      policy: { name: policy.name, builtIn: false },
      platform,
      property,
      ...(axes === undefined ? {} : { wider: { axes, policy: policy.policy } }),
    },
  );
  const answered: Answered = {
    policy: policy.name,
    platform,
    ...axesPart(axes),
    property,
    checker: { name: "explorer", version: nmicheckVersion(), reductions: [] },
    certified: false,
    measured: verdict.measured,
  };
  switch (verdict.verdict) {
    case "holds":
      return { ...answered, verdict: "holds" };
    case "bounded":
      return { ...answered, verdict: "bounded", bound: verdict.bound };
    case "failed":
      return { ...answered, verdict: "failed", failure: verdict.failure };
    case "violated":
      return violated(answered, verdict.trace, policy);
  }
}

/** A counterexample is shown only if it happens on the model, NMI by NMI, once more. */
async function violated(
  answered: Answered,
  trace: Trace,
  { name, policy }: ObjectPolicy,
): Promise<PropertyResult> {
  const replay = await replayTrace(trace, modelEngine(new Map([[name, policy]])));
  if (replay.verdict === "agrees") {
    const length = traceLength(trace);
    const events = eventTexts(trace);
    return { ...answered, verdict: "violated", trace, length, events, replayedOn: ["model"] };
  }
  const why = replay.verdict === "diverges" ? divergedText(replay) : `it ${replay.verdict}`;
  return {
    ...answered,
    verdict: "failed",
    failure: failureOf(unsteadyPolicy(`the counterexample does not happen again: ${why}`)),
  };
}
