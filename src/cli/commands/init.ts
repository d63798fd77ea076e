import { relative } from "node:path";
import { initialise } from "../../gate/init.js";
import { programName } from "../../package/program-name.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import type { Output } from "../output.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck init` as the command line gives them. */
export interface InitOptions {
  readonly policy?: string;
}

/** `nmicheck init`: a first config that passes, with its pins. */
export function initCommand(output: Output): (options: InitOptions) => Promise<ExitCode> {
  return async ({ policy = "mainline" }) => {
    const { config, pins } = await initialise(process.cwd(), policy, nmicheckVersion());
    output.answer(
      [
        `${relative(process.cwd(), config)} expects what the embedded explorer found of ${policy}.`,
        `${relative(process.cwd(), pins)} holds the counterexamples. Commit both.`,
        `\`${programName()} gate\` checks them with TLC; \`${programName()} setup\` fetches it.`,
        "",
      ].join("\n"),
    );
    return EXIT.expected;
  };
}
