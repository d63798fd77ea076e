import { renderFault } from "../../fault/render.js";
import { programName } from "../../package/program-name.js";
import { type DoctorCheck, type DoctorReport, examine } from "../../tlc/doctor.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { type Output, palette } from "../output.js";

/** The options of `nmicheck doctor`. */
export interface DoctorOptions {
  readonly tlcJar?: string;
  readonly json?: boolean;
}

/** `nmicheck doctor`: everything that checking with TLC needs, with what mends what is missing. */
export function doctorCommand(output: Output): (options: DoctorOptions) => Promise<ExitCode> {
  return async (options) => {
    const report = await examine({ option: options.tlcJar });
    const rows = rowsOf(report);
    if (options.json === true) {
      const document = { schema: "nmicheck.doctor/1", checks: rows };
      output.answer(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      output.answer(`${rows.map((row) => rowText(row, output.colour)).join("\n")}\n`);
    }
    return rows.some((row) => row.state !== "ok") ? EXIT.tool : EXIT.expected;
  };
}

interface Row {
  readonly what: string;
  readonly state: "ok" | "missing" | "broken";
  /** The version and place, or what is wrong and what mends it. */
  readonly detail: string;
}

function rowsOf({ node, java, maven, jar, cache, temp }: DoctorReport): readonly Row[] {
  return [
    row("Node", node, ({ version }) => version),
    row("Java", java, ({ version, command }) => `${version} (${command})`),
    row("Maven", maven, ({ version }) => `${version}, for \`${programName()} setup\``),
    row("TLC", jar, ({ version, path, sha256, known }) => {
      const verified = known === null ? "unverified" : "verified";
      return `${version ?? "found"}, ${path}, SHA-256 ${sha256}, ${verified}`;
    }),
    row("cache", cache, ({ folder }) => `${folder} can be written`),
    row("temp", temp, ({ folder }) => `${folder} can be written`),
  ];
}

function row<Facts>(what: string, check: DoctorCheck<Facts>, tell: (facts: Facts) => string): Row {
  if (check.state === "ok") return { what, state: "ok", detail: tell(check.facts) };
  return { what, state: check.state, detail: renderFault(check.fault) };
}

function rowText({ what, state, detail }: Row, colour: boolean): string {
  const paint = palette(colour);
  const mark = state === "ok" ? paint.green("ok     ") : paint.red(state.padEnd(7));
  return `${mark}  ${what.padEnd(5)}  ${detail.replaceAll("\n", "\n                ")}`;
}
