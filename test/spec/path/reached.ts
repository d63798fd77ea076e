import { policies } from "../../../spec/policies/all.js";
import { eventText } from "../../../src/checkers/explore/executable-model.js";
import { readAxes } from "../../../src/machine/configuration/named-axes.js";
import { namedPlatform, type PlatformName } from "../../../src/machine/configuration/platform.js";
import { nmiModel } from "../../../src/machine/model/nmi-model.js";
import { whyImpossible } from "../../../src/machine/trace/impossible.js";

/**
 * The state of a machine with these axes under mainline after these events, or why one of them is not
 * possible.
 */
export function reached(
  axes: readonly string[],
  texts: readonly string[],
  name: PlatformName = "ideal",
) {
  const platform = namedPlatform(name);
  const { machine } = readAxes(axes);
  const model = nmiModel({ platform, axes: machine, policy: policies.mainline });
  let state = model.initial();
  for (const text of texts) {
    const event = model.events.find((one) => eventText(one) === text);
    if (event === undefined) throw new Error(`there is no event ${text}`);
    const next = model.apply(event, state);
    if (next === null) return whyImpossible(platform, state, event, machine);
    state = next;
  }
  return state;
}
