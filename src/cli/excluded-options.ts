import type { Command } from "commander";
import { optionsExclude } from "../machine/configuration/option-diagnostics.js";

/** An option, another, with its value where that matters, and why they do not go together. */
type Excluded = readonly [option: string, other: string, why: string];

const WITHOUT_TLC = "the explorer runs without TLC";
const ONE_THREAD = "the explorer searches with one thread";
const ROUND = "a watch asks the explorer anew at every save, and nothing beside it";
const ANSWERS_NOTHING = "an update writes expectations, and reports nothing";

const NO_PAGE = "in the terminal no page is written";
const OF_THE_LOG = "the log says what its machine did";
const OF_THE_TRACE = "the trace says of which machine it is";

/** Of two such options one would not be looked at. Commands refuse more where they read values. */
const excluded: Readonly<Record<string, readonly Excluded[]>> = {
  check: [
    ["--tlc-jar", "--checker explorer", WITHOUT_TLC],
    ["--workers", "--checker explorer", ONE_THREAD],
    ["--watch", "--tlc-jar", ROUND],
    ["--watch", "--save-explorer", ROUND],
    ["--watch", "--checkpoint", ROUND],
    ["--watch", "--distributed", ROUND],
    ["--watch", "--listen", ROUND],
  ],
  gate: [
    ["--tlc-jar", "--checker explorer", WITHOUT_TLC],
    ["--workers", "--checker explorer", ONE_THREAD],
    ["--update", "--reporter", ANSWERS_NOTHING],
    ["--update", "--json", ANSWERS_NOTHING],
    ["--update", "--certificates", ANSWERS_NOTHING],
  ],
  replay: [
    ["--engine", "--engine-command", "traces are played on one engine"],
    ["--log", "--engine", OF_THE_LOG],
    ["--log", "--engine-command", OF_THE_LOG],
  ],
  conform: [["--engine", "--engine-command", "one engine is checked against the model"]],
  find: [["--json", "--format", "the one is `--format json`"]],
  report: [
    ["--tlc-jar", "--checker explorer", WITHOUT_TLC],
    ["--workers", "--checker explorer", ONE_THREAD],
    ["--max-events", "--no-find", "without the search nothing has that bound"],
  ],
  play: [
    ...["--out", "--force", "--open"].map((other): Excluded => ["--terminal", other, NO_PAGE]),
    ...["--platform", "--chain", "--ips", "--axis", "--cpus"].map(
      (other): Excluded => ["--trace", other, OF_THE_TRACE],
    ),
  ],
  atlas: [["--json", "--out", "a folder gets the page and the document"]],
  limits: [["--tlc-jar", "--checker explorer", WITHOUT_TLC]],
};

/**
 * Refuses options of a command that do not go together.
 *
 * @throws Diagnostic `configuration/options-exclude`
 */
export function refuseExcluded(command: Command): void {
  for (const [option, other, why] of excluded[command.name()] ?? []) {
    if (isGiven(command, option) && isGiven(command, other))
      throw optionsExclude(option, other, why);
  }
}

/** Whether an option was typed; with a value, whether with that one. */
function isGiven(command: Command, text: string): boolean {
  const [name = "", value] = text.split(" ");
  const option = command.options.find(({ long }) => long === name);
  if (option === undefined) throw new Error(`${command.name()} has no ${name}`);
  const key = option.attributeName();
  if (command.getOptionValueSource(key) !== "cli") return false;
  const given: unknown = command.getOptionValue(key);
  if (value !== undefined) return given === value;
  return option.negate ? given === false : given !== false;
}
