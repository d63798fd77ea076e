import { z } from "zod";
import type { DocumentKind } from "../../base/document/diagnostics.js";
import { parseDocument, readDocumentText } from "../../base/document/read.js";
import { sealedText } from "../../base/document/sealed.js";

/** The name and version of the file of what engines and TLC have said of the findings. */
export const EVIDENCE_SCHEMA = "nmicheck.evidence/1";

const kind: DocumentKind = {
  noun: "evidence",
  schema: EVIDENCE_SCHEMA,
  remedy:
    "`npm run findings -- --ask=linux:6.1,linux:6.12,qemu:6.1,qemu:6.12,tlc` gathers it anew.",
};

/** What is asked of engines, and of TLC. */
export const questions = [
  "falseSwallows",
  "pair",
  "changes",
  "composition",
  "kvmHost",
  "delivery",
  "pmuVanishing",
  "pmuStopped",
  "rendezvous",
] as const;

export type Question = (typeof questions)[number];

const digest = z.string().regex(/^[0-9a-f]{64}$/, "must be a SHA-256 in 64 hexadecimal digits");
const count = z.int().min(0);
/** It is put into a page: nothing in it may end a line. */
const line = z
  .string()
  .regex(/^[^\p{C}]*$/u, "must be a text without control characters")
  .max(4000);

/** What came of one thing that was asked. */
const answer = z.strictObject({
  what: line.describe("what was asked, in words"),
  asked: digest.describe("of what was asked: what has changed since was not asked"),
  verdict: z.enum(["agrees", "diverges", "unsupported"]),
  detail: line.optional().describe("where it does not agree: why"),
  nmis: count.optional().describe("NMIs of a trace that were compared"),
  edges: count.optional().describe("edges of the state graphs on which a kernel was compared"),
  states: count.optional().describe("states that TLC has seen"),
});

export type EvidenceAnswer = z.infer<typeof answer>;

const record = z.strictObject({
  question: z.enum(questions),
  engine: line.describe("as `--ask` names it"),
  version: line.describe("of the kernel, or of TLC"),
  source: z.strictObject({
    file: line.describe("what was compiled, booted or run"),
    sha256: digest,
  }),
  command: line.describe("the arguments of nmicheck that ask the same"),
  answers: z.array(answer).readonly(),
});

export type EvidenceRecord = z.infer<typeof record>;

const evidenceSchema = z.strictObject({
  schema: z.literal(EVIDENCE_SCHEMA),
  records: z.array(record).readonly(),
  sha256: digest,
});

/** What engines and TLC have said, one record for each of them and each question. */
export type Evidence = readonly EvidenceRecord[];

/**
 * The evidence in a file.
 *
 * @throws Diagnostic `document/…`: it is not there, is malformed, or was changed by hand
 */
export async function readEvidence(file: string): Promise<Evidence> {
  const text = await readDocumentText(file, kind);
  return parseDocument(text, file, kind, evidenceSchema).records;
}

/** The evidence as the text of its file. */
export function evidenceText(evidence: Evidence): string {
  return sealedText({ schema: EVIDENCE_SCHEMA, records: evidence });
}

function placeOf({ question, engine }: EvidenceRecord): string {
  return `${questions.indexOf(question)} ${engine}`;
}

/** The evidence with a record in place of an older one of the same engine to the same question. */
export function withRecord(evidence: Evidence, record: EvidenceRecord): Evidence {
  const others = evidence.filter((one) => placeOf(one) !== placeOf(record));
  return [...others, record].sort((left, right) => (placeOf(left) < placeOf(right) ? -1 : 1));
}

/**
 * The records of a question that were asked exactly this, in this order: where a result has changed
 * since, what was said of the old one says nothing.
 *
 * @param asked digests of what is asked
 */
export function recordsOf(
  evidence: Evidence,
  question: Question,
  asked: readonly string[],
): readonly EvidenceRecord[] {
  return evidence.filter(
    (one) =>
      one.question === question &&
      one.answers.length === asked.length &&
      one.answers.every((given, index) => given.asked === asked[index]),
  );
}
