import type { State } from "../../spec/cpu/state.js";
import type { Policy, SeenMore } from "../../spec/policy.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import { canonicalText } from "../../src/checkers/explore/state-keys.js";
import type { NamedAxes } from "../../src/machine/configuration/named-axes.js";
import type { NamedPlatform } from "../../src/machine/configuration/platform.js";
import { nmiModel } from "../../src/machine/model/nmi-model.js";

/** Two states side by side, and the events that led to both. */
interface Pair {
  readonly one: State<unknown>;
  readonly other: State<unknown>;
  readonly events: readonly string[];
}

/** What two policies make of one machine: the pairs of states that were looked at, and a difference. */
export interface Compared {
  readonly pairs: number;
  /** The shortest behaviour after which anything but the policies' memory differs. */
  readonly difference: readonly string[] | null;
}

function withoutMemory({ policyMemory: _, ...rest }: State<unknown>): string {
  return canonicalText(rest);
}

/**
 * Walks the state graphs of a machine under two policies at once, to their end.
 *
 * @param axes what the machine has beside the core, where a policy needs it
 */
export function difference(
  one: Policy<unknown, SeenMore>,
  other: Policy<unknown, SeenMore>,
  platform: NamedPlatform,
  axes?: NamedAxes,
): Compared {
  const machine = { platform, axes: axes?.machine };
  const [left, right] = [one, other].map((policy) => nmiModel({ policy, ...machine }));
  if (left === undefined || right === undefined) throw new Error("two models are compared");
  const queue: Pair[] = [{ one: left.initial(), other: right.initial(), events: [] }];
  const met = new Set<string>();
  for (const pair of queue) {
    for (const event of left.events) {
      const [here, there] = [left.apply(event, pair.one), right.apply(event, pair.other)];
      const events = [...pair.events, eventText(event)];
      if (here === null && there === null) continue;
      if (here === null || there === null || withoutMemory(here) !== withoutMemory(there)) {
        return { pairs: met.size, difference: events };
      }
      const key = `${canonicalText(here)} ${canonicalText(there.policyMemory)}`;
      if (met.has(key)) continue;
      met.add(key);
      queue.push({ one: here, other: there, events });
    }
  }
  return { pairs: met.size, difference: null };
}
