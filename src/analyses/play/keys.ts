import type { MachineEvent } from "../../machine/model/machine-model.js";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";
const POOL = [..."1234567890", ...LETTERS, ...LETTERS.toUpperCase()];

/** The keys that an event would like to have: the first that is free is its own. */
function wishesOf({ name, parameters }: MachineEvent): string {
  switch (name) {
    case "raise":
    case "raiseOn":
      return "1234567890";
    case "external":
    case "externalEdge":
      return "b";
    case "execute":
    case "executeOn":
      return "qwertyuiop";
    case "portError":
      return parameters.cause === "serr" ? "s" : "i";
    case "systemError":
      return "s";
    case "ioCheck":
      return "i";
    case "sharedEvent":
      return "g";
    case "ownEvent":
    case "ownEventOn":
      return "oO";
    case "reinject":
    case "reinjectOn":
      return "aA";
    case "summon":
    case "summonAll":
    case "crashOn":
      return "zZ";
    case "touch":
    case "touchOn":
      return "tT";
    case "runGuest":
    case "runGuestOn":
      return "vV";
    case "vanish":
    case "vanishOn":
      return "zZ";
    case "arrive":
    case "arriveOn":
      return "aA";
    case "lapse":
    case "lapseOn":
      return "xX";
    case "fault":
    case "faultOn":
      return "fF";
    case "nest":
    case "nestOn":
      return "nN";
    default:
      return "";
  }
}

/** The key of what the kernel of each CPU does next. */
const KERNEL_KEYS = "klmn";

/** The CPU whose kernel takes its next step with this event, or null: of those steps one alone can be taken. */
function kernelOf({ name, parameters }: MachineEvent): number | null {
  switch (name) {
    case "deliver":
    case "poll":
    case "decide":
      return 0;
    case "deliverOn":
    case "pollOn":
    case "decideOn":
    case "enterShared":
    case "lockPort":
      return parameters.cpu;
    default:
      return null;
  }
}

/**
 * The key of each event of a model, by which it is played and written in a link: one letter or digit;
 * `.` and two more where there are none left. Steps of which one alone can be taken in any state, those
 * of one CPU's kernel, have the same.
 */
export function keysOf(events: readonly MachineEvent[]): readonly string[] {
  const free = new Set(POOL);
  const kernels = events.map(kernelOf);
  const cpus = Math.max(0, ...kernels.map((cpu) => cpu ?? 0)) + 1;
  for (const key of KERNEL_KEYS.slice(0, cpus)) free.delete(key);
  const wished = events.map((event, index) => {
    const cpu = kernels[index] ?? null;
    if (cpu !== null) return KERNEL_KEYS.charAt(cpu);
    const key = [...wishesOf(event)].find((one) => free.has(one));
    if (key !== undefined) free.delete(key);
    return key;
  });
  let escaped = 0;
  return wished.map((key) => {
    if (key !== undefined) return key;
    const [next] = free;
    if (next === undefined) return `.${(escaped++).toString(36).padStart(2, "0")}`;
    free.delete(next);
    return next;
  });
}

/** The keys of a run that is written as one text, `12kb`. */
export function* readKeys(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const key = text.slice(at, text.charAt(at) === "." ? at + 3 : at + 1);
    at += key.length;
    yield key;
  }
}
