import { type Command, Option } from "commander";
import { addExamples, inOrder } from "./arrange.js";
import { examplesOf } from "./examples.js";
import { expertOptionsOf, groupOf, helpHeading, optionHeadings } from "./option-groups.js";

/**
 * Arranges the help of a command: its options in groups, examples at the end, and options that few
 * need behind `--help-all`.
 */
export function arrangeCommand(command: Command): void {
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
