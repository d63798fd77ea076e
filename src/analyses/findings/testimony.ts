import { enumerated } from "../../machine/trace/words.js";
import { type Evidence, type EvidenceRecord, recordsOf } from "./evidence.js";
import { markdownTable, number, type Section, type Statement } from "./statement.js";
import { askedIn, type ChangesTopic, type CompositionTopic, type PlayedTopic } from "./topics.js";

function agrees({ answers }: EvidenceRecord): boolean {
  return answers.every(({ verdict }) => verdict === "agrees");
}

/** Kernels to stand after "on": those that are compiled, then those that are booted. */
function kernelsText(records: readonly EvidenceRecord[]): string {
  const versions = (kind: string): readonly string[] =>
    records.filter(({ engine }) => engine.startsWith(kind)).map(({ version }) => version);
  const [compiled, booted] = [versions("linux:"), versions("qemu:")];
  return [
    ...(compiled.length === 0 ? [] : [`the compiled \`nmi.c\` of Linux ${enumerated(compiled)}`]),
    ...(booted.length === 0 ? [] : [`Linux ${enumerated(booted)}, booted`]),
  ].join(" and on ");
}

/** What did not go as the model has it, each with the reason. */
function otherwise({ answers }: EvidenceRecord): string {
  const parts = answers.flatMap(({ what, verdict, detail = "no reason is known" }) => {
    if (verdict === "agrees") return [];
    return [
      `${what} ${verdict === "diverges" ? "went another way" : "was not played"} (${detail})`,
    ];
  });
  return enumerated(parts);
}

/**
 * What kernels say of a topic, by the evidence: one sentence for all that agree, and one for each
 * that does not. Nothing where none was asked.
 *
 * @param sentence to be said of those that agree, which it gets to stand after "on"
 */
export function testimony(
  evidence: Evidence,
  topic: PlayedTopic | ChangesTopic,
  sentence: (kernels: string) => string,
): readonly Statement[] {
  const records = recordsOf(evidence, topic.question, askedIn(topic));
  const agreeing = records.filter(agrees);
  const isPerEngine = "isPerEngine" in topic && topic.isPerEngine === true;
  const engines = isPerEngine
    ? ["--engine ENGINE"]
    : agreeing.map(({ engine }) => `--engine ${engine}`);
  return [
    ...(agreeing.length === 0
      ? []
      : [
          {
            text: sentence(kernelsText(agreeing)),
            command: [topic.command, ...engines].join(" "),
          },
        ]),
    ...records
      .filter((record) => !agrees(record))
      .map((record) => ({
        text: `Not so on ${kernelsText([record])}: ${otherwise(record)}.`,
        command: record.command,
      })),
  ];
}

/** What TLC says of one observer, by the evidence. */
export interface Confirmation {
  readonly isConfirmed: boolean;
  /** To stand in a table. */
  readonly text: string;
}

/** What TLC says of the observers of a topic. */
export interface Confirmations {
  /** TLC's name for itself. */
  readonly version: string;
  /** By what each observer sees, in words. */
  readonly of: ReadonlyMap<string, Confirmation>;
}

/** What TLC says of each observer, by the evidence; null where it was not asked. */
export function confirmations(evidence: Evidence, topic: CompositionTopic): Confirmations | null {
  const [record] = recordsOf(evidence, topic.question, askedIn(topic));
  if (record === undefined) return null;
  const all = record.answers.map(({ what, verdict, states, detail = "no reason is known" }) => {
    const isConfirmed = verdict === "agrees";
    const text = isConfirmed ? `confirmed: ${number(states ?? 0)} states` : `not so: ${detail}`;
    return [what, { isConfirmed, text }] as const;
  });
  return { version: record.version, of: new Map(all) };
}

const asked: Readonly<Record<EvidenceRecord["question"], string>> = {
  falseSwallows: "the shortest run of each cause",
  pair: "both runs of the pair",
  changes: "the changes of `nmi.c`",
  composition: "pairs and the perfect policy",
  kvmHost: "the button on a KVM host",
  delivery: "NMIs of a hypervisor",
  pmuVanishing: "status bits that vanish",
  pmuStopped: "what a stopped IBS hides",
  rendezvous: "a microcode update of two CPUs",
};

/** Who has said what of this page, and which program it was. */
export function witnessSection(evidence: Evidence): Section {
  const rows = evidence.map(({ question, engine, version, source, command, answers }) => [
    `\`${engine}\``,
    version,
    `${source.file} ${source.sha256.slice(0, 12)}`,
    asked[question],
    answers.every(({ verdict }) => verdict === "agrees") ? "agrees" : "does not agree",
    `\`nmicheck ${command}\``,
  ]);
  const head = ["asked", "version", "made of (SHA-256)", "about", "answer", "by"];
  return {
    title: "Who was asked",
    statements: [
      {
        text: `Everything above is what nmicheck computes, but for what kernels and TLC have said. That is kept in [findings.evidence.json](../data/findings.evidence.json), each answer with the digest of what was asked: a sentence that rests on it is not written where nobody was asked, or where something else would be asked today. \`npm run findings -- --ask=linux:6.1,linux:6.12,qemu:6.1,qemu:6.12,tlc\` asks again.\n\n${rows.length === 0 ? "Nobody was asked." : markdownTable([head, ...rows])}`,
        command: null,
      },
    ],
  };
}
