import { type Annotation, workflowCommand } from "../../base/document/workflow-command.js";
import { gccErrors } from "../../engines/linux/gcc-errors.js";
import type { ReviewDocument } from "./document.js";
import type { PatchedTree } from "./patched-tree.js";
import { causeChanges, paragraph, reviewLines } from "./text.js";

/**
 * What a change does as annotations of GitHub Actions, on the lines that the patch changes: an error
 * for each property that held and each cause that is new, or for code that is no policy; and a notice
 * that says all. Where two engines were compared there are no lines: then it is text.
 */
export function reviewAnnotations(document: ReviewDocument): string {
  const [first, ...others] = document.patch?.places ?? [];
  if (first === undefined) return `${reviewLines(document).join("\n")}\n`;
  const found = errorsOf(document);
  const at = (level: Annotation["level"], title: string, text: string, place = first): string =>
    workflowCommand({ level, ...place, title: `nmicheck: ${title}`, text });
  const notice = "what this patch does";
  return [
    ...found.map(({ title, text }) => at("error", title, text)),
    at("notice", notice, reviewLines(document).join("\n")),
    ...others.map((place) => at("notice", notice, paragraph(document), place)),
  ].join("");
}

/**
 * What gcc says of a patched tree as annotations: an error on each line that it names of a file which the
 * patch changes, and on the patch's first lines for each of another file.
 */
export function compileAnnotations(
  diagnostics: string,
  { changes, places }: Pick<PatchedTree, "changes" | "places">,
): string {
  const [first] = places;
  return gccErrors(diagnostics)
    .flatMap(({ file, line, column, text }) => {
      const error = { level: "error", title: "nmicheck: it does not compile" } as const;
      if (changes.includes(file)) return [workflowCommand({ ...error, file, line, column, text })];
      if (first === undefined) return [];
      return [workflowCommand({ ...error, ...first, text: `${file}:${line}: ${text}` })];
    })
    .join("");
}

function errorsOf(
  document: ReviewDocument,
): readonly { readonly title: string; readonly text: string }[] {
  const { after, verdicts, onCpus } = document;
  if (after.kind === "no policy") return [{ title: "no policy", text: after.message }];
  const lost = verdicts.filter(
    ({ before, after: then }) => before.verdict === "holds" && then.verdict !== "holds",
  );
  const apart = onCpus?.difference ?? null;
  return [
    ...(onCpus === null || apart === null
      ? []
      : [{ title: `on ${onCpus.cpus} CPUs`, text: [apart.sentence, ...apart.events].join("\n") }]),
    ...lost.map(({ platform, property, after: then }) => ({
      title: `${property} on ${platform}`,
      text: `it held before, and is ${then.verdict}${then.length === null ? "" : ` in ${then.length}`} after`,
    })),
    ...causeChanges(document)
      .filter(({ change }) => change === "new")
      .map(({ property, platforms, facts, example }) => ({
        title: `${property} on ${platforms.join(", ")}: a new cause`,
        text: [facts.join("; "), ...example].join("\n"),
      })),
  ];
}
