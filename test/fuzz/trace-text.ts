import { executeLines } from "../../src/analyses/behaviour/event-lines.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { loadPolicy } from "../../src/machine/policy/load.js";

/** The text of a real trace: an unknown edge that a claimed event hides. */
export async function traceText(): Promise<string> {
  const loaded = await loadPolicy("none");
  if (loaded.kind === "refused") throw new Error("none is built in");
  const lines = ["raise(0, 0)", "external", "deliver", "poll", "poll", "poll"];
  const subject = { policy: loaded.policy, platform: namedPlatform("ideal") };
  const events = [...lines, "decide: NMI 1 handled, claimed [1,0]"];
  const executed = executeLines(events, subject, "NoMasked", "0.1.0");
  if (executed.kind !== "violates") throw new Error(executed.reason);
  return JSON.stringify(executed.trace, null, 2);
}
