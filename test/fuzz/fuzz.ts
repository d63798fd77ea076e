import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { canonicalJson, sealedText } from "../../src/base/document/sealed.js";
import { conclude } from "../../src/checkers/tlc/conclude.js";
import { TlcEventReader } from "../../src/checkers/tlc/event-stream.js";
import { RunRecord } from "../../src/checkers/tlc/record.js";
import { readObject, readReply } from "../../src/engines/adapter/read-reply.js";
import { parseCertificate } from "../../src/gates/certificate/store.js";
import { parsePins, pinsText } from "../../src/gates/gate/pin-file.js";
import { parseTrace } from "../../src/machine/trace/parse.js";
import { transcripts } from "../tlc/transcripts.js";
import { damaged, random } from "./damage.js";

/** What became of the inputs of one kind. */
export interface FuzzCount {
  inputs: number;
  accepted: number;
  refused: number;
}

interface Target {
  readonly name: string;
  readonly texts: readonly string[];
  /** Reads a text; gives what was accepted as text, or null where it was refused in words. */
  readonly read: (text: string) => string | null;
  /** Whether only what means the same may be accepted: the text is sealed. */
  readonly isSealed: boolean;
}

/** A reader that throws located diagnostics and nothing else. */
function refusing(read: (text: string) => unknown): Target["read"] {
  return (text) => {
    try {
      return canonicalJson(read(text));
    } catch (error) {
      if (!(error instanceof Diagnostic)) throw error;
      const isLocated = error.place !== undefined || error.code.endsWith("/too-deep");
      if (!isLocated) throw new Error(`${error.code} has no place`);
      renderDiagnostic(error);
      return null;
    }
  };
}

const digest = "0".repeat(64);
const certificate = sealedText({
  schema: "nmicheck.certificate/1",
  key: digest,
  policy: { name: "none", builtIn: true },
  chain: [2, 1],
  rips: 2,
  depends: {
    nmicheck: "0.1.0",
    build: digest,
    checker: "tlc",
    jar: digest,
    java: 17,
    ir: digest,
    tla: digest,
    configurations: { ideal: digest },
    engines: { reference: digest },
  },
  platforms: [
    {
      name: "ideal",
      states: { distinct: 2874, generated: 9000 },
      diameter: 20,
      collisionProbability: 1e-12,
      coverage: {
        actions: { raise: 10 },
        preconditions: { NoMasked: 3 },
        policyCalls: 4,
        unreached: ["Finish: TRUE"],
      },
      agreed: ["TLC"],
      verdicts: [
        { property: "NoFalseSwallow", verdict: "holds" },
        {
          property: "NoMasked",
          verdict: "violated",
          because: "it was",
          events: ["external", "deliver"],
          replayedOn: ["reference"],
        },
      ],
    },
  ],
});

const pins = pinsText({
  gate: "mine",
  chain: [2, 1],
  rips: 2,
  verdicts: {
    ideal: {
      NoSpurious: { verdict: "holds" },
      NoMasked: { verdict: "violated", because: "it was", events: ["external", "deliver"] },
      EveryEventHandled: {
        verdict: "violated",
        because: "it is",
        events: ["execute(1)", "for ever:"],
      },
    },
  },
});

const LINES = [
  '{"id":7,"ok":true,"claimed":[1,0],"outcome":"handled","state":{"lastNmiRip":1,"swallowNmi":false,"latched":false,"active":[[false,false],[false]]}}',
  '{"id":7,"ok":false,"error":{"code":"range","message":"there is no slot 9"}}',
];

function targets(trace: string): readonly Target[] {
  return [
    {
      name: "certificate",
      texts: [certificate],
      read: refusing((text) => parseCertificate(text, "c.json")),
      isSealed: true,
    },
    {
      name: "pins",
      texts: [pins],
      read: refusing((text) => parsePins(text, "p.json")),
      isSealed: true,
    },
    {
      name: "trace",
      texts: [trace],
      read: refusing((text) => parseTrace(text, "t.json").trace),
      isSealed: false,
    },
    {
      name: "protocol line",
      texts: LINES,
      read: (text) => {
        const wire = readObject(text);
        if (wire === undefined) return null;
        const reply = readReply("nmi", wire);
        return reply.ok ? JSON.stringify(reply.said) : null;
      },
      isSealed: false,
    },
    {
      name: "TLC output",
      texts: [...transcripts.values()]
        .map(({ stdout }) => new TextDecoder().decode(stdout))
        .filter((text) => text.length < 20_000),
      read: (text) => {
        const reader = new TlcEventReader();
        const record = new RunRecord();
        for (const event of reader.push(Buffer.from(text))) record.take(event);
        for (const event of reader.end()) record.take(event);
        const outcome = conclude(record, {
          exit: { kind: "code", code: 0 },
          stderr: "",
          launch: { jar: "tlc.jar", heap: null },
          locate: () => undefined,
        });
        if (outcome.kind === "failed") renderDiagnostic(outcome.diagnostic);
        return outcome.kind === "success" ? "success" : null;
      },
      isSealed: false,
    },
  ];
}

/**
 * Damages `inputs` texts of all kinds in turn, the same for the same seed, and reads each. Whatever
 * is no refusal in words, with its place, is thrown with the text that led to it.
 */
export function fuzz(
  inputs: number,
  seed: number,
  trace: string,
): Readonly<Record<string, FuzzCount>> {
  const below = random(seed);
  const all = targets(trace);
  const counts: Record<string, FuzzCount> = {};
  for (let number = 0; number < inputs; number++) {
    const target = all[number % all.length];
    const original = target?.texts[below(target.texts.length)];
    if (target === undefined || original === undefined) continue;
    const text = damaged(original, below);
    const count = counts[target.name] ?? { inputs: 0, accepted: 0, refused: 0 };
    counts[target.name] = count;
    count.inputs++;
    const told = (why: string, cause?: unknown): Error =>
      new Error(
        `${target.name}, input ${number} of seed ${seed}: ${why}:\n${text.slice(0, 2000)}`,
        { cause },
      );
    let accepted: string | null;
    try {
      accepted = target.read(text);
    } catch (error) {
      throw told(String(error), error);
    }
    if (accepted === null) count.refused++;
    else count.accepted++;
    if (accepted !== null && target.isSealed && accepted !== target.read(original)) {
      throw told("a sealed text was accepted with another meaning");
    }
    if (Reflect.has({}, "polluted")) throw told("the prototype of objects was changed");
  }
  return counts;
}
