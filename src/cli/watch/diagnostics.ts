import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** The codes of what cannot be watched. */
export type WatchDiagnosticCode = "watch/no-file" | "watch/tlc";

/** There is no file that could be saved. */
export function nothingToWatch(): Diagnostic<WatchDiagnosticCode> {
  return new Diagnostic({
    code: "watch/no-file",
    blame: "user",
    message: "there is nothing to watch: a built-in policy does not change.",
    remedy: "name a policy file: `--policy once.ts --watch`.",
  });
}

/** TLC does not answer in the time between two saves. */
export function watchedByTlc(): Diagnostic<WatchDiagnosticCode> {
  return new Diagnostic({
    code: "watch/tlc",
    blame: "user",
    message: "`--watch` asks the embedded explorer; TLC is too slow to answer every save.",
    remedy: "leave `--checker tlc` out, and let `check` or `gate` ask TLC in the end.",
  });
}
