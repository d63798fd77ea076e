import type { Command, Option } from "commander";
import { listedTwice, optionTwice } from "../machine/configuration/option-diagnostics.js";

/** Takes an option as often as it is given, in this order. */
export const collect = (
  value: string,
  previous: readonly string[] | undefined,
): readonly string[] => [...(previous ?? []), value];

/**
 * Refuses what Commander takes in silence: a second value of an option that has one, of which the
 * first would be dropped, and a value that an option with several is given twice.
 */
export function refuseRepeated(program: Command): void {
  for (const { options } of program.commands) {
    for (const option of options) {
      if (option.parseArg === collect) option.argParser(eachOnce(option));
      else if (option.required || option.optional) option.argParser(once(option));
    }
  }
}

function nameOf({ long, flags }: Option): string {
  return long ?? flags;
}

function once(option: Option) {
  return (value: string, previous: string | true | undefined): string => {
    if (previous === undefined) return value;
    throw optionTwice(nameOf(option), previous === true ? "" : previous, value);
  };
}

function eachOnce(option: Option) {
  return (value: string, previous: readonly string[] | undefined): readonly string[] => {
    if (previous?.includes(value) === true) throw listedTwice(nameOf(option), value);
    return collect(value, previous);
  };
}
