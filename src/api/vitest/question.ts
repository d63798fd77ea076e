import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import type { AxesNames } from "../../machine/configuration/axes.js";
import { type AxesRecord, axesOfRecord } from "../../machine/configuration/axes-record.js";
import { axesText } from "../../machine/configuration/axes-text.js";
import type { PlatformName } from "../../machine/configuration/platform.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";
import { check } from "../check.js";
import { type OptionNames, requireOptions } from "../options.js";
import type { PolicySource } from "../policy.js";
import type { Holds, PropertyResult, Violated } from "../report.js";

/** On what a property is to be checked, and by whom; the defaults are those of the scorecard. */
export interface MatcherOptions {
  /** `ideal` by default. */
  readonly platform?: PlatformName;
  /** The event slots of each NMI_LOCAL handler in calling order; `[2, 1]` by default. */
  readonly chain?: readonly number[];
  /** How many places the CPU can be at outside NMI context; 2 by default. */
  readonly rips?: number;
  /** What the machine has beside the core: `{ nesting: "yes" }`; every axis is off by default. */
  readonly axes?: AxesNames;
  /** `explorer` (the embedded one, by default), `tlc`, or `auto`. */
  readonly checker?: "auto" | "tlc" | "explorer";
  /** Ends the run after this time; a run that was cut short is no answer, and fails the test. */
  readonly timeoutSeconds?: number;
}

const optionNames: OptionNames<MatcherOptions> = {
  platform: true,
  chain: true,
  rips: true,
  axes: true,
  checker: true,
  timeoutSeconds: true,
};

/**
 * The answer to one question. What is no answer, `bounded` and `failed`, is thrown: it must fail a
 * test with `.not` as well.
 */
export async function answerOf(
  policy: PolicySource,
  property: NmiAnyProperty,
  options: MatcherOptions,
): Promise<Holds | Violated> {
  requireOptions(options, optionNames);
  const { platform = "ideal", ...rest } = options;
  const [result, ...others] = await told(
    check({ ...rest, policies: [policy], platforms: [platform], properties: [property] }),
  );
  const isAnswer =
    result?.property === property &&
    result.platform.name === platform &&
    axesTextOf(result.axes) === axesTextOf(options.axes);
  if (result === undefined || !isAnswer || others.length > 0) {
    throw new Error(
      `the check gave ${others.length + 1} results, and not the one that was asked for`,
    );
  }
  switch (result.verdict) {
    case "holds":
    case "violated":
      return result;
    case "bounded":
      throw new Error(
        `${subjectText(result)}: nothing was found within ${result.bound}, which proves nothing.`,
      );
    case "failed":
      throw new Error(
        `${subjectText(result)} failed: error[${result.failure.code}]: ${result.failure.message}`,
      );
  }
}

/** A test shows the message of an error alone: a diagnostic as the user reads it, with its remedy. */
export async function told<T>(asked: Promise<T>): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    throw error instanceof Diagnostic
      ? new Error(renderDiagnostic(error), { cause: error })
      : error;
  }
}

/** What was asked, as a failure message begins. */
export function subjectText({ policy, platform, axes, property }: PropertyResult): string {
  return `${property} under ${policy} on ${platform.name}, ${sizeText(platform)}${axesTextOf(axes)}`;
}

/** `, nesting=yes`; nothing for the core. */
function axesTextOf(record: AxesRecord | undefined): string {
  const axes = axesOfRecord(record);
  return axes === undefined ? "" : `, ${axesText(axes.names)}`;
}
