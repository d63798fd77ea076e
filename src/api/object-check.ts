import type { State } from "../../spec/state.js";
import { failureOf, type Measured } from "../check/verdict.js";
import type { NamedPlatform } from "../configuration/platform.js";
import { modelEngine } from "../engine/model-engine.js";
import { explore } from "../explore/breadth-first.js";
import { boundText, type Limits } from "../explore/exploration.js";
import { type NmiEvent, type NmiProperty, nmiModel } from "../explore/nmi-model.js";
import { nmicheckVersion } from "../package/version.js";
import { divergenceText } from "../replay/divergence.js";
import { replayTrace } from "../replay/replay-trace.js";
import { buildTrace } from "../trace/build.js";
import type { Trace } from "../trace/schema.js";
import { unsteadyPolicy } from "./faults.js";
import type { ObjectPolicy } from "./policy.js";
import { type Answered, eventTexts, type PropertyResult } from "./report.js";

/**
 * More states than any policy with a small memory has. Nothing declares the range of an object's
 * memory: one that counts without an end would be explored for ever.
 */
const MOST_STATES = 2_000_000;

/**
 * The explorer's answers about a policy object on one platform, in the order of `properties`. It is
 * run as it is: that its memory stays in a range, and that it depends on nothing else than it is
 * given, is checked for policy files only.
 */
export async function checkObject(
  policy: ObjectPolicy,
  platform: NamedPlatform,
  properties: readonly NmiProperty[],
  limits: Limits,
): Promise<readonly PropertyResult[]> {
  const model = nmiModel({ platform, policy: policy.policy });
  const exploration = await explore<State<unknown>, NmiEvent, NmiProperty>(model, {
    properties,
    maxStates: MOST_STATES,
    ...limits,
  });
  const { distinct, generated, depth, seconds } = exploration;
  const measured: Measured = { states: { distinct, generated }, depth, seconds };
  return Promise.all(
    properties.map(async (property): Promise<PropertyResult> => {
      const answered: Answered = {
        policy: policy.name,
        platform,
        property,
        checker: { name: "explorer", version: nmicheckVersion(), reductions: [] },
        certified: false,
        measured,
      };
      const answer = exploration.answers.get(property);
      switch (answer?.answer) {
        case "holds":
          return { ...answered, verdict: "holds" };
        case "bounded":
          return { ...answered, verdict: "bounded", bound: boundText(answer.bound) };
        case "failed":
          return { ...answered, verdict: "failed", failure: failureOf(answer.fault) };
        case "violated": {
          const trace = buildTrace(
            {
              nmicheck: nmicheckVersion(),
              model: policy.model,
              policy: { name: policy.name, builtIn: false },
              platform,
              property,
            },
            answer.path,
          );
          return violated(answered, trace, policy);
        }
        case undefined:
          throw new Error(`the explorer did not answer ${property}`);
      }
    }),
  );
}

/** A counterexample is shown only if it happens on the model, NMI by NMI, once more. */
async function violated(
  answered: Answered,
  trace: Trace,
  { name, policy }: ObjectPolicy,
): Promise<PropertyResult> {
  const replay = await replayTrace(trace, modelEngine(new Map([[name, policy]])));
  if (replay.verdict === "agrees") {
    const length = trace.events.length + 1;
    const events = eventTexts(trace);
    return { ...answered, verdict: "violated", trace, length, events, replayedOn: ["model"] };
  }
  const why =
    replay.verdict === "diverges" ? divergenceText(replay.divergence) : `it ${replay.verdict}`;
  return {
    ...answered,
    verdict: "failed",
    failure: failureOf(unsteadyPolicy(why)),
  };
}
