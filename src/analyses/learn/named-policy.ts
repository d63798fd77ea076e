import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { type LoadResult, loadPolicy, type MachineKind } from "../../machine/policy/load.js";
import type { LearnDocument } from "./document.js";
import type { LearnEvents, Size } from "./from-engine.js";
import { namesEngine, readSource } from "./source.js";

/** Who is told what was learned, beside what takes its time. */
export interface NamedPolicyEvents extends LearnEvents {
  readonly onLearned?: (document: LearnDocument) => void;
  /** Does what may be interrupted, for who gives no signal: Ctrl-C is to leave nothing half built. */
  readonly interruptible?: <Result>(
    work: (signal: AbortSignal) => Promise<Result>,
  ) => Promise<Result>;
  /** The chain and the ips of the machine that it is to run on; those of the scorecard by default. */
  readonly size?: Size;
}

/**
 * The policy that a user names: a built-in one, that of a file, or that of an engine (`linux:6.12`,
 * `linux:FOLDER`, `v5@reference`, `engine:CMD ARGS`), which is learned, or was learned before from the
 * same engine.
 *
 * @param kind where it is to run: one that wants to be told more is refused for other machines
 * @throws what `loadPolicy` throws
 */
export async function namedPolicy(
  text: string,
  kind: MachineKind = "any",
  events: NamedPolicyEvents = {},
): Promise<LoadResult> {
  if (!namesEngine(text)) return loadPolicy(text, kind);
  try {
    const { learnedPolicy } = await import("./learned.js");
    const { onLearned, size, interruptible, ...asked } = events;
    const work = (signal?: AbortSignal) =>
      learnedPolicy(
        readSource(text),
        kind,
        signal === undefined ? asked : { ...asked, signal },
        size,
      );
    const { policy, document } =
      asked.signal !== undefined || interruptible === undefined
        ? await work()
        : await interruptible(work);
    onLearned?.(document);
    return { kind: "loaded", policy };
  } catch (error) {
    if (error instanceof Diagnostic) return { kind: "refused", diagnostics: [error] };
    throw error;
  }
}
