import type { Answer, Engine, Refused } from "../engine/engine.js";
import { refused } from "../engine/faults.js";
import type { Fault } from "../fault/fault.js";
import type { NmiShown } from "../trace/schema.js";
import { enumerated } from "../trace/words.js";
import { agrees } from "./comparison.js";
import { type Divergence, divergenceAt } from "./divergence.js";
import type { Behaviour, ReplayStep } from "./steps.js";

/** On what a trace was replayed. */
export interface ReplayedOn {
  /** As a person names it: a command, or "the model". */
  readonly title: string;
  readonly name: string;
  readonly version: string;
}

/** How the replay of one trace went. Nothing merges these four. */
export type ReplayResult = {
  readonly engine: ReplayedOn;
  /** What the engine only imitated of the trace, each as a sentence without a full stop. */
  readonly imitated?: readonly string[];
} & (
  | {
      readonly verdict: "agrees";
      /** NMIs replayed from their delivery to their decision. */
      readonly nmis: number;
      /** Whether the trace ends within an NMI, which was then not replayed. */
      readonly endsWithinNmi: boolean;
      /** What was compared: an engine may be unable to look into its kernel. */
      readonly compared: "outcomes" | "outcomes and state";
    }
  | { readonly verdict: "diverges"; readonly nmis: number; readonly divergence: Divergence }
  | { readonly verdict: "unsupported"; readonly reason: string }
  | { readonly verdict: "failed"; readonly fault: Fault }
);

/** One NMI as both sides have it. */
export interface NmiPair {
  readonly model: NmiShown;
  /** Those that nested in it. */
  readonly reruns?: readonly NmiShown[];
  readonly engine: Answer;
}

type Ending<Result> = Result extends unknown ? Omit<Result, "engine" | "imitated"> : never;

/** What an engine has announced that it cannot do, or undefined. */
export function unannounced(
  engine: Engine,
  { policy, platform, axes = {} }: Behaviour,
): string | undefined {
  const { policies, platforms, axes: known = [] } = engine.about;
  if (!policies.includes(policy.name)) return `it does not know the policy ${policy.name}`;
  if (!platforms.includes(platform.name)) return `it does not know the platform ${platform.name}`;
  const missing = Object.keys(axes).filter((name) => !known.includes(name));
  if (missing.length > 0) {
    const has = known.length === 0 ? "none" : `only ${known.join(", ")}`;
    return `it has no machine with the axis ${enumerated(missing)}: it announces ${has}`;
  }
  return undefined;
}

/** What a refusal means for the replay; undefined when it goes on. */
function afterRefusal(
  engine: Engine,
  step: ReplayStep,
  answer: Refused,
  nmis: number,
): Ending<ReplayResult> | undefined {
  switch (answer.code) {
    case "unsupported":
      // Only the last question may be left open: an engine need not look into its kernel.
      if (step.call.op === "state" && step.call.set === undefined) return undefined;
      return { verdict: "unsupported", reason: answer.message };
    case "order":
      return { verdict: "diverges", nmis, divergence: divergenceAt(step, answer) };
    default: {
      const evidence = {
        command: engine.title,
        request: JSON.stringify(step.call),
        stderr: [],
      };
      return { verdict: "failed", fault: refused(evidence, answer.code, answer.message) };
    }
  }
}

/** An engine as the result of a replay names it. */
export function replayedOn({ title, about: { name, version } }: Engine): ReplayedOn {
  return { title, name, version };
}

/** Looks at the answers to the steps of one behaviour, in order, up to the first difference. */
export class Judge {
  readonly #engine: Engine;
  readonly #onNmi: ((pair: NmiPair) => void) | undefined;
  #nmis = 0;
  #sawState = false;
  #endsWithinNmi = false;
  #imitated: readonly string[] = [];
  #ending: Ending<ReplayResult> | undefined;

  constructor(engine: Engine, onNmi?: (pair: NmiPair) => void) {
    this.#engine = engine;
    this.#onNmi = onNmi;
  }

  /** Takes the answer to the next step; after a "stop" there is nothing more to look at. */
  take(step: ReplayStep, answer: Answer): "go on" | "stop" {
    this.#endsWithinNmi = step.withinNmi;
    const { shows, reruns } = step;
    if (shows !== null) {
      this.#onNmi?.({ model: shows, engine: answer, ...(reruns !== undefined && { reruns }) });
    }
    if (answer.kind === "nmi" && answer.imitated !== undefined) this.#imitated = answer.imitated;
    if (answer.kind === "refused") {
      this.#ending = afterRefusal(this.#engine, step, answer, this.#nmis);
    } else if (!agrees(step.expected, answer)) {
      const divergence = divergenceAt(step, answer);
      this.#ending = { verdict: "diverges", nmis: this.#nmis, divergence };
    } else {
      if (answer.kind === "nmi") this.#nmis++;
      this.#sawState ||= "state" in answer && answer.state !== undefined;
    }
    return this.#ending === undefined ? "go on" : "stop";
  }

  /** The result, once every answer has been taken or one has ended it. */
  get result(): ReplayResult {
    const about = {
      engine: replayedOn(this.#engine),
      ...(this.#imitated.length > 0 && { imitated: this.#imitated }),
    };
    if (this.#ending !== undefined) return { ...about, ...this.#ending };
    return {
      ...about,
      verdict: "agrees",
      nmis: this.#nmis,
      endsWithinNmi: this.#endsWithinNmi,
      compared: this.#sawState ? "outcomes and state" : "outcomes",
    };
  }
}
