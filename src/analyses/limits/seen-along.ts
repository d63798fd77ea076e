import type { Policy } from "../../../spec/policy.js";
import { type NmiEvent, nmiModel } from "../../machine/model/nmi-model.js";
import type { Machine } from "../../machine/subject.js";
import { pathOf } from "./comparison.js";
import { type Observation, seen } from "./observation.js";
import { emptyView, Seeing, viewAfter } from "./seeing.js";

/** On which machine somebody looks, and at what. */
export interface Looking extends Machine {
  readonly policy: Policy<unknown>;
  readonly observation: Observation;
}

/** What an observer sees in a run of the typed model, NMI by NMI. */
export function seenAlong(
  { platform, axes, policy, observation }: Looking,
  events: readonly NmiEvent[],
): readonly string[] {
  const { initial, steps } = pathOf(nmiModel({ platform, policy, axes: axes?.machine }), events);
  const seeing = new Seeing({ platform, axes }, observation);
  const all: string[] = [];
  let before = initial;
  let view = emptyView;
  for (const { event, state } of steps) {
    if (event.name === "decide") {
      all.push(seen(observation, seeing.observed(view, before)));
      view = viewAfter(view);
    } else {
      view = seeing.after(view, event, before);
    }
    before = state;
  }
  return all;
}
