import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { requireOurs } from "../../base/out/ours.js";
import { isSavedExplorer, savedExplorer } from "../../checkers/packed/module-text.js";
import type { ReductionName } from "../../checkers/packed/reductions.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import type { NmiProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { compileSubject } from "./compile-subject.js";

/**
 * Writes the JavaScript that the model of the one subject is compiled to, as an ES module.
 *
 * @throws Diagnostic `check/one-explorer` for more than one subject, `check/explorer-not-written`,
 * `out/not-ours`
 */
export async function saveExplorer(
  subjects: readonly Subject[],
  properties: readonly NmiProperty[],
  reductions: readonly ReductionName[],
  file: string,
): Promise<void> {
  const [subject, ...others] = subjects;
  if (subject === undefined || others.length > 0) throw oneExplorer(subjects.length);
  await requireOurs(file, isSavedExplorer);
  const { policy, platform } = subject;
  const { source } = await compileSubject(subject, properties, reductions);
  const left = reductions.length === 0 ? "no reduction" : `reductions: ${reductions.join(", ")}`;
  const title = `${policy.name} on ${platform.name}, ${sizeText(platform)}; ${left}.`;
  try {
    await writeAtomic(file, savedExplorer(source, title));
  } catch (error) {
    throw explorerNotWritten(file, error);
  }
}

/** Each policy on each platform has an explorer of its own. */
export function oneExplorer(subjects: number): Diagnostic<"check/one-explorer"> {
  return new Diagnostic({
    code: "check/one-explorer",
    blame: "user",
    message: `\`--save-explorer\` writes one explorer, and this is about ${subjects}.`,
    remedy: "give one policy and one platform, for example `--policy mainline --platform ideal`.",
  });
}

function explorerNotWritten(
  file: string,
  cause: unknown,
): Diagnostic<"check/explorer-not-written"> {
  return new Diagnostic({
    code: "check/explorer-not-written",
    blame: "user",
    message: `the explorer cannot be written to \`${file}\`: ${cause instanceof Error ? cause.message : String(cause)}.`,
    remedy: "name another file with `--save-explorer FILE`.",
    cause,
  });
}
