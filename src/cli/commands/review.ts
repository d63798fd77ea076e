import { type LearnSource, readSource, withShim } from "../../analyses/learn/source.js";
import { compileAnnotations, reviewAnnotations } from "../../analyses/review/annotations.js";
import { noTree, nothingToReview } from "../../analyses/review/diagnostics.js";
import {
  isAsExpected,
  type ReviewDocument,
  reviewDocument,
} from "../../analyses/review/document.js";
import { type PatchedTree, patchedTree } from "../../analyses/review/patched-tree.js";
import { review } from "../../analyses/review/review.js";
import { reviewLines } from "../../analyses/review/text.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { treeNameText } from "../../engines/linux/tree-name.js";
import { optionsExclude } from "../../machine/configuration/option-diagnostics.js";
import { DEFAULT_CHAIN, DEFAULT_RIPS } from "../../machine/configuration/platform.js";
import { readChain, readName, readRips } from "../../machine/configuration/read.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import type { Output } from "../output.js";
import { readMachine } from "../question.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck review`. */
export interface ReviewOptions {
  /** The tree that the patch is applied to: a version or a folder; short for `--before linux:TREE`. */
  readonly tree?: string;
  /** The engine before the change; the tree that the patch is applied to. */
  readonly before?: string;
  readonly after?: string;
  /** A header of stubs, for what a patch calls. */
  readonly shim?: string;
  readonly chain?: string;
  readonly ips?: string;
  /** Values of axes, such as `touch=yes`. */
  readonly axis?: readonly string[];
  readonly cpus?: string;
  readonly format?: string;
  readonly json?: boolean;
}

const DEFAULT_TREE = "6.12";

const formats = ["text", "json", "github"] as const;

/** `nmicheck review PATCH`: what a change of the kernel's code does. */
export function reviewCommand(
  output: Output,
): (patch: string | undefined, options: ReviewOptions) => Promise<ExitCode> {
  return async (patch, options) => {
    const before = readBefore(options);
    if (patch === undefined && options.after === undefined) throw nothingToReview();
    if (patch !== undefined && options.after !== undefined) {
      throw optionsExclude("--after", patch, "the patch makes what is after the change");
    }
    const format = readName(
      "format",
      options.json === true ? "json" : (options.format ?? "text"),
      formats,
    );
    const axes = readMachine(options);
    const size = {
      chain: options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain),
      rips: options.ips === undefined ? DEFAULT_RIPS : readRips(options.ips),
    };
    return interruptible(output, async (signal) => {
      const tree = patch === undefined ? null : await treeOf(patch, before, signal);
      const after =
        tree === null
          ? withShim(readSource(options.after ?? ""), options.shim)
          : readSource(`linux:${treeNameText({ tree: tree.folder, shim: tree.shim })}`);
      const found = await review({
        before,
        after,
        size,
        ...(axes === undefined ? {} : { axes }),
        nmicheck: nmicheckVersion(),
        signal,
        onProgress: (text) => {
          if (output.terminal !== null) output.remark(`${text} …\n`);
        },
      }).catch((error: unknown) => {
        if (format === "github" && tree !== null && isOfTree(error, tree)) {
          output.answer(compileAnnotations(error.message, tree));
        }
        throw error;
      });
      const document = reviewDocument(
        nmicheckVersion(),
        found,
        patch === undefined || tree === null ? null : { file: patch, tree },
        axes?.names,
      );
      output.answer(answerText(format, document));
      return isAsExpected(document) ? EXIT.expected : EXIT.unexpected;
    });
  };
}

/** Whether it is the patched tree that gcc refuses: the one before the patch has no lines of it. */
function isOfTree(error: unknown, { folder }: PatchedTree): error is Diagnostic {
  return (
    error instanceof Diagnostic && error.code === "linux/compile" && error.message.includes(folder)
  );
}

function answerText(format: (typeof formats)[number], document: ReviewDocument): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(document, null, 2)}\n`;
    case "github":
      return reviewAnnotations(document);
    case "text":
      return `${reviewLines(document).join("\n")}\n`;
  }
}

/** @throws Diagnostic `configuration/options-exclude`, those of `readSource` */
function readBefore({ tree, before, shim }: ReviewOptions): LearnSource {
  if (tree !== undefined && before !== undefined) {
    throw optionsExclude("--tree", "--before", "each of them names what is before the change");
  }
  const named = tree ?? DEFAULT_TREE;
  // Who names it as an engine means the same tree.
  const engine = named.startsWith("linux:") ? named : `linux:${named}`;
  return withShim(readSource(before ?? engine), shim);
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
