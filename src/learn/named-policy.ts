import { Fault } from "../fault/fault.js";
import { type LoadResult, loadPolicy, type MachineKind } from "../policy/load.js";
import type { LearnDocument } from "./document.js";
import type { LearnEvents } from "./from-engine.js";
import { type LearnSource, namesEngine } from "./source.js";

/** Who is told what was learned, beside what takes its time. */
export interface NamedPolicyEvents extends LearnEvents {
  readonly onLearned?: (document: LearnDocument) => void;
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
    return await learnedPolicy(text, kind, events);
  } catch (error) {
    if (error instanceof Fault) return { kind: "refused", faults: [error] };
    throw error;
  }
}

async function learnedPolicy(
  text: string,
  kind: MachineKind,
  { onLearned, ...events }: NamedPolicyEvents,
): Promise<LoadResult> {
  const { readSource, sourceText } = await import("./source.js");
  const source = readSource(text);
  const document = await documentOf(source, events);
  const { policyFile } = await import("./kept.js");
  const result = await loadPolicy(await policyFile(document), kind);
  if (result.kind === "refused") return result;
  onLearned?.(document);
  const { origin } = result.policy;
  if (origin.kind !== "file") throw new Error("a learned policy is in a file");
  const learnedFrom = sourceText(source);
  return { kind: "loaded", policy: { ...result.policy, origin: { ...origin, learnedFrom } } };
}

/** What is known of an engine's policy; it is learned where nothing is. */
async function documentOf(source: LearnSource, events: LearnEvents): Promise<LearnDocument> {
  const { defaultChoices, learnFrom } = await import("./from-engine.js");
  const { keep, keptFolder, readKept } = await import("./kept.js");
  const folder = await keptFolder(source, defaultChoices);
  const known = folder === null ? null : await readKept(folder);
  if (known !== null) return known;
  const { document } = await learnFrom(source, defaultChoices, events);
  if (folder !== null) await keep(folder, document);
  return document;
}
