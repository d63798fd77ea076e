/** What options are about: headings of a help text in its order, and the options under each. */
const groups = {
  "Question:": [
    "--policy",
    "--property",
    "--trace",
    "--log",
    "--tree",
    "--before",
    "--after",
    "--config",
    "--gate",
    "--file",
    "--by",
    "--walk",
    "--observe",
    "--max-events",
    "--no-find",
    "--no-limits",
    "--atlas",
    "--no-atlas",
    "--unknown-to",
    "--unknown-handler",
    "--shared-handler",
    "--check",
    "--rerun",
    "--all-canaries",
  ],
  "Machine:": ["--platform", "--chain", "--ips", "--rips", "--axis", "--cpus", "--axes"],
  "Engine:": ["--engine", "--engine-command", "--shim", "--extra-states", "--most-states"],
  "Checker:": [
    "--checker",
    "--tlc-nmis",
    "--timeout",
    "--heap",
    "--memory",
    "--workers",
    "--tlc-jar",
    "--packing",
    "--reductions",
    "--checkpoint",
    "--distributed",
    "--join",
    "--listen",
    "--no-cache",
  ],
  "Output:": [
    "--out",
    "--force",
    "--open",
    "--terminal",
    "--watch",
    "--follow",
    "--how",
    "--most",
    "--update",
    "--certificates",
    "--reporter",
    "--save-explorer",
    "--format",
    "--json",
  ],
} as const;

/** What the help itself has. */
export const helpHeading = "Help:";

/** Headings of options in the order of a help text. */
export const optionHeadings: readonly string[] = [...Object.keys(groups), helpHeading];

const headingOf: ReadonlyMap<string, string> = new Map(
  Object.entries(groups).flatMap(([heading, names]) => names.map((name) => [name, heading])),
);

/**
 * The heading that an option stands under, the same in every command that has it; undefined for one
 * that is in no group.
 */
export function groupOf(option: string): string | undefined {
  return headingOf.get(option);
}

const forExperts: Readonly<Record<string, readonly string[]>> = {
  check: [
    "--heap",
    "--workers",
    "--tlc-jar",
    "--reductions",
    "--checkpoint",
    "--distributed",
    "--listen",
    "--save-explorer",
  ],
  gate: ["--heap", "--memory", "--workers", "--tlc-jar", "--no-cache"],
  "verify-certificate": ["--tlc-jar"],
  learn: ["--shim", "--extra-states", "--most-states"],
  audit: [
    "--unknown-to",
    "--unknown-handler",
    "--shared-handler",
    "--most",
    "--tlc-nmis",
    "--timeout",
    "--tlc-jar",
  ],
  find: ["--heap", "--no-cache"],
  report: ["--heap", "--workers", "--tlc-jar", "--atlas", "--max-events", "--no-cache"],
  mutate: ["--file", "--by", "--no-cache"],
  limits: ["--heap", "--tlc-jar", "--no-cache"],
  worker: ["--tlc-jar"],
  doctor: ["--tlc-jar", "--all-canaries"],
};

/** The options of a command that `--help` leaves out and `--help-all` shows. */
export function expertOptionsOf(command: string): readonly string[] {
  return forExperts[command] ?? [];
}
