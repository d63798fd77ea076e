import type { Policy } from "../../../spec/policy.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { Engine } from "../engine.js";
import { modelEngine } from "../model-engine.js";
import type { Behaviour } from "./behaviour.js";
import { type NmiPair, type ReplayResult, replayedOn, takes } from "./judge.js";
import { replayTrace } from "./replay-trace.js";
import { shortReplay, type UnderWay } from "./short-replay.js";

/** After so many breaks the engine is not started again: the other traces fail with the last one. */
const MOST_BREAKS = 3;
/** Short traces that are on their way to the engine at a time. */
const MOST_AHEAD = 16;

/** What may be chosen for a replay of several traces. */
export interface ReplayOptions<Source> {
  /** Starts the engine; called for the first trace that needs it, and again after it broke. */
  readonly start: () => Promise<Engine>;
  /**
   * The policy that the model plays a source's trace with, in place of the engine; undefined where
   * the engine plays it.
   */
  readonly onModel?: (source: Source) => Policy<unknown> | undefined;
  /** Told of every NMI of every trace, in order. */
  readonly onNmi?: (source: Source, pair: NmiPair) => void;
}

/** A source and what came of it. */
export interface Replayed<Source> {
  readonly source: Source;
  readonly result: ReplayResult;
}

interface Ahead<Source> {
  readonly source: Source;
  readonly replay: UnderWay;
}

/** A trace that cannot be replayed and an engine that refuses a call leave the engine as it is. */
function breaksEngine({ code }: Diagnostic): boolean {
  return !code.startsWith("replay/") && code !== "engine/refused";
}

function known(result: ReplayResult): UnderWay {
  return async () => ({ result, broke: false });
}

const NOT_STARTED = { title: "no engine", name: "", version: "" };

/** One engine for many traces. */
class Player<Source extends { readonly trace: Behaviour }> {
  readonly #options: ReplayOptions<Source>;
  readonly #ahead: Ahead<Source>[] = [];
  #engine: Engine | undefined;
  #breaks = 0;
  #lastBreak: ReplayResult | undefined;

  constructor(options: ReplayOptions<Source>) {
    this.#options = options;
  }

  /** Takes the next trace; gives the results that are due before more are taken. */
  async *take(source: Source): AsyncGenerator<Replayed<Source>> {
    const replay = await this.#begin(source);
    if (replay !== undefined) {
      this.#ahead.push({ source, replay });
      while (this.#ahead.length >= MOST_AHEAD) yield* this.#next();
      return;
    }
    // A long trace has the engine to itself.
    yield* this.rest();
    yield { source, result: await this.#replayAlone(source) };
  }

  /** The results of all traces that were taken. */
  async *rest(): AsyncGenerator<Replayed<Source>> {
    while (this.#ahead.length > 0) yield* this.#next();
  }

  /** Says goodbye to the engine. */
  async end(): Promise<void> {
    await this.#engine?.close();
  }

  /** Sends a trace on its way; undefined when it is too long for that. */
  async #begin(source: Source): Promise<UnderWay | undefined> {
    const { trace } = source;
    const policy = this.#options.onModel?.(source);
    if (policy !== undefined) {
      return async () => ({ result: await this.#replayOnModel(source, policy), broke: false });
    }
    const engine = await this.#running();
    if ("verdict" in engine) return known(engine);
    const taken = takes(engine, trace);
    if (taken.kind === "takes") return shortReplay(trace, engine, taken.setUp);
    const { reason } = taken;
    return known({ engine: replayedOn(engine), verdict: "unsupported", reason });
  }

  async *#next(): AsyncGenerator<Replayed<Source>> {
    const next = this.#ahead.shift();
    if (next === undefined) return;
    const { source, replay } = next;
    const { result, broke } = await replay(this.#onNmi(source));
    if (broke) await this.#afterBreak(result);
    yield { source, result };
    // What was on its way behind it is lost with the engine, and goes to the next one.
    if (broke) for (const lost of this.#ahead.splice(0)) yield* this.take(lost.source);
  }

  async #replayAlone(source: Source): Promise<ReplayResult> {
    const engine = await this.#running();
    if ("verdict" in engine) return engine;
    const result = await replayTrace(source.trace, engine, this.#onNmi(source));
    if (result.verdict === "failed" && breaksEngine(result.diagnostic))
      await this.#afterBreak(result);
    return result;
  }

  async #afterBreak(result: ReplayResult): Promise<void> {
    this.#breaks++;
    this.#lastBreak = result;
    await this.#engine?.close();
    this.#engine = undefined;
  }

  /** The engine, or the result of every trace from now on. */
  async #running(): Promise<Engine | ReplayResult> {
    if (this.#lastBreak !== undefined && this.#breaks >= MOST_BREAKS) return this.#lastBreak;
    try {
      this.#engine ??= await this.#options.start();
      return this.#engine;
    } catch (error) {
      if (!(error instanceof Diagnostic)) throw error;
      // It will not start for the next trace either.
      this.#breaks = MOST_BREAKS;
      this.#lastBreak = { engine: NOT_STARTED, verdict: "failed", diagnostic: error };
      return this.#lastBreak;
    }
  }

  #replayOnModel(source: Source, policy: Policy<unknown>): Promise<ReplayResult> {
    const engine = modelEngine(new Map([[source.trace.policy.name, policy]]));
    return replayTrace(source.trace, engine, this.#onNmi(source));
  }

  #onNmi(source: Source): ((pair: NmiPair) => void) | undefined {
    const { onNmi } = this.#options;
    return onNmi === undefined ? undefined : (pair) => onNmi(source, pair);
  }
}

/**
 * Replays traces on one engine process; the results come in the order of the traces. Short traces
 * are sent ahead while the answers to earlier ones are awaited. Which policy an engine plays a user's
 * with, or that it cannot, is for `castOf` to say. An engine that breaks is started again for the
 * next trace, up to twice.
 *
 * @throws Diagnostic when the engine does not end as it should, after the last result; and what is no
 * Diagnostic: the reason of a cancelled engine, for one
 */
export async function* replayAll<Source extends { readonly trace: Behaviour }>(
  sources: Iterable<Source> | AsyncIterable<Source>,
  options: ReplayOptions<Source>,
): AsyncGenerator<Replayed<Source>> {
  const player = new Player<Source>(options);
  try {
    for await (const source of sources) yield* player.take(source);
    yield* player.rest();
  } finally {
    await player.end();
  }
}
