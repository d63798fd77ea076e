import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** The codes of mistakes of who plays. */
export type PlayDiagnosticCode =
  | "play/no-such-step"
  | "play/no-such-command"
  | "play/nowhere"
  | "play/link"
  | "play/other-policy"
  | "play/not-in-page";

/** A key that is none of a step that can be taken. */
export function noSuchStep(
  key: string,
  number: number,
  possible: readonly string[],
): Diagnostic<PlayDiagnosticCode> {
  return new Diagnostic({
    code: "play/no-such-step",
    blame: "user",
    message: `step ${number}: nothing that can happen here has the key \`${key}\`.`,
    remedy:
      possible.length === 0
        ? "nothing can happen any more: `undo` goes back."
        : `the keys here are ${possible.join(" ")}.`,
  });
}

/** A line that is neither a command nor keys of steps. */
export function noSuchCommand(line: string): Diagnostic<PlayDiagnosticCode> {
  return new Diagnostic({
    code: "play/no-such-command",
    blame: "user",
    message: `\`${line}\` is no command, and no keys of steps.`,
    remedy: "`help` lists the commands.",
  });
}

/** A state of the tree that there is not. */
export function nowhere(where: string): Diagnostic<PlayDiagnosticCode> {
  return new Diagnostic({
    code: "play/nowhere",
    blame: "user",
    message: `there is no state \`${where}\`.`,
    remedy: "`tree` shows the states, with their numbers.",
  });
}

/** A link that names no state. */
export function badLink(link: string): Diagnostic<PlayDiagnosticCode> {
  return new Diagnostic({
    code: "play/link",
    blame: "user",
    message: `\`${link}\` is no link to a state.`,
    remedy:
      "a link is `#/play/POLICY/PLATFORM/CHAIN/RIPS/AXES/KEYS`; `link` shows that of a state.",
  });
}

/** A trace of another policy than the one that was named. */
export function otherPolicy(traced: string, named: string): Diagnostic<PlayDiagnosticCode> {
  return new Diagnostic({
    code: "play/other-policy",
    blame: "user",
    message: `the trace is of the policy ${traced}, and \`--policy\` names ${named}.`,
    remedy: "leave `--policy` out, or name that one.",
  });
}

/** A policy of the user's, which the page does not carry. */
export function notInPage(policy: string): Diagnostic<PlayDiagnosticCode> {
  return new Diagnostic({
    code: "play/not-in-page",
    blame: "user",
    message: `the page plays the built-in policies, and ${policy} is none.`,
    remedy: "`--terminal` plays any policy.",
  });
}
