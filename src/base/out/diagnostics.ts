import { Diagnostic } from "../diagnostic/diagnostic.js";

/** What can be wrong with the place that something is to be written to. */
export type OutDiagnosticCode = "out/no-folder" | "out/file-name" | "out/link" | "out/not-ours";

/** The folder that the user named cannot be made; `reason` is the operating system's. */
export function noFolder(
  folder: string,
  reason: string,
  cause: unknown,
): Diagnostic<OutDiagnosticCode> {
  return new Diagnostic({
    code: "out/no-folder",
    blame: "user",
    message: `the folder \`${folder}\` cannot be made: ${reason}.`,
    remedy: "name another one with `--out FOLDER`.",
    cause,
  });
}

/** What a file would be called leads somewhere else than into the folder. */
export function badFileName(name: string, folder: string): Diagnostic<OutDiagnosticCode> {
  return new Diagnostic({
    code: "out/file-name",
    blame: "user",
    message: `\`${name}\` is no name for a file in ${folder}: it leads out of it, or nowhere.`,
    remedy: "give the policy, or the gate, a name of letters and digits.",
  });
}

/** A file or folder that would be written is a link, and so lies somewhere else. */
export function isLink(path: string): Diagnostic<OutDiagnosticCode> {
  return new Diagnostic({
    code: "out/link",
    blame: "user",
    message: `${path} is a link: what it leads to is not in the folder that was named.`,
    remedy: "remove the link, or name another folder.",
  });
}

/** A file of this name is there, and holds something else. */
export function notOurs(file: string): Diagnostic<OutDiagnosticCode> {
  return new Diagnostic({
    code: "out/not-ours",
    blame: "user",
    message: `${file} is there already, and nmicheck has not written it.`,
    remedy: "move it away, or name another place.",
  });
}
