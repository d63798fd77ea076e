/** The steps of the CPU itself, or of one of several: what it does next is not for the environment to choose. */
const STEPS_OF_CPU: ReadonlySet<string> = new Set([
  ...["nest", "deliver", "poll", "decide"],
  ...["nestOn", "deliverOn", "pollOn", "decideOn", "enterShared", "lockPort"],
]);

/** Whether the event is the environment's: it may be left out of a run. */
export function isOfEnvironment({ name }: { readonly name: string }): boolean {
  return !STEPS_OF_CPU.has(name);
}
