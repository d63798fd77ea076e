import type { Policy } from "../../spec/policy.js";
import type { NamedPlatform } from "../configuration/platform.js";
import { type NmiEvent, nmiModel } from "../explore/nmi-model.js";
import { pathOf } from "./comparison.js";
import { type Observation, seen } from "./observation.js";
import { emptyView, Seeing } from "./seeing.js";

/** On which machine somebody looks, and at what. */
export interface Looking {
  readonly platform: NamedPlatform;
  readonly policy: Policy<unknown>;
  readonly observation: Observation;
}

/** What an observer sees in a run of the typed model, NMI by NMI. */
export function seenAlong(
  { platform, policy, observation }: Looking,
  events: readonly NmiEvent[],
): readonly string[] {
  const { initial, steps } = pathOf(nmiModel({ platform, policy }), events);
  const seeing = new Seeing(platform.chain, observation);
  const all: string[] = [];
  let before = initial;
  let view = emptyView;
  for (const { event, state } of steps) {
    if (event.name === "decide") {
      all.push(seen(observation, seeing.sight(view, before)));
      view = { ...emptyView, pending: view.pending };
    } else {
      view = seeing.after(view, event, before);
    }
    before = state;
  }
  return all;
}
