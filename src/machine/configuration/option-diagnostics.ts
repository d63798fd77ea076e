import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { ConfigurationDiagnosticCode } from "./diagnostics.js";

/** An option that means nothing without another. */
export function optionAlone(
  option: string,
  other: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/option-alone",
    blame: "user",
    message: `\`${option}\` means nothing without \`${other}\`.`,
  });
}

/** Two options that do not go together: `why` says why. */
export function optionsExclude(
  option: string,
  other: string,
  why: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/options-exclude",
    blame: "user",
    message: `\`${option}\` and \`${other}\` do not go together: ${why}.`,
    remedy: "leave one of them out.",
  });
}

/** An option that takes one value and was given two. */
export function optionTwice(
  option: string,
  first: string,
  second: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/option-twice",
    blame: "user",
    message: `\`${option}\` takes one value, and has two: \`${first}\` and \`${second}\`.`,
    remedy: "leave one of them out.",
  });
}

/** Two values of what can have one: `first` and `second` as they were typed. */
export function twoValues(
  what: string,
  first: string,
  second: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/option-twice",
    blame: "user",
    message: `${what} has one value, and is given two: \`${first}\` and \`${second}\`.`,
    remedy: "leave one of them out.",
  });
}

/** An option that takes several values and was given one of them twice. */
export function listedTwice(
  option: string,
  value: string,
): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/listed-twice",
    blame: "user",
    message: `\`${option}\` names \`${value}\` twice.`,
    remedy: "name it once.",
  });
}

/** A list with a comma too many. */
export function emptyItem(option: string, text: string): Diagnostic<ConfigurationDiagnosticCode> {
  return new Diagnostic({
    code: "configuration/empty-item",
    blame: "user",
    message: `\`${option} ${text}\` has an empty item.`,
    remedy: "leave the comma out, or write what is missing.",
  });
}
