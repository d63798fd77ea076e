import { relative } from "node:path";
import { programName } from "../../base/package/program-name.js";
import type { FirstVerdict } from "../../gates/gate/first-config.js";
import { type Initialised, initialise } from "../../gates/gate/init.js";
import { axesOfRecord } from "../../machine/configuration/axes-record.js";
import { readPlatformName } from "../../machine/configuration/read.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import type { Output } from "../output.js";
import { type MachineOptions, readMachine } from "../question.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck init` as the command line gives them. */
export interface InitOptions extends MachineOptions {
  readonly policy?: string;
  readonly platform?: readonly string[];
}

/** `nmicheck init`: a first config that passes, with its pins. */
export function initCommand(output: Output): (options: InitOptions) => Promise<ExitCode> {
  return async ({ policy = "mainline", platform, ...machine }) => {
    const platforms = platform && [...new Set(platform.map(readPlatformName))];
    const made = await initialise(
      process.cwd(),
      policy,
      nmicheckVersion(),
      platforms,
      axesOfRecord(readMachine(machine)?.names),
    );
    output.answer(`${textOf(made, policy).join("\n")}\n`);
    return made.reasons.length === 0 ? EXIT.expected : EXIT.unexpected;
  };
}

function textOf(made: Initialised, policy: string): readonly string[] {
  const here = (file: string): string => relative(process.cwd(), file);
  const { verdicts, left, neverReached, reasons } = made;
  const violated = verdicts.filter(({ verdict }) => verdict === "violated");
  return [
    `${here(made.config)} expects what the embedded explorer found of ${policy} on ${made.platforms.join(", ")}.`,
    ...(violated.length === 0
      ? []
      : [
          "These are violated, and that is what is expected now; where it should not be, write `holds`,",
          "and the gate fails until the policy is corrected:",
          ...byProperty(violated),
        ]),
    ...(left.length === 0
      ? []
      : [
          "These have no verdict, or say nothing of this machine, and are left out:",
          ...left.map((line) => `  ${line}`),
        ]),
    ...(neverReached.length === 0
      ? []
      : [
          "No behaviour takes these branches of the policy, so the verdicts say nothing of them. The config",
          "names them in `neverReached`; drop each from the policy and from there, if it is not meant so:",
          ...neverReached.map(({ name, place }) => {
            const at = place === null ? "" : `${place.file}:${place.line}:${place.column}: `;
            return `  ${at}${name}`;
          }),
        ]),
    `${here(made.pins)} holds the counterexamples. Commit both.`,
    ...(reasons.length === 0
      ? []
      : ["The gate does not pass yet:", ...reasons.map(({ message }) => `  ${message}`)]),
    `\`${programName()} gate\` checks them with TLC; \`${programName()} setup\` fetches it.`,
  ];
}

/** `  NoMasked on ideal, sticky`. */
function byProperty(verdicts: readonly FirstVerdict[]): readonly string[] {
  const properties = [...new Set(verdicts.map(({ property }) => property))];
  return properties.map((property) => {
    const on = verdicts.filter((one) => one.property === property).map(({ platform }) => platform);
    return `  ${property} on ${on.join(", ")}`;
  });
}
