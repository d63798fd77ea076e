import type { Place } from "../../base/diagnostic/diagnostic.js";
import type { TlcDiagnostic } from "./diagnostics.js";
import type { RunRecord } from "./record.js";
import { regionsIn, type TlaRegion } from "./region.js";
import { type ToldDiagnosticCode, toldByTlc } from "./run-diagnostics.js";

/** The place that the user should look at, of regions of which the outermost comes first. */
export type Locate = (regions: readonly TlaRegion[]) => Place | undefined;

/**
 * Causes that come under any message code: TLC passes on what Java threw, and the operating system
 * said, mostly as GENERAL (1000).
 */
const CAUSES: readonly (readonly [ToldDiagnosticCode, RegExp])[] = [
  ["tlc/out-of-memory", /OutOfMemoryError|Java heap space|GC overhead limit exceeded/],
  [
    "tlc/disk-full",
    /No space left on device|Disk quota exceeded|File too large|not enough space on the disk/,
  ],
  ["tlc/stack-overflow", /StackOverflowError/],
  // `tlc2.util.BufferedRandomAccessFile`, which holds the graph that liveness is looked for in.
  ["tlc/disk-error", /Read past end of file \(increase with setLength\)/],
];

/** A jar that is damaged: Java cannot load a class of it, and nothing is wrong with the specification. */
const DAMAGED =
  /\bin class file\b|\b(?:ClassFormat|Verify|NoClassDefFound|NoSuchMethod|NoSuchField|IncompatibleClassChange)Error\b/;

/** Why TLC has not come to an answer by its own words, or null if it does not complain. */
export function diagnose(record: RunRecord, stderr: string, locate: Locate): TlcDiagnostic | null {
  const first = record.errors[0];
  const texts = [...record.errors.map(({ text }) => text), ...record.output, stderr];
  const complains = first !== undefined || record.parseErrors.length > 0;
  for (const [code, cause] of CAUSES) {
    const told = texts.find((text) => cause.test(text));
    if (told === undefined || !(complains || told === stderr)) continue;
    const line = told.split("\n").find((text) => cause.test(text)) ?? "";
    return toldByTlc(code, words(line));
  }
  const parseError = record.parseErrors[0];
  if (parseError !== undefined) {
    const more = record.parseErrors.length - 1;
    const others = more === 0 ? "" : ` (and ${more} more)`;
    const regions = parseError.region === null ? [] : [parseError.region];
    return toldByTlc("tlc/parse-error", words(parseError.text) + others, locate(regions));
  }
  if (first === undefined) return null;
  if (DAMAGED.test(first.text)) return toldByTlc("tlc/internal-error", words(first.text));
  const positions =
    record.positions.length > 0
      ? record.positions
      : record.errors.flatMap(({ text }) => regionsIn(text));
  return toldByTlc(first.failure, words(first.text), locate(positions));
}

/** `tlc2.output.EC.GENERAL` says this before every exception. */
const PREAMBLE =
  /TLC threw an unexpected exception\.|This was probably caused by an error in the spec or model\.|See the User Output or TLC Console for clues to what happened\.|The exception was an? \S+/g;
const LONGEST = 600;

/** The words of an error on one line, without Java's stack and TLC's preamble. */
export function words(text: string): string {
  const lines = text.split("\n").filter((line) => !line.startsWith("\tat "));
  const plain = lines.join(" ").replace(PREAMBLE, "").replace(/\s+/g, " ").trim();
  const said = plain.replace(/^: /, "").replace(/^util\.Assert\$TLCRuntimeException: /, "");
  return said.length > LONGEST ? `${said.slice(0, LONGEST)}…` : said;
}
