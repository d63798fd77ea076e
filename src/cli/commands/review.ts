import type { LearnSource } from "../../analyses/learn/source.js";
import { readSource } from "../../analyses/learn/source.js";
import { isAsExpected, reviewDocument } from "../../analyses/review/document.js";
import { noTree, nothingToReview } from "../../analyses/review/faults.js";
import { type PatchedTree, patchedTree } from "../../analyses/review/patched-tree.js";
import { review } from "../../analyses/review/review.js";
import { reviewLines } from "../../analyses/review/text.js";
import { optionsExclude } from "../../machine/configuration/option-faults.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import type { Output } from "../output.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck review`. */
export interface ReviewOptions {
  /** The engine before the change; the tree that the patch is applied to. */
  readonly before?: string;
  readonly after?: string;
  readonly json?: boolean;
}

const DEFAULT_BEFORE = "linux:6.12";

/** `nmicheck review PATCH`: what a change of the kernel's code does. */
export function reviewCommand(
  output: Output,
): (patch: string | undefined, options: ReviewOptions) => Promise<ExitCode> {
  return async (patch, options) => {
    const before = readSource(options.before ?? DEFAULT_BEFORE);
    if (patch === undefined && options.after === undefined) throw nothingToReview();
    if (patch !== undefined && options.after !== undefined) {
      throw optionsExclude("--after", patch, "the patch makes what is after the change");
    }
    return interruptible(output, async (signal) => {
      const tree = patch === undefined ? null : await treeOf(patch, before, signal);
      const after =
        tree === null ? readSource(options.after ?? "") : readSource(`linux:${tree.folder}`);
      const found = await review({
        before,
        after,
        nmicheck: nmicheckVersion(),
        signal,
        onProgress: (text) => {
          if (output.terminal !== null) output.remark(`${text} …\n`);
        },
      });
      const document = reviewDocument(
        nmicheckVersion(),
        found,
        patch === undefined || tree === null ? null : { file: patch, tree },
      );
      output.answer(
        options.json === true
          ? `${JSON.stringify(document, null, 2)}\n`
          : `${reviewLines(document).join("\n")}\n`,
      );
      return isAsExpected(document) ? EXIT.expected : EXIT.unexpected;
    });
  };
}

/** The tree of the engine before the change, patched. */
async function treeOf(
  patch: string,
  { engine, policy }: LearnSource,
  signal: AbortSignal,
): Promise<PatchedTree> {
  if (engine.kind !== "name" || !engine.name.startsWith("linux:") || policy !== null) {
    throw noTree(engine.kind === "name" ? engine.name : engine.command);
  }
  const { namedTree } = await import("../../engines/linux/provision.js");
  const tree = await namedTree(engine.name.slice("linux:".length), { signal });
  return patchedTree(patch, tree);
}
