import { badLink } from "./diagnostics.js";
import { machineLink, type PlayedPolicy, readMachineLink } from "./machine.js";
import { Session } from "./session.js";

/** How a link to a state begins: the view of the page that it belongs to. */
export const PLAY_VIEW = "play";

/**
 * The link to the state that one is in, as the hash of the page's location: the machine, and the keys
 * that lead there. `#/play/mainline/ideal/2,1/2//12kb`.
 */
export function linkOf({ machine, run }: Pick<Session, "machine" | "run">): string {
  const axes = machine.axes === undefined ? "/" : "";
  return `#/${PLAY_VIEW}/${machineLink(machine)}${axes}/${run}`;
}

/**
 * A session at the state that a link names; all of the way to it is played.
 *
 * @param link a link, or its hash
 * @throws Diagnostic `play/link`, `play/no-such-step`, `configuration/…`
 */
export function sessionOfLink(link: string, own: PlayedPolicy | null = null): Session {
  const hash = link.slice(link.indexOf("#") + 1);
  const [first, view, ...parts] = hash.split("/").map(decoded);
  if (first !== "" || view !== PLAY_VIEW || parts.length < 4 || parts.length > 6)
    throw badLink(link);
  const session = new Session(readMachineLink(parts, own));
  session.play(parts[5] ?? "");
  return session;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
