import { renderDiagnostic } from "../../base/diagnostic/render.js";
import { programsAsBuilt } from "../../base/package/build-digest.js";
import { programName } from "../../base/package/program-name.js";
import { advisoryDocuments } from "../../checkers/advisory/document.js";
import { jarSentence } from "../../checkers/advisory/jar-sentence.js";
import { askCanaries, type JarBugs } from "../../checkers/tlc/canaries/kept.js";
import { type DoctorCheck, type DoctorReport, examine } from "../../checkers/tlc/doctor.js";
import { canaryRemarks } from "../canary-remarks.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { type Output, palette } from "../output.js";

/** The options of `nmicheck doctor`. */
export interface DoctorOptions {
  readonly tlcJar?: string;
  readonly json?: boolean;
  /** Ask those canaries too that take long. */
  readonly allCanaries?: boolean;
}

/** `nmicheck doctor`: everything that checking with TLC needs, with what fixes what is missing. */
export function doctorCommand(output: Output): (options: DoctorOptions) => Promise<ExitCode> {
  return async (options) => {
    const report = await examine({ option: options.tlcJar });
    const bugs = await jarBugs(report, options.allCanaries === true, output);
    const rows = [
      ...rowsOf(report),
      programsRow(programsAsBuilt()),
      ...(bugs === null ? [] : [bugsRow(bugs)]),
    ];
    if (options.json === true) {
      const advisories = advisoryDocuments().map((advisory) =>
        bugs === null ? advisory : { ...advisory, jar: bugs[advisory.bug] },
      );
      const document = { schema: "nmicheck.doctor/1", checks: rows, advisories };
      output.answer(`${JSON.stringify(document, null, 2)}\n`);
    } else {
      output.answer(`${rows.map((row) => rowText(row, output.colour)).join("\n")}\n`);
    }
    return rows.some((row) => row.state !== "ok") ? EXIT.tool : EXIT.expected;
  };
}

/** Which known bugs the jar has; null where there is no Java or no jar to ask. */
async function jarBugs(
  { java, jar }: DoctorReport,
  slow: boolean,
  output: Output,
): Promise<JarBugs | null> {
  if (java.state !== "ok" || jar.state !== "ok") return null;
  return interruptible(output, (signal) =>
    askCanaries({ java: java.facts, jar: jar.facts, slow, signal, ...canaryRemarks(output) }),
  );
}

function bugsRow(bugs: JarBugs): Row {
  return { what: "bugs", state: "ok", detail: jarSentence(bugs) };
}

/** Whether the programs are what was built: what is kept in the cache is kept under what they were built from. */
function programsRow(asBuilt: boolean | null): Row {
  if (asBuilt === true) return { what: "build", state: "ok", detail: "as they were built" };
  const wrong = asBuilt === null ? "not built to the end" : "changed since they were built";
  const detail = `${wrong}: kept answers may be those of others; install it again, or build it with \`npm run build\``;
  return { what: "build", state: "broken", detail };
}

interface Row {
  readonly what: string;
  readonly state: "ok" | "missing" | "broken";
  /** The version and place, or what is wrong and what fixes it. */
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
  return { what, state: check.state, detail: renderDiagnostic(check.diagnostic) };
}

function rowText({ what, state, detail }: Row, colour: boolean): string {
  const paint = palette(colour);
  const mark = state === "ok" ? paint.green("ok     ") : paint.red(state.padEnd(7));
  return `${mark}  ${what.padEnd(5)}  ${detail.replaceAll("\n", "\n                ")}`;
}
