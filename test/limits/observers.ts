import { expect } from "vitest";
import { at } from "../../spec/language.js";
import { policies } from "../../spec/policies/all.js";
import type { Policy } from "../../spec/policy.js";
import { firstDifference } from "../../src/analyses/limits/amendment.js";
import { policyOf } from "../../src/analyses/limits/best-policy.js";
import { decisionTable } from "../../src/analyses/limits/decision-table.js";
import { hardwareOf } from "../../src/analyses/limits/hardware.js";
import type { Knowledge } from "../../src/analyses/limits/knowledge.js";
import {
  type Aspect,
  aspects,
  type Observation,
  seen,
} from "../../src/analyses/limits/observation.js";
import { shortestPair } from "../../src/analyses/limits/pair.js";
import { emptyView, Seeing, viewAfter } from "../../src/analyses/limits/seeing.js";
import { bestOf } from "../../src/analyses/limits/synthesis.js";
import { runTable } from "../../src/analyses/limits/table-run.js";
import { kernelOrigin, pairTraces } from "../../src/analyses/limits/traces.js";
import { kernelPolicy, walks } from "../../src/analyses/limits/walk.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";
import type { Observer } from "./agreement.js";

/** Everything that can be observed: each choice of aspects. */
export const allObservations: readonly Observation[] = Array.from(
  { length: 2 ** aspects.length },
  (_, mask) => aspects.filter((_aspect, index) => ((mask >>> index) & 1) === 1),
);

/** Each aspect by itself, and nothing at all. */
export const leastObservations: readonly Observation[] = [
  [],
  ...aspects.map((aspect): readonly Aspect[] => [aspect]),
];

/**
 * Expects the answers about one observer to be true whatever the kernel's own policy sees beside
 * it: the pair looks the same, the best policies keep their promises when they run, and the kernel
 * is said to decide otherwise after as few NMIs as executing it shows.
 */
export async function expectTrue(observer: Observer): Promise<void> {
  const { platform, axes, walk, observation } = observer;
  const hardware = hardwareOf({ platform, axes }, walks[walk], observation);
  const origin = await kernelOrigin("0.0.0", walk, observer);
  for (const credit of [true, false]) {
    const pair = shortestPair(hardware, { credit });
    if (pair !== null) pairTraces(pair, observer, origin);
  }
  for (const promise of ["NoSpurious", "NoFalseSwallow"] as const) {
    const what = [platform.name, walk, observation.join(), promise];
    const { knowledge, machine } = bestOf(hardware, promise);
    const kernels = policies[kernelPolicy(walk)];
    expect([...what, firstDifference(knowledge, kernels)?.length]).toEqual([
      ...what,
      nmisUntilDifference(observer, knowledge, kernels),
    ]);
    if (machine === null) {
      const { violated } = runTable({ ...observer, table: decisionTable(knowledge) });
      expect([...what, violated.has(promise)]).toEqual([...what, false]);
      continue;
    }
    const policy = policyOf(machine, walk);
    expect([...what, nmisUntilDifference(observer, knowledge, policy)]).toEqual([
      ...what,
      undefined,
    ]);
    const { answers } = await explore(nmiModel({ platform, policy, axes: axes?.machine }), {
      properties: [promise],
    });
    expect([...what, answers.get(promise)?.answer]).toEqual([...what, "holds"]);
  }
}

/**
 * NMIs up to the first that a policy ends otherwise than who knows all that was seen, by executing
 * the model with the policy step by step; undefined if it never does.
 */
function nmisUntilDifference(
  { platform, axes, observation }: Observer,
  { sets }: Knowledge,
  policy: Policy<unknown>,
): number | undefined {
  const model = nmiModel({ platform, policy, axes: axes?.machine });
  const seeing = new Seeing({ platform, axes }, observation);
  const start = { state: model.initial(), view: emptyView, set: 0 };
  let layer = [start];
  const known = new Set<string>();
  for (let nmis = 1; layer.length > 0; nmis++) {
    const later: (typeof start)[] = [];
    for (const here of layer) {
      const key = canonicalText({
        ...here,
        state: { ...here.state, outcome: null, elsewhere: null },
      });
      if (known.has(key)) continue;
      known.add(key);
      for (const event of model.events) {
        const state = model.apply(event, here.state);
        if (state === null) continue;
        if (event.name !== "decide") {
          const view = seeing.after(here.view, event, here.state);
          layer.push({ state, view, set: here.set });
          continue;
        }
        const observed = seeing.observed(here.view, here.state);
        const answer = at(sets, here.set).get(seen(observation, observed));
        if (answer === undefined) throw new Error("the knowledge has no such NMI");
        const isSwallowed = state.outcome === "swallowed" || state.outcome === "falseSwallow";
        const action = answer.decision?.action;
        if (action !== undefined && (action === "swallow") !== isSwallowed) return nmis;
        const view = viewAfter(here.view);
        later.push({ state, view, set: answer.next });
      }
    }
    layer = later;
  }
  return undefined;
}
