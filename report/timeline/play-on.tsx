import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { policyNames } from "../../spec/policies/all.js";
import { keysOf } from "../../src/analyses/play/keys.js";
import { linkOf } from "../../src/analyses/play/link.js";
import { builtIn, modelOfMachine, type PlayedMachine } from "../../src/analyses/play/machine.js";
import { eventText } from "../../src/checkers/explore/executable-model.js";
import { axisTexts } from "../../src/machine/configuration/axes-text.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { modelEvent } from "../../src/machine/trace/event.js";
import type { Story } from "../../src/machine/trace/story.js";

/** The way from a step of a trace to the same state in the page to play with; none for a policy of the user's. */
export function PlayOn(props: { readonly story: Story; readonly step: number }): VNode | null {
  const { story, step } = props;
  const played = useMemo(() => playedOf(story), [story]);
  if (played === null) return null;
  const { machine, keys } = played;
  return (
    <p class="muted">
      <a href={linkOf({ machine, run: keys.slice(0, step).join("") })}>Play on from this step</a>:
      what would have happened otherwise?
    </p>
  );
}

function playedOf({ trace }: Story): { machine: PlayedMachine; keys: readonly string[] } | null {
  const name = policyNames.find((one) => trace.policy.builtIn && one === trace.policy.name);
  if (name === undefined) return null;
  const { platform, axes } = trace;
  const machine: PlayedMachine = {
    policy: builtIn(name),
    platform: namedPlatform(platform.name, platform.chain, platform.rips),
    axes: axes === undefined ? undefined : readAxes(axisTexts(axes)),
  };
  const { events } = modelOfMachine(machine);
  const all = keysOf(events);
  const byEvent = new Map(events.map((event, index) => [eventText(event), all[index] ?? ""]));
  return {
    machine,
    keys: trace.events.map((event) => byEvent.get(eventText(modelEvent(event))) ?? ""),
  };
}
