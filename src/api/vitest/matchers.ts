/**
 * Matchers for vitest: `import "nmicheck/vitest"` in a test or in a setup file adds them.
 *
 * @module nmicheck/vitest
 */

import { expect } from "vitest";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import { divergedText } from "../../engines/replay/divergence.js";
import type { ReplayResult } from "../../engines/replay/judge.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";
import { readTraceText } from "../../machine/trace/file.js";
import { parseTrace } from "../../machine/trace/parse.js";
import type { Trace } from "../../machine/trace/schema.js";
import { renderTrace } from "../../machine/trace/table/render.js";
import { counted } from "../../machine/trace/words.js";
import type { PolicySource } from "../policy.js";
import { type ReplayOptions, replay, type TraceSource } from "../replay.js";
import type { Violated } from "../report.js";
import { answerOf, type MatcherOptions, subjectText, told } from "./question.js";

export type { MatcherOptions } from "./question.js";

/** What `toViolate` may pin of the counterexample. */
export interface ViolationOptions extends MatcherOptions {
  /** States of the shortest counterexample, the initial one included. */
  readonly length?: number;
  /** Its events as nmicheck writes them: `raise(0, 1)`, `external`, `deliver` … */
  readonly events?: readonly string[];
}

/**
 * An engine of nmicheck's by its name (`reference`, `model`, `linux:6.12` …), or the command of any
 * program that speaks `nmicheck.engine/1`.
 */
export type EngineSource = string | { readonly command: string };

/** What vitest wants to know of a match. */
interface Match {
  readonly pass: boolean;
  readonly message: () => string;
}

/** What vitest's own `toSatisfy` takes. */
type Predicate = (value: unknown) => boolean;

declare module "vitest" {
  interface Assertion<T> {
    /**
     * The policy (a name, a file or the policy itself) has the property in every reachable state,
     * or, for one of the end, in every fair behaviour. To be awaited.
     */
    toSatisfy(property: NmiAnyProperty, options?: MatcherOptions): Promise<void>;
    /** vitest's own: the value satisfies the predicate. */
    toSatisfy<E>(matcher: (value: E) => boolean, message?: string): void;
    /** Some behaviour of the policy violates the property. To be awaited. */
    toViolate(property: NmiAnyProperty, options?: ViolationOptions): Promise<void>;
    /** The engine shows what the trace says, NMI by NMI. To be awaited. */
    toReplayOn(engine: EngineSource, options?: Pick<ReplayOptions, "policy">): Promise<void>;
  }
}

/** vitest's own matcher of that name goes on to work where it is given a predicate. */
function toSatisfy(
  received: PolicySource,
  expected: NmiAnyProperty | Predicate,
  options: MatcherOptions | string = {},
): Match | Promise<Match> {
  if (typeof expected === "function") {
    const words = typeof options === "string" ? `${options}: ` : "";
    return {
      pass: expected(received),
      message: () => `${words}the value does not satisfy the predicate, or should not`,
    };
  }
  return satisfies(received, expected, typeof options === "string" ? {} : options);
}

async function satisfies(
  policy: PolicySource,
  property: NmiAnyProperty,
  options: MatcherOptions,
): Promise<Match> {
  const answer = await answerOf(policy, property, options);
  return {
    pass: answer.verdict === "holds",
    message: () =>
      answer.verdict === "holds"
        ? `${subjectText(answer)} holds in all ${counted(answer.measured.states.distinct, "state")}, and was to be violated.`
        : `${subjectText(answer)} was to hold, and is violated in ${answer.length}:\n\n${table(answer.trace)}`,
  };
}

async function toViolate(
  received: PolicySource,
  property: NmiAnyProperty,
  { length, events, ...options }: ViolationOptions = {},
): Promise<Match> {
  const answer = await answerOf(received, property, options);
  if (answer.verdict === "holds") {
    const states = counted(answer.measured.states.distinct, "state");
    return {
      pass: false,
      message: () => `${subjectText(answer)} was to be violated, and holds in all ${states}.`,
    };
  }
  const difference = differenceFrom(answer, length, events);
  const found = `${subjectText(answer)} is violated in ${answer.length}`;
  return {
    pass: difference === null,
    message: () =>
      `${found}, ${difference === null ? "and was not to be" : `but ${difference}`}:\n\n${table(answer.trace)}`,
  };
}

/** How the counterexample differs from what is pinned of it; null if it does not. */
function differenceFrom(
  answer: Violated,
  length: number | undefined,
  events: readonly string[] | undefined,
): string | null {
  if (events !== undefined) {
    const place = Array.from(
      { length: Math.max(events.length, answer.events.length) },
      (_, index) => index,
    ).find((index) => events[index] !== answer.events[index]);
    if (place !== undefined) {
      const pinned = events[place] ?? "nothing more";
      const found = answer.events[place] ?? "nothing more";
      return `event ${place + 1} was to be ${pinned}, and is ${found}`;
    }
  }
  return length === undefined || length === answer.length
    ? null
    : `the counterexample was to have ${length} states`;
}

async function toReplayOn(
  received: TraceSource | Violated,
  engine: EngineSource,
  options: Pick<ReplayOptions, "policy"> = {},
): Promise<Match> {
  const source = typeof received === "object" && "verdict" in received ? received.trace : received;
  const on = typeof engine === "string" ? { engine } : { engineCommand: engine.command };
  const [result] = await told(replay([source], { ...options, ...on }));
  if (result === undefined) throw new Error("the replay gave no result");
  if (result.verdict === "failed") throw new Error(renderDiagnostic(result.diagnostic));
  if (result.verdict === "unsupported") {
    throw new Error(`${result.engine.title} cannot play the trace: ${result.reason}.`);
  }
  const trace =
    typeof source === "string" ? parseTrace(await readTraceText(source), source).trace : source;
  return {
    pass: result.verdict === "agrees",
    message: () => `${replayText(result)}\n\n${table(trace)}`,
  };
}

function replayText(result: ReplayResult): string {
  const { title } = result.engine;
  return result.verdict === "diverges"
    ? `the trace does not happen on ${title}: ${divergedText(result)}`
    : `the trace happens on ${title}, and was not to.`;
}

function table(trace: Trace): string {
  return renderTrace(trace, { colour: false });
}

expect.extend({
  toSatisfy: (received, expected, options) => toSatisfy(received, expected, options),
  toViolate: (received, property, options) => toViolate(received, property, options),
  toReplayOn: (received, engine, options) => toReplayOn(received, engine, options),
});
