import { Diagnostic } from "../diagnostic/diagnostic.js";

/** The codes of what keeps a process from having a folder of its own. */
export type ProcessDiagnosticCode = "process/temp-not-writable" | "process/folder-in-use";

/** Nothing can be made in the folder for temporary files; `reason` is the operating system's. */
export function tempNotWritable(
  folder: string,
  reason: string,
  cause?: unknown,
): Diagnostic<ProcessDiagnosticCode> {
  return new Diagnostic({
    code: "process/temp-not-writable",
    blame: "tool",
    message: `nmicheck cannot write to the folder for temporary files ${folder}: ${reason}.`,
    remedy: "set TMPDIR to a folder that is writable and has room.",
    cause,
  });
}

/** Who works on a folder: a process of this machine, or one of which nobody here can tell if it lives. */
export type FolderUser =
  | { readonly where: "here"; readonly pid: number }
  /** `mark` is the file that says so. */
  | { readonly where: "elsewhere"; readonly mark: string };

/** Another process works on the folder; `what` says what is in it. */
export function folderInUse(
  what: string,
  folder: string,
  user: FolderUser,
): Diagnostic<ProcessDiagnosticCode> {
  const who =
    user.where === "here"
      ? `the process ${user.pid} works on it`
      : "a process of another machine or container works on it";
  const gone = user.where === "here" ? "" : `; if it is there no more, remove \`${user.mark}\``;
  return new Diagnostic({
    code: "process/folder-in-use",
    blame: "user",
    message: `${what} in \`${folder}\` is in use: ${who}.`,
    remedy: `wait until it has ended, or name another folder${gone}.`,
  });
}
