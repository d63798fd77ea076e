import { residentBytesOf } from "../../base/process/resident-memory.js";
import type { TlcRequest } from "../../checkers/tlc/run.js";
import type { Subject } from "../../machine/subject.js";
import type { CheckProgress } from "./request.js";

/**
 * Hears a run of TLC that starts now, and tells its progress as that of the subject: what TLC says,
 * and the memory of its processes on this machine.
 */
export function tellProgress(
  subject: Subject,
  onProgress: ((progress: CheckProgress) => void) | undefined,
): Required<Pick<TlcRequest, "onEvent" | "onProcess">> {
  const began = performance.now();
  const processes = new Set<number>();
  let known: CheckProgress["known"];
  return {
    onProcess: (pid) => void processes.add(pid),
    onEvent: (event) => {
      if (event.kind === "recovered") {
        known = { distinct: event.distinct, expanded: event.distinct - event.queue };
      }
      if (event.kind !== "progress" || onProgress === undefined) return;
      const { distinct, generated, queue, depth } = event.progress;
      const bytes = residentBytesOf(processes);
      onProgress({
        subject,
        distinct,
        generated,
        queue,
        depth,
        seconds: (performance.now() - began) / 1000,
        ...(known === undefined ? {} : { known }),
        ...(bytes === null ? {} : { residentBytes: bytes }),
      });
    },
  };
}
