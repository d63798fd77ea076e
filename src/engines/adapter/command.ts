import { parse } from "shell-quote";
import { emptyCommand, shellInCommand } from "../diagnostics.js";

/** A program and its arguments. */
export type EngineCommand = readonly [string, ...string[]];

/**
 * The words of `--engine-command "CMD ARGS"`: quotes and backslashes as in a shell, but no shell
 * runs, so that everything that would need one is refused.
 *
 * @throws Diagnostic `engine/command`.
 */
export function parseEngineCommand(text: string): EngineCommand {
  const words = parse(text, (name) => ({ variable: name })).map((word) => {
    if (typeof word === "string") return word;
    if ("variable" in word) throw shellInCommand(text, `$${word.variable}`);
    if ("comment" in word) throw shellInCommand(text, `#${word.comment}`);
    throw shellInCommand(text, "pattern" in word ? word.pattern : word.op);
  });
  const [program, ...rest] = words;
  if (program === undefined || program === "") throw emptyCommand();
  return [program, ...rest];
}

/** The command as it would be typed. */
export function showCommand(command: EngineCommand): string {
  return command
    .map((word) => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`))
    .join(" ");
}
