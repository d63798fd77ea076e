import type { Platform } from "../../spec/platforms.js";
import type { Position, State } from "../../spec/state.js";
import type { NmiEvent } from "../explore/nmi-model.js";

/** Why `event` cannot happen in `state`, to stand after a colon. */
export function whyImpossible(platform: Platform, state: State<unknown>, event: NmiEvent): string {
  switch (event.name) {
    case "raise": {
      const { handler, slot } = event.parameters;
      if (!(slot < (platform.chain[handler] ?? 0))) {
        return `the chain [${platform.chain.join(",")}] has no handler ${handler} with a slot ${slot}`;
      }
      return "the slot is active already, and the platform is not sticky";
    }
    case "execute":
      if (event.parameters.place > platform.rips) {
        return `the platform has the places 1 to ${platform.rips}`;
      }
      if (state.position.at !== "run") return positionText(state.position);
      return "an NMI is pending, and the platform has no interrupt shadow";
    case "deliver":
      return state.position.at === "run" ? "no NMI is pending" : positionText(state.position);
    case "poll":
    case "decide":
      return positionText(state.position);
    case "external":
      return "the model does not allow it";
  }
}

function positionText(position: Position): string {
  switch (position.at) {
    case "run":
      return "the CPU is not in an NMI";
    case "polling":
      return `the CPU is in an NMI, about to poll handler ${position.handler}, slot ${position.slot}`;
    case "decide":
      return "the CPU is at the end of an NMI, about to decide it";
  }
}
