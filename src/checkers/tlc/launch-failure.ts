import { words } from "./diagnosis.js";
import { heapSize, jarWithoutTlc, type TlcDiagnostic } from "./diagnostics.js";
import { messageCode } from "./message-codes.js";
import { MessageReader } from "./messages.js";
import { isTold, toldByTlc } from "./run-diagnostics.js";

/** What Java was asked to do. */
export interface Launch {
  readonly jar: string;
  readonly heap: string | null;
}

const HEAP =
  /^.*(?:Invalid (?:maximum|initial) heap size|Too small maximum heap|Could not reserve enough space|insufficient memory for the Java Runtime|heap size .*exceeds).*$/m;
const CLASS =
  /^.*(?:Could not find or load main class tlc2\.TLC|Invalid or corrupt jarfile|UnsupportedClassVersionError|NoClassDefFoundError).*$/m;

/**
 * Why Java did not even start TLC, or TLC gave up before its first message, by the lines that they
 * wrote (Java writes some of them to standard output); null if those say nothing.
 */
export function launchFailure(launch: Launch, lines: readonly string[]): TlcDiagnostic | null {
  const printed = lines.join("\n");
  const [heap] = HEAP.exec(printed) ?? [];
  if (heap !== undefined)
    return heapSize(launch.heap ?? "its own choice", words(heap).replace(/^# /, ""));
  const [noClass] = CLASS.exec(printed) ?? [];
  if (noClass !== undefined) return jarWithoutTlc(launch.jar, words(noClass));
  return messageIn(printed);
}

/** An exception in TLC's main thread carries a message of the `-tool` stream to standard error. */
function messageIn(printed: string): TlcDiagnostic | null {
  for (const frame of new MessageReader().push(new TextEncoder().encode(`${printed}\n`))) {
    if (frame.kind !== "message") continue;
    const role = messageCode(frame.message.code)?.role;
    if (role !== undefined && isTold(role)) return toldByTlc(role, words(frame.message.text));
  }
  return null;
}
