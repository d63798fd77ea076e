import { getBorderCharacters, table } from "table";
import { type ExplainDocument, explainSubject } from "../../analyses/check/explanation.js";
import { namedPolicy } from "../../analyses/learn/named-policy.js";
import { machineName } from "../../machine/configuration/axes-text.js";
import {
  DEFAULT_CHAIN,
  DEFAULT_RIPS,
  namedPlatform,
} from "../../machine/configuration/platform.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import { readChain, readPlatformName, readRips } from "../../machine/configuration/read.js";
import { grouped } from "../../machine/trace/words.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { learnedRemarks } from "../learned-remark.js";
import { type Output, palette } from "../output.js";
import { type MachineOptions, readMachine } from "../question.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck explain` as the command line gives them. */
export interface ExplainOptions extends MachineOptions {
  readonly packing?: boolean;
  readonly reductions?: boolean;
  readonly policy?: string;
  readonly platform?: string;
  readonly chain?: string;
  readonly ips?: string;
  readonly json?: boolean;
}

/** `nmicheck explain`: how states are packed and what is left out; without either, both. */
export function explainCommand(output: Output): (options: ExplainOptions) => Promise<ExitCode> {
  return async (options) => {
    const chain = options.chain === undefined ? DEFAULT_CHAIN : readChain(options.chain);
    const rips = options.ips === undefined ? DEFAULT_RIPS : readRips(options.ips);
    const platform = namedPlatform(readPlatformName(options.platform ?? "ideal"), chain, rips);
    const loaded = await namedPolicy(options.policy ?? "mainline", "any", {
      ...learnedRemarks(output),
      size: { chain, rips },
    });
    if (loaded.kind === "refused") return reportDiagnostics(loaded.diagnostics, output);
    const isBoth = options.packing !== true && options.reductions !== true;
    const document = await explainSubject(
      { policy: loaded.policy, platform, axes: readMachine(options) },
      {
        packing: isBoth || options.packing === true,
        reductions: isBoth || options.reductions === true,
      },
      nmicheckVersion(),
    );
    output.answer(
      options.json === true
        ? `${JSON.stringify(document, null, 2)}\n`
        : explanationText(document, output.colour),
    );
    return EXIT.expected;
  };
}

function explanationText(document: ExplainDocument, colour: boolean): string {
  const { policy, platform, packing, reductions } = document;
  const paint = palette(colour);
  const lines = [
    `${paint.bold(policy)} on ${machineName(document)}, ${sizeText(platform)}`,
    ...(packing === undefined ? [] : ["", ...packingLines(packing)]),
    ...(reductions ?? []).flatMap(({ name, applies, what, details, why, tlc }) => [
      "",
      `${paint.bold(name)}: ${applies ? what : `does not apply: ${what}`}`,
      ...details.map((detail) => `  ${detail}`),
      ...(applies ? [`  Why it is sound: ${why}`] : []),
      ...tlc.map((line, index) => (index === 0 ? `  What TLC is told: ${line}` : `  ${line}`)),
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function packingLines({
  bits,
  words,
  rows,
}: NonNullable<ExplainDocument["packing"]>): readonly string[] {
  const wordText = words === 1 ? "1 word" : `${words} words`;
  const head = ["part of the state", "values", "bits", "where"];
  const body = rows.map((row) => {
    const to = row.shift + row.bits - 1;
    const place = row.bits === 1 ? `bit ${row.shift}` : `bits ${row.shift} to ${to}`;
    const where = words === 1 ? place : `word ${row.word}, ${place}`;
    return [row.part, grouped(row.values), String(row.bits), where];
  });
  const text = table([head, ...body], {
    border: getBorderCharacters("void"),
    columnDefault: { paddingLeft: 0, paddingRight: 2 },
    columns: { 1: { alignment: "right" }, 2: { alignment: "right" } },
    drawHorizontalLine: () => false,
  });
  return [
    `A state takes ${bits} bits, in ${wordText} of 32 bits.`,
    "",
    ...text.trimEnd().replace(/[ ]+$/gm, "").split("\n"),
    "",
    "All of it counts, and nothing is left out.",
  ];
}
