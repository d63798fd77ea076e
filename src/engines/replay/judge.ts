import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { NmiShown } from "../../machine/trace/schema.js";
import { enumerated } from "../../machine/trace/words.js";
import { castOf } from "../cast.js";
import { refused } from "../diagnostics.js";
import { type Answer, type Engine, isTopology, type Refused } from "../engine.js";
import { engineAxes } from "../kvm-host.js";
import { type Behaviour, isMemoryShown, isOnBoard, type ReplayStep } from "./behaviour.js";
import { agrees } from "./comparison.js";
import { type Diverged, type Divergence, divergenceAt, kindOf } from "./divergence.js";

/** On what a trace was replayed. */
export interface ReplayedOn {
  /** As the user names it: a command, or "the model". */
  readonly title: string;
  readonly name: string;
  readonly version: string;
}

/** How the replay of one trace went. Nothing merges these four. */
export type ReplayResult = {
  readonly engine: ReplayedOn;
  /** What the engine only imitated of the trace, each as a sentence without a full stop. */
  readonly imitated?: readonly string[];
  /** The engine played a user's policy with its code as it stands. */
  readonly asItStands?: true;
} & (
  | {
      readonly verdict: "agrees";
      /** NMIs replayed from their delivery to their decision. */
      readonly nmis: number;
      /** Whether the trace ends within an NMI, which was then not replayed. */
      readonly endsWithinNmi: boolean;
      /** What was compared: an engine may be unable to look into its kernel. */
      readonly compared:
        | "outcomes"
        | "outcomes and state"
        | "outcomes and state without the policy's memory";
    }
  | ({ readonly verdict: "diverges"; readonly nmis: number } & Diverged)
  | { readonly verdict: "unsupported"; readonly reason: string }
  | { readonly verdict: "failed"; readonly diagnostic: Diagnostic }
);

/** One NMI as both sides have it. */
export interface NmiPair {
  readonly model: NmiShown;
  /** Those that nested in it. */
  readonly reruns?: readonly NmiShown[];
  readonly engine: Answer;
}

type Ending<Result> = Result extends unknown ? Omit<Result, "engine" | "imitated"> : never;

/** How an engine takes a behaviour. */
export type Taken =
  | { readonly kind: "takes"; readonly setUp: string }
  /** `reason` has no full stop. */
  | { readonly kind: "unable"; readonly reason: string };

/** How an engine takes a behaviour, after all that it has announced. */
export function takes(engine: Engine, behaviour: Behaviour): Taken {
  const { policy, platform, axes = {} } = behaviour;
  const { platforms, cpus, axes: known = [] } = engine.about;
  const unable = (reason: string): Taken => ({ kind: "unable", reason });
  const cast = castOf(engine, policy);
  if (cast.kind === "unable") return cast;
  if (!platforms.includes(platform.name)) {
    return unable(`it does not know the platform ${platform.name}`);
  }
  const asked = isOnBoard(behaviour) ? behaviour.initial.cpus.length : 1;
  if (asked > cpus) return unable(`it has no machine of ${asked} CPUs: it announces ${cpus}`);
  const missing = Object.keys(engineAxes(axes)).filter(
    (name) => !isTopology(name) && !known.includes(name),
  );
  if (missing.length > 0) {
    const has = known.length === 0 ? "none" : `only ${known.join(", ")}`;
    return unable(`it has no machine with the axis ${enumerated(missing)}: it announces ${has}`);
  }
  return { kind: "takes", setUp: cast.setUp };
}

/** What a refusal means for the replay; undefined when it goes on. */
function afterRefusal(
  engine: Engine,
  step: ReplayStep,
  answer: Refused,
  nmis: number,
  kept: Divergence | null,
): Ending<ReplayResult> | undefined {
  switch (answer.code) {
    case "unsupported":
      // Only the last question may be left open: an engine need not look into its kernel.
      if (step.call.op === "state" && step.call.set === undefined) return undefined;
      return { verdict: "unsupported", reason: answer.message };
    case "order":
      return does(nmis, divergenceAt(step, answer), kept);
    default: {
      const evidence = {
        command: engine.title,
        request: JSON.stringify(step.call),
        stderr: [],
      };
      return { verdict: "failed", diagnostic: refused(evidence, answer.code, answer.message) };
    }
  }
}

/** The replay ends where the engine does something else. */
function does(
  nmis: number,
  divergence: Divergence,
  keptBefore: Divergence | null,
): Ending<ReplayResult> {
  return { verdict: "diverges", nmis, kind: "does", divergence, keptBefore };
}

/** An engine as the result of a replay names it. */
export function replayedOn({ title, about: { name, version } }: Engine): ReplayedOn {
  return { title, name, version };
}

/**
 * Looks at the answers to the steps of one behaviour, in order, up to the first difference in what the
 * kernel does. One in what it keeps is noted, and the replay goes on: it may be one that nobody sees.
 */
export class Judge {
  readonly #engine: Engine;
  readonly #behaviour: Behaviour;
  readonly #onNmi: ((pair: NmiPair) => void) | undefined;
  #nmis = 0;
  #sawState = false;
  #endsWithinNmi = false;
  #imitated: readonly string[] = [];
  #kept: Divergence | null = null;
  #ending: Ending<ReplayResult> | undefined;

  constructor(engine: Engine, behaviour: Behaviour, onNmi?: (pair: NmiPair) => void) {
    this.#engine = engine;
    this.#behaviour = behaviour;
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
      this.#ending = afterRefusal(this.#engine, step, answer, this.#nmis, this.#kept);
    } else if (!agrees(step.expected, answer)) {
      const divergence = divergenceAt(step, answer);
      if (kindOf(divergence) === "does") {
        this.#ending = does(this.#nmis, divergence, this.#kept);
      } else {
        this.#kept ??= divergence;
        this.#goOn(answer);
      }
    } else {
      this.#goOn(answer);
    }
    return this.#ending === undefined ? "go on" : "stop";
  }

  #goOn(answer: Answer): void {
    if (answer.kind === "nmi") this.#nmis++;
    this.#sawState ||= "state" in answer && answer.state !== undefined;
  }

  /** The result, once every answer has been taken or one has ended it. */
  get result(): ReplayResult {
    const cast = castOf(this.#engine, this.#behaviour.policy);
    const about = {
      engine: replayedOn(this.#engine),
      ...(cast.kind === "plays" && cast.asItStands && { asItStands: true as const }),
      ...(this.#imitated.length > 0 && { imitated: this.#imitated }),
    };
    const { verdict } = this.#ending ?? {};
    if (this.#kept !== null && (verdict === undefined || verdict === "unsupported")) {
      const kept = { kind: "keeps", divergence: this.#kept, keptBefore: null } as const;
      return { ...about, verdict: "diverges", nmis: this.#nmis, ...kept };
    }
    if (this.#ending !== undefined) return { ...about, ...this.#ending };
    return {
      ...about,
      verdict: "agrees",
      nmis: this.#nmis,
      endsWithinNmi: this.#endsWithinNmi,
      compared: !this.#sawState
        ? "outcomes"
        : isMemoryShown(this.#behaviour)
          ? "outcomes and state"
          : "outcomes and state without the policy's memory",
    };
  }
}
