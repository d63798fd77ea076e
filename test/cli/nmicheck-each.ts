import type { Ended } from "./nmicheck.js";
import { nmicheckServed } from "./nmicheck-served.js";

/** How the command line has ended with these arguments. */
export type EndedOf = (args: readonly string[]) => Ended;

/**
 * Runs the built command line with each of these arguments, one after the other (`nmicheckServed`).
 * Gives how each has ended.
 */
export async function nmicheckEach(
  commands: readonly (readonly string[])[],
  env?: Readonly<Record<string, string>>,
  cwd?: string,
): Promise<EndedOf> {
  const ended = new Map<string, Ended>();
  for (const args of commands) {
    ended.set(JSON.stringify(args), await nmicheckServed(args, env, cwd));
  }
  return (args) => {
    const found = ended.get(JSON.stringify(args));
    if (found === undefined) throw new Error(`\`${args.join(" ")}\` was not run`);
    return found;
  };
}
