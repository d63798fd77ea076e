import { Diagnostic } from "../base/diagnostic/diagnostic.js";
import { grouped } from "../machine/trace/words.js";
import { excerpt } from "./adapter/excerpt.js";
import { ENGINE_PROTOCOL, type RefusalCode } from "./protocol.js";

/** Everything that can be wrong with an engine or with the way it is named. */
export type EngineDiagnosticCode =
  | "engine/command"
  | "engine/not-found"
  | "engine/not-executable"
  | "engine/not-started"
  | "engine/protocol"
  | "engine/exited"
  | "engine/silent"
  | "engine/nonsense"
  | "engine/flood"
  | "engine/unasked"
  | "engine/out-of-turn"
  | "engine/wrong-id"
  | "engine/shape"
  | "engine/refused"
  | "engine/exit-code"
  | "engine/lingers";

/** What was said between nmicheck and the engine when it broke. */
export interface Evidence {
  /** The command, as it would be typed. */
  readonly command: string;
  readonly request?: string | undefined;
  readonly reply?: string | undefined;
  /** The engine's last lines on standard error. */
  readonly stderr: readonly string[];
}

/** How a process ended. */
export type ProcessEnd =
  | { readonly how: "code"; readonly code: number }
  | { readonly how: "signal"; readonly signal: string };

const TYPED_COMMAND =
  "give a program and its arguments, as in --engine-command 'python3 engine.py'.";

/** `--engine-command` names no program. */
export function emptyCommand(): Diagnostic<EngineDiagnosticCode> {
  return new Diagnostic({
    code: "engine/command",
    blame: "user",
    message: "the engine command is empty.",
    remedy: TYPED_COMMAND,
  });
}

/** `--engine-command` holds something that only a shell understands. */
export function shellInCommand(text: string, word: string): Diagnostic<EngineDiagnosticCode> {
  return new Diagnostic({
    code: "engine/command",
    blame: "user",
    message: `the engine command \`${excerpt(text)}\` holds \`${excerpt(word)}\`, which needs a shell; engines are started without one.`,
    remedy: "quote it if it is meant as it stands, or put the command into a script.",
  });
}

/** The system could not start the program; `error` is its error code, ENOENT for example. */
export function notStarted(
  command: string,
  program: string,
  error: string,
): Diagnostic<EngineDiagnosticCode> {
  switch (error) {
    case "ENOENT":
      return new Diagnostic({
        code: "engine/not-found",
        blame: "user",
        message: `the engine \`${command}\` was not started: there is no program \`${program}\`.`,
        remedy: "check the path, or install it.",
      });
    case "EACCES":
      return new Diagnostic({
        code: "engine/not-executable",
        blame: "user",
        message: `the engine \`${command}\` was not started: \`${program}\` is not executable.`,
        remedy: `chmod +x ${program}, or name its interpreter first, as in --engine-command 'python3 ${program}'.`,
      });
    default:
      return new Diagnostic({
        code: "engine/not-started",
        blame: "tool",
        message: `the engine \`${command}\` was not started: the system says ${error}.`,
      });
  }
}

function broke(
  code: EngineDiagnosticCode,
  evidence: Evidence,
  what: string,
  remedy?: string,
): Diagnostic<EngineDiagnosticCode> {
  const lines = [`the engine \`${evidence.command}\` ${what}`];
  if (evidence.request !== undefined) lines.push(`  request: ${excerpt(evidence.request)}`);
  if (evidence.reply !== undefined) lines.push(`  reply:   ${excerpt(evidence.reply)}`);
  for (const line of evidence.stderr) lines.push(`  stderr:  ${excerpt(line)}`);
  return new Diagnostic({
    code,
    blame: "tool",
    message: lines.join("\n"),
    remedy:
      remedy ??
      `\`nmicheck engine-test --engine-command "${evidence.command}"\` checks it against every rule of the protocol.`,
  });
}

function showEnd(end: ProcessEnd): string {
  return end.how === "code" ? `exit code ${end.code}` : `signal ${end.signal}`;
}

/** It speaks another version of the protocol, or none. */
export function otherProtocol(
  evidence: Evidence,
  protocol: string,
): Diagnostic<EngineDiagnosticCode> {
  return broke(
    "engine/protocol",
    evidence,
    `speaks \`${excerpt(protocol)}\`, and nmicheck speaks \`${ENGINE_PROTOCOL}\`.`,
    "use an engine and an nmicheck of the same protocol; docs/engine-protocol.md describes this one.",
  );
}

/** It ended though it was not told to. */
export function exited(evidence: Evidence, end: ProcessEnd): Diagnostic<EngineDiagnosticCode> {
  const when = evidence.request === undefined ? "before it was told to" : "before it answered";
  return broke("engine/exited", evidence, `ended (${showEnd(end)}) ${when}.`);
}

/** It does not answer. */
export function silent(evidence: Evidence, milliseconds: number): Diagnostic<EngineDiagnosticCode> {
  return broke(
    "engine/silent",
    evidence,
    `did not answer within ${milliseconds / 1000} s.`,
    "an engine flushes its output after every reply, or whenever its input has run dry.",
  );
}

/** A line of its output is no JSON object. */
export function nonsense(evidence: Evidence): Diagnostic<EngineDiagnosticCode> {
  return broke("engine/nonsense", evidence, "printed a line that is not a JSON object.");
}

/** A line without end. */
export function flood(evidence: Evidence, limit: number): Diagnostic<EngineDiagnosticCode> {
  return broke(
    "engine/flood",
    evidence,
    `printed a line of more than ${grouped(limit)} characters; it was stopped.`,
  );
}

/** It speaks without being asked. */
export function unasked(evidence: Evidence): Diagnostic<EngineDiagnosticCode> {
  return broke("engine/unasked", evidence, "printed a line that nothing had asked for.");
}

/** It answers a later request before the one that is due. */
export function outOfTurn(
  evidence: Evidence,
  id: number,
  due: number,
): Diagnostic<EngineDiagnosticCode> {
  return broke(
    "engine/out-of-turn",
    evidence,
    `answered request ${id} when request ${due} was due.`,
  );
}

/** It answers a request that is not open. */
export function wrongId(
  evidence: Evidence,
  id: string,
  due: number,
): Diagnostic<EngineDiagnosticCode> {
  return broke(
    "engine/wrong-id",
    evidence,
    `answered with the id ${excerpt(id)} when request ${due} was due.`,
  );
}

/** The reply is JSON, but not of the shape that the protocol asks for. */
export function wrongShape(evidence: Evidence, problem: string): Diagnostic<EngineDiagnosticCode> {
  return broke("engine/shape", evidence, `gave a reply of the wrong shape: ${problem}.`);
}

/** It refuses what an engine must do. */
export function refused(
  evidence: Evidence,
  code: RefusalCode,
  reason: string,
): Diagnostic<EngineDiagnosticCode> {
  return broke("engine/refused", evidence, `refused a request (${code}): ${excerpt(reason)}`);
}

/** After `bye` it ended, but not with 0. */
export function badGoodbye(evidence: Evidence, end: ProcessEnd): Diagnostic<EngineDiagnosticCode> {
  return broke(
    "engine/exit-code",
    evidence,
    `ended with ${showEnd(end)} after \`bye\`, not with 0.`,
  );
}

/** After `bye` it did not end. */
export function lingers(
  evidence: Evidence,
  milliseconds: number,
): Diagnostic<EngineDiagnosticCode> {
  return broke(
    "engine/lingers",
    evidence,
    `was still running ${milliseconds / 1000} s after \`bye\`; it was stopped.`,
  );
}
