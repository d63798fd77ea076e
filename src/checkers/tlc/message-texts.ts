import { readAssignments } from "./assignments.js";
import type { TlcCounts, TlcEvent } from "./events.js";
import { probability, WHOLE, wholeNumber } from "./numbers.js";
import { regionIn } from "./region.js";

/*
 * The texts of TLC's messages, as `tlc2.output.messages.properties` and `tlc2.output.MP` of TLC 2.18
 * word them. Each function returns null for a text of another form.
 */

const COUNTS = `(${WHOLE}) states generated(?: \\((${WHOLE}) s/min\\))?, (${WHOLE}) distinct states found(?: \\((${WHOLE}) ds/min\\))?, (${WHOLE}) states left on queue\\.`;
const PROGRESS = new RegExp(`^Progress\\((${WHOLE})\\) at .*?: ${COUNTS}$`, "u");
const STATS = new RegExp(`^${COUNTS}$`, "u");
const DEPTH = new RegExp(`^The depth of the complete state graph search is (${WHOLE})\\.$`, "u");
const RECOVERED = new RegExp(
  `^Recovery completed\\. (${WHOLE}) states examined\\. (${WHOLE}) states on queue\\.$`,
  "u",
);
const MODE = new RegExp(
  `with fp (${WHOLE}) and seed \\S+ with (${WHOLE}) workers? on ${WHOLE} cores? with (${WHOLE})MB heap`,
  "u",
);

function counts(
  generated: string | undefined,
  distinct: string | undefined,
  queue: string | undefined,
): TlcCounts | null {
  if (generated === undefined || distinct === undefined || queue === undefined) return null;
  return {
    generated: wholeNumber(generated),
    distinct: wholeNumber(distinct),
    queue: wholeNumber(queue),
  };
}

function rate(text: string | undefined): number | null {
  return text === undefined ? null : wholeNumber(text);
}

/** `Progress(21) at TIME: 15,579 states generated (1,253,002 s/min), …`; the first has no rates. */
export function progress(text: string): TlcEvent | null {
  const [, level, generated, generatedRate, distinct, distinctRate, queue] =
    PROGRESS.exec(text) ?? [];
  const counted = counts(generated, distinct, queue);
  if (level === undefined || counted === null) return null;
  return {
    kind: "progress",
    progress: {
      ...counted,
      depth: wholeNumber(level),
      generatedPerMinute: rate(generatedRate),
      distinctPerMinute: rate(distinctRate),
    },
  };
}

/** `Recovery completed. 102,345 states examined. 20,331 states on queue.` */
export function recovered(text: string): TlcEvent | null {
  const [, distinct, queue] = RECOVERED.exec(text) ?? [];
  if (distinct === undefined || queue === undefined) return null;
  return { kind: "recovered", distinct: wholeNumber(distinct), queue: wholeNumber(queue) };
}

/** `15579 states generated, 4408 distinct states found, 0 states left on queue.` */
export function stats(text: string): TlcEvent | null {
  const [, generated, , distinct, , queue] = STATS.exec(text) ?? [];
  const counted = counts(generated, distinct, queue);
  return counted === null ? null : { kind: "stats", counts: counted };
}

/** `The depth of the complete state graph search is 21.` */
export function depth(text: string): TlcEvent | null {
  const [, level] = DEPTH.exec(text) ?? [];
  return level === undefined ? null : { kind: "depth", depth: wholeNumber(level) };
}

/** `Running breadth-first search Model-Checking with fp 0 and seed … with 1 worker on 2 cores …` */
export function mode(text: string): TlcEvent | null {
  const [, index, workers, heap] = MODE.exec(text) ?? [];
  if (index === undefined || workers === undefined || heap === undefined) return null;
  return {
    kind: "mode",
    fingerprintIndex: wholeNumber(index),
    workers: wholeNumber(workers),
    heapMegabytes: wholeNumber(heap),
  };
}

