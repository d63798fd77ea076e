import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import type { Place } from "../../src/base/diagnostic/diagnostic.js";
import { conclude, type RunEnd } from "../../src/checkers/tlc/conclude.js";
import { TlcEventReader } from "../../src/checkers/tlc/event-stream.js";
import type { TlcEvent } from "../../src/checkers/tlc/events.js";
import type { Exit, TlcOutcome } from "../../src/checkers/tlc/outcome.js";
import { RunRecord } from "../../src/checkers/tlc/record.js";
import { locateWith } from "../../src/checkers/tlc/tla-place.js";

/** What TLC printed in a run, captured by `scripts/capture-tlc-transcripts.js`. */
export interface Transcript {
  readonly name: string;
  readonly stdout: Uint8Array;
  readonly stderr: string;
  readonly exit: Exit;
}

const fixtures = join(import.meta.dirname, "fixtures");

const index = z.record(
  z.string(),
  z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("code"), code: z.int() }),
    z.strictObject({ kind: z.literal("signal"), signal: z.string() }),
  ]),
);

function read(name: string): string {
  return readFileSync(join(fixtures, name), "utf8");
}

export const transcripts: ReadonlyMap<string, Transcript> = new Map(
  Object.entries(index.parse(JSON.parse(read("transcripts.json")))).map(([name, exit]) => {
    const stderr = name === "parse-error-no-module" ? read(`${name}.err`) : "";
    return [name, { name, stdout: readFileSync(join(fixtures, `${name}.out`)), stderr, exit }];
  }),
);

export function transcript(name: string): Transcript {
  const found = transcripts.get(name);
  if (found === undefined) throw new Error(`no transcript ${name}`);
  return found;
}

/** The events of a stream that arrives in these chunks. */
export function eventsOf(...chunks: readonly Uint8Array[]): readonly TlcEvent[] {
  const reader = new TlcEventReader();
  return [...chunks.flatMap((chunk) => [...reader.push(chunk)]), ...reader.end()];
}

/** The outcome of a run that printed this and ended like the transcript. */
export function outcomeOf(
  { stderr, exit }: Pick<Transcript, "stderr" | "exit">,
  stdout: Uint8Array,
  how: Pick<RunEnd, "goesOn"> = {},
): TlcOutcome {
  const record = recordOf(stdout);
  return conclude(record, { exit, stderr, ...NOTHING_SPECIAL, ...how });
}

/** The outcomes of a run that printed this, for each way to end. */
export function outcomesOf(
  stderr: string,
  exits: readonly Exit[],
  stdout: Uint8Array,
): readonly TlcOutcome[] {
  const record = recordOf(stdout);
  return exits.map((exit) => conclude(record, { exit, stderr, ...NOTHING_SPECIAL }));
}

const NOTHING_SPECIAL = {
  launch: { jar: "tla2tools.jar", heap: "32m" },
  locate: locateWith("specs", undefined),
};

function recordOf(stdout: Uint8Array): RunRecord {
  const record = new RunRecord();
  for (const event of eventsOf(stdout)) record.take(event);
  return record;
}

/** The outcome in short: its kind, and for a failure the text that a person sees. */
export function told(outcome: TlcOutcome): string {
  if (outcome.kind !== "failed") return outcome.kind;
  const { code, message, place } = outcome.diagnostic;
  return `${code}: ${message}${place === undefined ? "" : ` @ ${placeText(place)}`}`;
}

function placeText({ file, line, column }: Place): string {
  return `${file}:${line}:${column}`;
}
