import type { Said } from "./log-event.js";

/** A message of the kernel's that is of NMIs. */
export type KernelMessage =
  | { readonly kind: "said"; readonly what: Said; readonly cpu: number | null }
  | { readonly kind: "suppressed"; readonly count: number };

const UNKNOWN = "NMI received for unknown reason";

/** Messages of `arch/x86/kernel/nmi.c` (6.1, 6.12), with the CPU where they name it. */
const messages: readonly (readonly [RegExp, Said])[] = [
  [/NMI received for unknown reason [0-9a-f]+ on CPU (\d+)/, "reported"],
  [/PCI system error \(SERR\) for reason [0-9a-f]+ on CPU (\d+)/, "external"],
  [/IOCK error \(debug interrupt\?\) for reason [0-9a-f]+ on CPU (\d+)/, "external"],
  [/Kernel panic - not syncing: (?:Fatal exception: )?NMI: Not continuing()/, "panicked"],
];

/** Whether a line can be a message that `readMessage` knows: a quick look. */
export function mayBeMessage(text: string): boolean {
  return text.includes("NMI") || text.includes("callbacks suppressed");
}

/** What a line of the kernel's log says of NMIs; null where it says nothing of them. */
export function readMessage(text: string): KernelMessage | null {
  const suppressed = /unknown_nmi_error: (\d+) callbacks suppressed/.exec(text)?.[1];
  if (suppressed !== undefined) return { kind: "suppressed", count: Number(suppressed) };
  for (const [pattern, what] of messages) {
    const found = pattern.exec(text);
    if (found === null) continue;
    const cpu = found[1] ?? "";
    return { kind: "said", what, cpu: cpu === "" ? null : Number(cpu) };
  }
  return null;
}

/** Whether a line is cut in the middle of a message of an unknown NMI. */
export function isCutMessage(text: string): boolean {
  return text.includes(UNKNOWN) || text.includes("Uhhuh.");
}

/**
 * The time of a line of dmesg or of the journal, in microseconds: `[  123.456789]`, maybe after a
 * level `<0>`; null where it has another clock's or none.
 */
export function messageTime(text: string): number | null {
  const found = /^(?:<\d+>)?\s*\[\s*(\d+)\.(\d{6})\]/.exec(text);
  return found === null ? null : Number(found[1]) * 1_000_000 + Number(found[2]);
}

/** A record of the journal as JSON (`journalctl -k -o json`): its message, and the kernel's time. */
export function readJournal(text: string): { message: string; time: number | null } | null {
  let record: unknown;
  try {
    record = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof record !== "object" || record === null || !("MESSAGE" in record)) return null;
  const stamp = "_SOURCE_MONOTONIC_TIMESTAMP" in record ? record._SOURCE_MONOTONIC_TIMESTAMP : null;
  const time = typeof stamp === "string" && /^\d+$/.test(stamp) ? Number(stamp) : null;
  // A message that is not UTF-8 comes as a list of bytes.
  const message = Array.isArray(record.MESSAGE)
    ? Buffer.from(record.MESSAGE.filter((byte) => typeof byte === "number")).toString("latin1")
    : record.MESSAGE;
  return typeof message === "string" ? { message, time } : null;
}
