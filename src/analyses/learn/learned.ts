import { type LoadedPolicy, loadPolicy, type MachineKind } from "../../machine/policy/load.js";
import type { LearnDocument } from "./document.js";
import {
  choicesFor,
  defaultChoices,
  type LearnEvents,
  learnFrom,
  type Size,
} from "./from-engine.js";
import { keep, keptFolder, policyFile, readKept } from "./kept.js";
import { type LearnSource, sourceText } from "./source.js";

/** A policy that was learned, and what is known of it. */
export interface Learned {
  readonly policy: LoadedPolicy;
  readonly document: LearnDocument;
}

/**
 * The policy of an engine: learned now, or kept since it was learned from the same engine.
 *
 * @param kind where it is to run
 * @param size the chain and the ips of the machine that it is to run on
 * @throws Diagnostic `learn/…`, those of the engine, and those of a policy that does not fit the machine
 */
export async function learnedPolicy(
  source: LearnSource,
  kind: MachineKind,
  events: LearnEvents = {},
  size: Size = defaultChoices.machine,
): Promise<Learned> {
  const document = await documentOf(source, size, events);
  const result = await loadPolicy(await policyFile(document), kind);
  if (result.kind === "refused") {
    throw result.diagnostics[0] ?? new Error(`${document.name} was refused without a reason`);
  }
  const { origin } = result.policy;
  if (origin.kind !== "file") throw new Error("a learned policy is in a file");
  const learnedFrom = sourceText(source);
  return { document, policy: { ...result.policy, origin: { ...origin, learnedFrom } } };
}

/** What is known of an engine's policy; it is learned where nothing is. */
async function documentOf(
  source: LearnSource,
  size: Size,
  events: LearnEvents,
): Promise<LearnDocument> {
  const choices = choicesFor(size);
  const folder = await keptFolder(source, choices, events);
  const known = folder === null ? null : await readKept(folder);
  if (known !== null) return known;
  const { document } = await learnFrom(source, choices, events);
  if (folder !== null) await keep(folder, document);
  return document;
}
