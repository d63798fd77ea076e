import { describe, expect, test } from "vitest";
import type { TlcEvent } from "../../src/checkers/tlc/events.js";
import { slice } from "../slice.js";
import { eventsOf, outcomesOf, type Transcript, transcript, transcripts } from "./transcripts.js";

type Kind = TlcEvent["kind"];

function events<K extends Kind>(name: string, kind: K): Extract<TlcEvent, { kind: K }>[] {
  const isWanted = (event: TlcEvent): event is Extract<TlcEvent, { kind: K }> =>
    event.kind === kind;
  return eventsOf(transcript(name).stdout).filter(isWanted);
}

/** The kinds in their order, without what SANY and the bookkeeping say. */
function kinds(name: string): readonly Kind[] {
  const aside: readonly Kind[] = ["output", "semantic-processing", "note"];
  return eventsOf(transcript(name).stdout)
    .map(({ kind }) => kind)
    .filter((kind) => !aside.includes(kind));
}

describe("the events", () => {
  test("of a success", () => {
    expect(kinds("success")).toEqual([
      "version",
      "mode",
      "parsing-started",
      "parsing-finished",
      "started",
      "init-computing",
      "init-computed",
      "success",
      "progress",
      "stats",
      "depth",
      "finished",
    ]);
  });

  test("of an evaluation error with its call stack", () => {
    expect(kinds("evaluation").slice(6)).toEqual([
      "init-computed",
      "error",
      "state",
      "state",
      "state",
      "state",
      "positions",
      "progress",
      "stats",
      "finished",
    ]);
    const [positions] = events("evaluation", "positions");
    expect(positions?.regions.map(({ line, column }) => [line, column])).toEqual([
      [29, 12],
      [29, 12],
      [29, 17],
      [8, 14],
    ]);
    expect(events("evaluation", "error")[0]).toMatchObject({
      code: 1000,
      name: "GENERAL",
      failure: "tlc/evaluation-error",
    });
  });

  test("of SANY: the modules, and every error with its place", () => {
    expect(events("success", "semantic-processing").map(({ module }) => module)).toEqual([
      "Naturals",
      "Integers",
      "Sequences",
      "FiniteSets",
      "TLC",
      "Counter",
    ]);
    const errors = events("parse-error-semantic", "parse-error").map(({ error }) => error);
    expect(errors.map(({ text, region }) => [text, region?.line, region?.column])).toEqual([
      ["Unknown operator: `Undefined'.", 5, 14],
      ["Unknown operator: `y'.", 5, 29],
      ["Operator Init already defined or declared.", 6, 1],
    ]);
    expect(errors[0]?.region?.module).toBe("Semantic");
  });

  test("of the mode: the fingerprint index is on record", () => {
    expect(events("success", "mode")).toEqual([
      { kind: "mode", fingerprintIndex: 0, workers: 1, heapMegabytes: expect.any(Number) },
    ]);
  });

  test("of coverage", () => {
    const actions = events("coverage", "coverage-action");
    expect(actions.map(({ action, distinct, generated }) => [action, distinct, generated])).toEqual(
      [
        ["Init", 1, 1],
        ["Loop", 3, 8],
        ["Twice", 4, 16],
      ],
    );
    const expressions = events("coverage", "coverage-expression");
    expect(expressions.map(({ region, count }) => [region.line, region.column, count])).toEqual([
      [16, 9, 1],
      [21, 9, 8],
      [21, 29, 8],
      [22, 13, 16],
    ]);
  });

  test("of progress, before there is a rate and after", () => {
    const [first] = events("killed", "progress");
    expect(first?.progress.queue).toBe(99);
    expect(first?.progress.generatedPerMinute).toBe(first?.progress.generated);
    const [early] = events("temporal-property", "progress");
    expect(early?.progress).toMatchObject({ generatedPerMinute: null, distinctPerMinute: null });
  });

  test("of a recovery: what was known before this run", () => {
    const said = [
      "@!@!@STARTMSG 2198:0 @!@!@",
      "Recovery completed. 21,487 states examined. 9,597 states on queue.",
      "@!@!@ENDMSG 2198 @!@!@",
      "",
    ].join("\n");
    expect(eventsOf(new TextEncoder().encode(said))).toContainEqual({
      kind: "recovered",
      distinct: 21_487,
      queue: 9_597,
    });
  });

  test.each(["german", "french", "hindi", "arabic"])("of progress in %s", (language) => {
    expect(events(`success-${language}`, "progress").at(-1)?.progress).toMatchObject({
      depth: 2,
      generated: 2_253_002,
      distinct: 1_501,
      queue: 0,
    });
  });
});

/** TLC starts every run with the same words: a cut in them is tried once. */
function ownBytes(run: Transcript): number {
  const all = [...transcripts.values()];
  const before = all.slice(0, all.indexOf(run)).map(({ stdout }) => shared(stdout, run.stdout));
  return Math.max(1, ...before);
}

function shared(one: Uint8Array, other: Uint8Array): number {
  const end = one.findIndex((byte, index) => byte !== other[index]);
  return end === -1 ? one.length : end;
}

test.each(slice([...transcripts.values()], 4))("$name, cut into two chunks anywhere", (run) => {
  const { stdout } = run;
  const whole = JSON.stringify(eventsOf(stdout));
  for (let at = ownBytes(run); at < stdout.length; at++) {
    const split = JSON.stringify(eventsOf(stdout.subarray(0, at), stdout.subarray(at)));
    if (split !== whole) throw new Error(`cut at byte ${at} it reads otherwise`);
  }
});

test("byte by byte", () => {
  const { stdout } = transcript("success-arabic");
  const bytes = [...stdout].map((byte) => Uint8Array.of(byte));
  expect(eventsOf(...bytes)).toEqual(eventsOf(stdout));
});

test.each(slice([...transcripts.values()], 3))(
  "$name, truncated at any byte, is never an answer",
  (run) => {
    const exits = [run.exit, { kind: "code", code: 0 }] as const;
    for (let length = ownBytes(run) - 1; length < run.stdout.length; length++) {
      const outcomes = outcomesOf(run.stderr, exits, run.stdout.subarray(0, length));
      const answer = outcomes.find(({ kind }) => kind !== "failed");
      if (answer !== undefined) throw new Error(`${answer.kind} after ${length} bytes`);
    }
  },
);
