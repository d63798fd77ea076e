import type { TlcEvent } from "../tlc/events.js";
import type { CheckProgress } from "./request.js";
import type { Subject } from "./result.js";

/** Hears a run of TLC that starts now, and tells its progress as that of the subject. */
export function tellProgress(
  subject: Subject,
  onProgress: ((progress: CheckProgress) => void) | undefined,
): (event: TlcEvent) => void {
  const began = performance.now();
  return (event) => {
    if (event.kind !== "progress") return;
    const seconds = (performance.now() - began) / 1000;
    onProgress?.({ subject, ...event.progress, seconds });
  };
}
