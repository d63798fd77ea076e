import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";

/** Everything that can be wrong with a config and its pins, before anything is checked. */
export type GateDiagnosticCode =
  | "gate/no-config"
  | "gate/config-unreadable"
  | "gate/config-type"
  | "gate/config-import"
  | "gate/config-impure"
  | "gate/config-export"
  | "gate/config-runs"
  | "gate/config-shape"
  | "gate/unknown-gate"
  | "gate/config-exists"
  | "gate/init-cpus"
  | "gate/update-in-ci"
  | "gate/unwritable";

function userDiagnostic(
  code: GateDiagnosticCode,
  message: string,
  remedy: string,
  place?: Place,
): Diagnostic<GateDiagnosticCode> {
  return new Diagnostic({
    code,
    blame: "user",
    message,
    remedy,
    ...(place === undefined ? {} : { place }),
  });
}

/** There is no config in `folder` nor in any folder above. */
export function noConfig(folder: string): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/no-config",
    `there is no nmicheck.config.ts in ${folder} or in a folder above it.`,
    "`nmicheck init` writes a first one; `--config FILE` names another.",
  );
}

/** The config, or a file that it imports, cannot be read. */
export function configUnreadable(file: string, why: string): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/config-unreadable",
    `${file} cannot be read: ${why}.`,
    "`nmicheck init` writes a first config; `--config FILE` names another.",
  );
}

/** TypeScript has something to say about the config. */
export function configType(what: string, place?: Place): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/config-type",
    `${what}.`,
    "docs/gates.md tells what a config holds; an editor shows the same message.",
    place,
  );
}

/** An import of something else than `nmicheck` and files of the project's own. */
export function configImport(name: string, place: Place): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/config-import",
    `a config cannot import \`${name}\`: its meaning would depend on more than its text.`,
    "import `nmicheck` and TypeScript files beside the config only.",
    place,
  );
}

/** A name that reaches for the world outside of the config's text. */
export function configImpure(name: string, place: Place): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/config-impure",
    `a config cannot use \`${name}\`: its meaning would depend on more than its text.`,
    "write what should be checked; options of the command line tell how.",
    place,
  );
}

/** The config has no default export. */
export function configExport(place: Place): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/config-export",
    "the config has no default export.",
    "write `export default defineConfig({ gates: [ … ] });`.",
    place,
  );
}

/** The config was executed, and threw or did not end. */
export function configRuns(
  file: string,
  why: string,
  place?: Place,
): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/config-runs",
    `${file} cannot be executed: ${why}.`,
    "a config only says what is to be checked: let it build one value and export it.",
    place,
  );
}

/** What the config exports is none. */
export function configShape(what: string, place: Place): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/config-shape",
    `${what}.`,
    "docs/gates.md tells what a config holds.",
    place,
  );
}

/** A gate named on the command line that the config does not have. */
export function unknownGate(
  name: string,
  known: readonly string[],
): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/unknown-gate",
    `the config has no gate \`${name}\`.`,
    `it has ${known.join(", ")}.`,
  );
}

/** `init` overwrites nothing. */
export function configExists(file: string): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/config-exists",
    `${file} is there already, and is left as it is.`,
    "add a gate to it by hand, and run `nmicheck gate --update` for its pins.",
  );
}

/** The first gate is of the default size, which is too large for several CPUs. */
export function initCpus(cpus: number): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/init-cpus",
    `\`init\` writes a gate of chain [2,1], 2 ips, and ${cpus} CPUs of that size have millions of states.`,
    `write the gate by hand, with \`chain: [1]\`, \`rips: 1\` and \`axes: { cpus: "${cpus}" }\`, and run \`nmicheck gate --update\` for its pins.`,
  );
}

/** Expectations are the user's decision. */
export function updateInCi(variable: string): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/update-in-ci",
    `\`gate --update\` does not run in CI (${variable} is set): it would make any change expected.`,
    "run it on your machine, look at the difference, and commit it.",
  );
}

/** A file of the user's project cannot be written. */
export function unwritable(file: string, why: string): Diagnostic<GateDiagnosticCode> {
  return userDiagnostic(
    "gate/unwritable",
    `${file} cannot be written: ${why}.`,
    "check that the folder is there, that you may write to it, and that the disk has room.",
  );
}
