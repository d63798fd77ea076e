import { closest, distance } from "fastest-levenshtein";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";

/** The codes of mistakes in what is to be checked. */
export type ConfigurationDiagnosticCode =
  | "configuration/unknown-name"
  | "configuration/chain"
  | "configuration/ips"
  | "configuration/number"
  | "configuration/option-alone"
  | "configuration/options-exclude"
  | "configuration/option-twice"
  | "configuration/listed-twice"
  | "configuration/empty-item"
  | "configuration/needs-axes"
  | "configuration/axis-needs"
  | "configuration/asked-elsewhere";

/** A name that is none of `known`, with the nearest one suggested where it is near enough. */
export function unknownName(
  what: string,
  name: string,
  known: readonly string[],
): Diagnostic<ConfigurationDiagnosticCode> {
  const nearest =
    known.find((candidate) => candidate.toLowerCase() === name.toLowerCase()) ??
    closest(name, [...known]);
  const isNear =
    distance(name.toLowerCase(), nearest.toLowerCase()) <= Math.max(2, nearest.length / 3);
  return new Diagnostic({
    code: "configuration/unknown-name",
    blame: "user",
    message: `there is no ${what} \`${name}\`.`,
    remedy: `${isNear ? `did you mean \`${nearest}\`? ` : ""}Known: ${known.join(", ")}.`,
  });
}

/** A chain that is none: `why` completes "the chain … ". */
export function badChain(text: string, why: string): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/chain",
    blame: "user",
    message: `the chain \`${text}\` ${why}.`,
    remedy: "give the number of event slots of each handler, for example `--chain 2,1`.",
  });
}

/** A number of RIPs that is none. */
export function badRips(text: string): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/ips",
    blame: "user",
    message: `\`${text}\` is not a number of ips.`,
    remedy: "give a whole number from 1 to 16, for example `--ips 2`.",
  });
}

/** An option that takes a number and was given something else. */
export function badNumber(
  option: string,
  text: string,
  range: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/number",
    blame: "user",
    message: `\`${option}\` takes ${range}, not \`${text}\`.`,
  });
}

/**
 * A property that is about what only machines with axes have: `example` names one, as it is written
 * where the question was asked.
 */
export function needsAxes(
  property: string,
  example: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/needs-axes",
    blame: "user",
    message: `${property} is about machines with axes, and this one has none.`,
    remedy: `name one, for example \`${example}\`; \`nmicheck axes\` lists them.`,
  });
}

/** A value of an axis that means nothing without `what`, which the axis `other` gives. */
export function axisNeeds(
  value: string,
  what: string,
  other: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/axis-needs",
    blame: "user",
    message: `the axis ${value} is about ${what}, and this machine has none.`,
    remedy: `add the axis \`${other}\`, or leave ${value} out.`,
  });
}

/**
 * A property that there is, and that is not for who was asked: `about` says what it is about, and
 * `command` can be asked.
 */
export function askedElsewhere(
  asker: string,
  property: string,
  about: string,
  command: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/asked-elsewhere",
    blame: "user",
    message: `${property} is about ${about}, and ${asker} cannot be asked about that.`,
    remedy: `\`nmicheck ${command}\` can.`,
  });
}
