import type { NmiEvent } from "../explore/nmi-model.js";

/** Whether the event is the environment's; deliver, poll and decide are the CPU's own steps. */
export function isOfEnvironment({ name }: NmiEvent): boolean {
  return name === "raise" || name === "external" || name === "execute";
}
