import type { Policy } from "../../spec/policy.js";
import type { Engine } from "../engine/engine.js";
import { modelEngine } from "../engine/model-engine.js";
import { Fault } from "../fault/fault.js";
import { type NmiPair, type ReplayResult, replayTrace } from "./replay-trace.js";
import type { Behaviour } from "./steps.js";

/** After so many breaks the engine is not started again: the other traces fail with the last one. */
const MOST_BREAKS = 3;

/** What may be chosen for a replay of several traces. */
export interface ReplayOptions<Source> {
  /** Starts the engine; called for the first trace that needs it, and again after it broke. */
  readonly start: () => Promise<Engine>;
  /** A user's policy by its name, where its file was given. */
  readonly userPolicy?: (name: string) => Policy<unknown> | undefined;
  /** Told of every NMI of every trace. */
  readonly onNmi?: (source: Source, pair: NmiPair) => void;
}

const NOT_STARTED = { title: "no engine", name: "", version: "" };

/** One engine for many traces. */
class Player<Source extends { readonly trace: Behaviour }> {
  readonly #options: ReplayOptions<Source>;
  #engine: Engine | undefined;
  #breaks = 0;
  #lastBreak: ReplayResult | undefined;

  constructor(options: ReplayOptions<Source>) {
    this.#options = options;
  }

  async play(source: Source): Promise<ReplayResult> {
    const { policy } = source.trace;
    if (!policy.builtIn) return this.#playUserPolicy(source);
    if (this.#lastBreak !== undefined && this.#breaks >= MOST_BREAKS) return this.#lastBreak;
    try {
      this.#engine ??= await this.#options.start();
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      // It will not start for the next trace either.
      this.#breaks = MOST_BREAKS;
      this.#lastBreak = { engine: NOT_STARTED, verdict: "failed", fault: error };
      return this.#lastBreak;
    }
    const result = await replayTrace(source.trace, this.#engine, this.#onNmi(source));
    if (result.verdict === "failed" && result.fault.code.startsWith("engine/")) {
      this.#breaks++;
      this.#lastBreak = result;
      await this.#engine.close();
      this.#engine = undefined;
    }
    return result;
  }

  /** Says goodbye to the engine. */
  async end(): Promise<void> {
    await this.#engine?.close();
  }

  async #playUserPolicy(source: Source): Promise<ReplayResult> {
    const { name } = source.trace.policy;
    const policy = this.#options.userPolicy?.(name);
    const engine = modelEngine(new Map(policy === undefined ? [] : [[name, policy]]));
    if (policy === undefined) {
      const { title, about } = engine;
      const on = { title, name: about.name, version: about.version };
      const reason = `the policy ${name} is a user's, which only the model can do, and its file was not given`;
      return { engine: on, verdict: "unsupported", reason };
    }
    return replayTrace(source.trace, engine, this.#onNmi(source));
  }

  #onNmi(source: Source): ((pair: NmiPair) => void) | undefined {
    const { onNmi } = this.#options;
    return onNmi === undefined ? undefined : (pair) => onNmi(source, pair);
  }
}

/**
 * Replays traces one after the other on one engine process. A trace of a user's policy is replayed
 * on the model, whatever the engine is; its result says so. An engine that breaks is started again
 * for the next trace, up to twice.
 *
 * @throws Fault when the engine does not end as it should, after the last result; and what is no
 * Fault: the reason of a cancelled engine, for one
 */
export async function* replayAll<Source extends { readonly trace: Behaviour }>(
  sources: Iterable<Source> | AsyncIterable<Source>,
  options: ReplayOptions<Source>,
): AsyncGenerator<{ readonly source: Source; readonly result: ReplayResult }> {
  const player = new Player<Source>(options);
  try {
    for await (const source of sources) yield { source, result: await player.play(source) };
  } finally {
    await player.end();
  }
}
