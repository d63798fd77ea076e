import { type Command, type Help, Option } from "commander";
import { programName } from "../../base/package/program-name.js";
import { type Example, examplesOf, firstExamples } from "./examples.js";
import {
  commandHeadings,
  expertOptionsOf,
  groupOf,
  groupOfCommand,
  helpHeading,
  optionHeadings,
} from "./groups.js";

/**
 * Arranges the help of a program and its commands: options and commands in groups, examples at the
 * end, and options that few need behind `--help-all`.
 */
export function arrangeHelp(program: Command): void {
  program.configureHelp({ groupItems: inOrder(commandHeadings) });
  program.commandsGroup(commandHeadings.at(-1) ?? "");
  program.helpCommand("help [command]", "the help of a command");
  addExamples(program, "Begin with:", firstExamples);
  for (const command of program.commands) arrangeCommand(command);
}

function arrangeCommand(command: Command): void {
  const heading = groupOfCommand(command.name());
  if (heading !== undefined) command.helpGroup(heading);
  command.configureHelp({ groupItems: inOrder(optionHeadings) });
  for (const option of command.options) {
    const group = groupOf(option.long ?? "");
    if (group !== undefined) option.helpGroup(group);
  }
  command.addHelpOption(new Option("-h, --help", "this text").helpGroup(helpHeading));
  offerAll(command);
  addExamples(command, "Examples:", examplesOf(command.name()));
}

/** Adds `--help-all`. Only a help text leaves options out: a typing error in one finds them still. */
function offerAll(command: Command): void {
  const names = expertOptionsOf(command.name());
  const experts = command.options.filter(({ long = "" }) => names.includes(long));
  if (experts.length < names.length) throw new Error(`${command.name()} lacks one of ${names}`);
  const all = new Option("--help-all", `the same with ${experts.length} more, for experts`);
  all.helpGroup(helpHeading).hideHelp(experts.length === 0);
  command.addOption(all);
  let shown = false;
  command.on("option:help-all", () => {
    shown = true;
    command.help();
  });
  command.on("beforeHelp", () => {
    for (const option of experts) option.hideHelp(!shown);
  });
}

function addExamples(command: Command, heading: string, examples: readonly Example[]): void {
  if (examples.length === 0) return;
  command.addHelpText("after", () => {
    const lines = examples.map(([typed, gives]) => `  ${programName()} ${typed}\n      ${gives}`);
    return `\n${heading}\n${lines.join("\n")}`;
  });
}

/** Groups what a help text lists, under headings in this order; one that is not in it comes first. */
function inOrder(order: readonly string[]): Help["groupItems"] {
  return (_all, visible, headingOf) => {
    const found = [...new Set(visible.map(headingOf))];
    found.sort((one, other) => order.indexOf(one) - order.indexOf(other));
    return new Map(
      found.map((heading) => [heading, visible.filter((item) => headingOf(item) === heading)]),
    );
  };
}
