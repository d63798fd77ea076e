import type { Command } from "commander";
import { addExamples, inOrder } from "./arrange.js";

const commandGroups: Readonly<Record<string, readonly string[]>> = {
  "What holds, and what does not:": ["check", "find", "prove", "limits", "axes", "atlas"],
  "One behaviour, seen:": ["play", "trace", "replay", "report"],
  "Kernels and logs:": ["review", "audit", "learn", "conform", "module", "engine-test"],
  "In your project:": ["init", "gate", "verify-certificate", "mutate"],
  "The tool itself:": ["setup", "doctor", "explain", "generate", "worker"],
};

/** Headings of commands in the order of the help text. */
const headings: readonly string[] = Object.keys(commandGroups);

/**
 * Arranges the help that these arguments may ask for: that of the program, with its commands in
 * groups and where to begin, and that of each command whose name is among them.
 */
export async function arrangeHelp(program: Command, typed: readonly string[]): Promise<void> {
  program.configureHelp({ groupItems: inOrder(headings) });
  program.commandsGroup(headings.at(-1) ?? "");
  program.helpCommand("help [command]", "the help of a command");
  addExamples(program, "Begin with:", [
    ["check", "the scorecard, in a few seconds"],
    ["play --open", "the model, to step through in your browser"],
    ["check --help", "what a command gives, with its options and examples"],
  ]);
  for (const command of program.commands) {
    const heading = headings.find((one) => commandGroups[one]?.includes(command.name()));
    if (heading !== undefined) command.helpGroup(heading);
  }
  const asked = program.commands.filter((command) => typed.includes(command.name()));
  if (asked.length === 0) return;
  const { arrangeCommand } = await import("./command.js");
  for (const command of asked) arrangeCommand(command);
}
