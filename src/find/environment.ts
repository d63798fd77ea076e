/** Whether the event is the environment's; deliver, poll and decide are the CPU's own steps. */
export function isOfEnvironment({ name }: { readonly name: string }): boolean {
  return name === "raise" || name === "external" || name === "execute";
}