/** `Model checking completed. No error has been found.`, with the collision probabilities. */
export function success(text: string): TlcEvent | null {
  if (!text.startsWith("Model checking completed. No error has been found.")) return null;
  const [, calculated] = /calculated \(optimistic\): +val = (\S+)/.exec(text) ?? [];
  const [, observed] = /based on the actual fingerprints: +val = (\S+)/.exec(text) ?? [];
  if (calculated === undefined) return null;
  const collision = {
    calculated: probability(calculated),
    observed: observed === undefined ? null : probability(observed),
  };
  const values = [collision.calculated, collision.observed ?? 0];
  return values.some(Number.isNaN) ? null : { kind: "success", collision };
}

/** `Invariant NAME is violated.`; the states follow in messages of their own. */
export function invariantViolated(text: string): TlcEvent | null {
  const [, invariant] = /^Invariant (\S+) is violated\.$/.exec(text.trim()) ?? [];
  return invariant === undefined ? null : { kind: "invariant-violated", invariant };
}

/** `Action property NAME is violated.` */
export function stepViolated(text: string): TlcEvent | null {
  const [, property] = /^Action property (\S+) is violated\.$/.exec(text.trim()) ?? [];
  return property === undefined ? null : { kind: "step-violated", property };
}

/** `Invariant NAME is violated by the initial state:`, and that state. */
export function initialViolated(text: string): TlcEvent | null {
  const [, invariant, printed] =
    /^Invariant (\S+) is violated by the initial state:\n(.*)$/s.exec(text) ?? [];
  const values = printed === undefined ? null : readAssignments(printed);
  if (invariant === undefined || values === null) return null;
  return { kind: "initial-violated", invariant, values };
}

/** `2: <Deliver line 88, col 5 to line 97, col 40 of module M>`; later releases add arguments. */
const STATE = /^(\d+): <(?:Initial predicate|([\w!]+)(?:\([^\n]*\))? (line [^\n]*))>\n(.*)$/s;

/** A state of a counterexample, with the action that led to it. */
export function state(text: string): TlcEvent | null {
  const [, number, action, where = "", printed] = STATE.exec(text) ?? [];
  const values = printed === undefined ? null : readAssignments(printed);
  if (number === undefined || values === null) return null;
  return {
    kind: "state",
    state: { number: Number(number), action: action ?? null, values },
    region: regionIn(where),
  };
}

const BACK = /^(\d+): Back to state: <([\w!]+)(?:\([^\n]*\))? line [^\n]*>$/;

/** `9: Back to state: <External line 155, …>`: how a behaviour that never ends goes on. */
export function backToState(text: string): TlcEvent | null {
  const [, state, action] = BACK.exec(text.trim()) ?? [];
  if (state === undefined || action === undefined) return null;
  return { kind: "back-to-state", state: Number(state), action };
}

/** `2: Stuttering`: nothing happens any more. */
export function stuttering(text: string): TlcEvent | null {
  return /^\d+: Stuttering$/.test(text.trim()) ? { kind: "stuttering" } : null;
}

const ACTION = new RegExp(`^<(\\S+) line .*>: (${WHOLE}):(${WHOLE})$`, "u");
const EXPRESSION = new RegExp(`^[ |]*line .* of module \\w+: (${WHOLE})(?::${WHOLE})?$`, "u");

/** `<Raise line 90, col 1 to line 90, col 11 of module M>: 3:8`, distinct and generated states. */
export function coverageOfAction(text: string): TlcEvent | null {
  const region = regionIn(text);
  const [, action, distinct, generated] = ACTION.exec(text) ?? [];
  if (action === undefined || distinct === undefined || generated === undefined) return null;
  if (region === null) return null;
  return {
    kind: "coverage-action",
    action,
    region,
    distinct: wholeNumber(distinct),
    generated: wholeNumber(generated),
  };
}

/** `  |line 91, col 6 to line 91, col 31 of module M: 8`, how often it was evaluated. */
export function coverageOfExpression(text: string): TlcEvent | null {
  const region = regionIn(text);
  const [, count] = EXPRESSION.exec(text) ?? [];
  if (count === undefined || region === null) return null;
  return { kind: "coverage-expression", region, count: wholeNumber(count) };
}
