import type { Command, Option } from "commander";

/** What `nmicheck play` does and takes; `machine` has the options that name a machine for every command. */
export function withPlayOptions(command: Command, machine: readonly Option[]): Command {
  command
    .description("step through the model yourself: can you make the kernel swallow a real NMI?")
    .option("--policy <name|file>", "a built-in policy (mainline by default) or a TypeScript file")
    .option("--platform <name>", "ideal (the default), sticky, shadow or sticky+shadow")
    .option("--chain <counts>", "event slots of each NMI_LOCAL handler, for example 2,1")
    .option("--ips <number>", "how many places the CPU can be at");
  for (const option of machine) command.addOption(option);
  return command
    .option("--property <name>", "the goal: the property to break; NoFalseSwallow by default")
    .option("--trace <file>", "a trace to step through, and to go on from")
    .option("--terminal", "here, line by line, in place of the page")
    .option("--out <file>", "where to write the page; nmicheck-play.html by default")
    .option("--force", "replace a file that is not a page of nmicheck")
    .option("--open", "show it in the browser");
}
