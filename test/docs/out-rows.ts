import {
  badFileName,
  isLink,
  noFolder,
  notOurs,
  type OutDiagnosticCode,
} from "../../src/base/out/diagnostics.js";
import { type Row, row } from "./row.js";

/** One row or more for each code: a code without a row does not compile. */
export const outRows: Readonly<Record<OutDiagnosticCode, readonly Row[]>> = {
  "out/no-folder": [
    row("the folder cannot be made", noFolder("/x", "read-only file system", undefined)),
  ],
  "out/file-name": [row("a name leads out of it", badFileName("../x.json", "/x"))],
  "out/link": [row("a link is in the place of a file, or of a folder in it", isLink("/x/y.json"))],
  "out/not-ours": [row("somebody else's file is in the place of one", notOurs("/x/y.json"))],
};
