import { Command, Option } from "commander";
import { optionsExclude } from "../machine/configuration/option-diagnostics.js";
import { collect } from "./repeated-options.js";

/** Options that several commands take, declared once. Each call makes one for one command. */

const PLATFORMS = "ideal, sticky, shadow or sticky+shadow";

/** The policies that a command is about. */
export const policies = (more = ""): Option =>
  new Option(
    "--policy <name|file>",
    `a built-in policy (none, v5, mainline), a TypeScript file, or linux:6.12 learned from its code${more}`,
  ).argParser(collect);

/** The policy that a command is about, mainline by default. */
export const policy = (): Option =>
  new Option(
    "--policy <name|file>",
    "a built-in policy (mainline by default) or a TypeScript file",
  );

/** The policy file of a trace or a certificate. */
export const policyFile = (): Option =>
  new Option("--policy <file>", "the policy file that it belongs to, if it is your own");

/** The properties that a command is about. */
export const properties = (): Option =>
  new Option(
    "--property <name>",
    "NoFalseSwallow, NoSpurious, NoMasked or NoStranded (without the option, these four);\nEveryEventHandled, EveryExternalReported or RepeatedExternalReported;\nwith axes also NoHidden, NoForgottenSource and NoNeedlessPanic",
  ).argParser(collect);

const chain = (): Option =>
  new Option("--chain <counts>", "event slots of each NMI_LOCAL handler: 2,1 by default");

const ips = (): Option =>
  new Option("--ips <number>", "how many instruction pointers the CPU can be at: 2 by default");

/** What a machine has beside its platform, its size and the number of its CPUs. */
export const axis = (): Option =>
  new Option(
    "--axis <name=value>",
    "on a machine with this value of an axis: `axes` has them",
  ).argParser(collect);

const cpus = (): Option =>
  new Option("--cpus <number>", "so many CPUs: short for --axis cpus=<number>");

/** What `--rips` was called before. It is read, and stands in no help text. */
const formerIps = (): Option => new Option("--rips <number>").hideHelp();

/** The platform of a machine. */
export const platform = (): Option =>
  new Option("--platform <name>", "ideal (the default), sticky, shadow or sticky+shadow");

/** One machine: its platform, its size, its axes. */
export const machine = (): readonly Option[] => [platform(), ...size(), ...ofMachine()];

/** Machines of one size: one on each platform that is named. */
export const machines = (): readonly Option[] => [
  new Option("--platform <name>", PLATFORMS).argParser(collect),
  ...size(),
  ...ofMachine(),
];

/** Machines of every size that is named. */
export const machinesOfSizes = (): readonly Option[] => [
  new Option("--platform <name>", `only this platform: ${PLATFORMS}`).argParser(collect),
  new Option("--chain <counts>", "these chains in place of 1; 1,1; 2; 2,1").argParser(collect),
  new Option("--ips <number>", "these numbers of ips in place of 1 and 2").argParser(collect),
  formerIps().argParser(collect),
  ...ofMachine(),
];

/** Machines whose size is fixed elsewhere. */
export const machinesOfAnySize = (): readonly Option[] => [
  new Option("--platform <name>", PLATFORMS).argParser(collect),
  ...ofMachine(),
];

/** What a machine has beside its platform and its size. */
export const ofMachine = (): readonly Option[] => [axis(), cpus()];

/** The size of a machine. */
export const size = (): readonly Option[] => [chain(), ips(), formerIps()];

/** Each axis alone. */
export const axes = (): Option =>
  new Option("--axes", "each value of each axis alone, on the ideal platform");

/** Which checker runs, and with how much. */
export const checker = (): readonly Option[] => [
  new Option("--checker <name>", "auto (TLC where it is there), tlc or explorer"),
  new Option("--workers <number>", "threads of a run of TLC; all cores by default"),
  new Option("--heap <size>", "memory of a run, for example 2g; the explorer is `bounded` past it"),
  new Option("--timeout <seconds>", "end each run after this time; it is then `bounded`"),
  tlcJar(),
];

/** The jar of TLC. */
export const tlcJar = (): Option => new Option("--tlc-jar <file>", "the jar of TLC to use");

/** Engines that play what a command shows. */
export const engines = (): Option =>
  new Option(
    "--engine <name>",
    "plays the traces: reference (the default), linux:6.12, linux:FOLDER …",
  ).argParser(collect);

/** One engine, by its name or by how it is started. */
export const engine = (): readonly Option[] => [
  new Option(
    "--engine <name>",
    "reference (the default), model, linux:6.12, linux:FOLDER, qemu:6.12, qemu:IMAGE …",
  ),
  new Option("--engine-command <command>", "any program that speaks nmicheck.engine/1"),
];

/** The answer as a document of this schema. */
export const json = (schema: string): Option =>
  new Option("--json", `print one JSON document (nmicheck.${schema})`);

/** A command whose options may come in groups. */
export class GroupedCommand extends Command {
  override createCommand(name?: string): GroupedCommand {
    return new GroupedCommand(name);
  }

  /** Adds options and groups of them, in this order. */
  takes(...options: readonly (Option | readonly Option[])[]): this {
    for (const option of options.flat()) this.addOption(option);
    return this;
  }
}

/**
 * Takes the values of options by their former names as those of the present ones.
 *
 * @throws Diagnostic `configuration/options-exclude` where both are given
 */
export function readFormerNames(command: Command): void {
  if (command.getOptionValueSource("rips") !== "cli") return;
  if (command.getOptionValueSource("ips") === "cli")
    throw optionsExclude("--rips", "--ips", "they are one option");
  command.setOptionValueWithSource("ips", command.getOptionValue("rips"), "cli");
  command.setOptionValue("rips", undefined);
}
