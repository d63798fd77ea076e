import { setImmediate } from "node:timers/promises";
import { noAxes } from "../../../spec/cpu/no-axes.js";
import { at } from "../../../spec/language.js";
import type { Policy, Seen } from "../../../spec/policy.js";
import { reachableEdges } from "../../checkers/explore/graph.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import { toValue, type Value } from "../../compiler/ir/value.js";
import {
  isBoardState,
  type MachineEvent,
  type MachineState,
} from "../../machine/model/machine-model.js";
import type { NmiAnyProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { modelOf } from "../../machine/subject.js";
import { countedProperties, preconditions } from "./preconditions.js";

/** The functions of a policy that the model calls. */
export type PolicyFunction = "enter" | "proceed" | "finish";

/** A call of a policy with certain arguments, and in how many states it happens. */
export interface PolicyCall {
  readonly function: PolicyFunction;
  readonly memory: Value;
  readonly seen: Seen;
  readonly states: number;
}

/** What the whole state space of a subject reaches. */
export interface Reached {
  readonly distinct: number;
  /** As TLC counts: the initial state, and every step that can be taken from a reachable state. */
  readonly generated: number;
  /** States on the longest shortest path, the initial one included. */
  readonly depth: number;
  /** For each action, how many steps of it there are. */
  readonly actions: ReadonlyMap<MachineEvent["name"], number>;
  readonly calls: readonly PolicyCall[];
  /** For each property, in how many states its precondition holds. */
  readonly preconditions: ReadonlyMap<NmiAnyProperty, number>;
}

/** Counts the calls of a policy by their arguments. */
class CallCounter {
  readonly #calls = new Map<string, PolicyCall>();

  get calls(): readonly PolicyCall[] {
    return [...this.#calls.values()];
  }

  count(name: PolicyFunction, memory: unknown, seen: Seen): void {
    const plain = { function: name, memory: toValue(memory), seen };
    const key = canonicalText(plain);
    const states = (this.#calls.get(key)?.states ?? 0) + 1;
    this.#calls.set(key, { ...plain, states });
  }

  /** The policy, which is counted whenever it is called. */
  watch(policy: Policy<unknown>): Policy<unknown> {
    return {
      initial: policy.initial,
      enter: (memory, seen) => {
        this.count("enter", memory, seen);
        return policy.enter(memory, seen);
      },
      proceed: (memory, seen) => {
        this.count("proceed", memory, seen);
        return policy.proceed(memory, seen);
      },
      finish: (memory, seen) => {
        this.count("finish", memory, seen);
        return policy.finish(memory, seen);
      },
    };
  }
}

const MILLISECONDS_BETWEEN_PAUSES = 50;

/** What a walk may take. */
export interface WalkLimits {
  readonly signal?: AbortSignal;
  readonly mostStates?: number;
  readonly mostSeconds?: number;
}

/** A walk that was given up, and at what: `10 seconds`. */
export class WalkBounded extends Error {
  override readonly name = "WalkBounded";
}

/**
 * Walks the whole state space as the TypeScript of the model, and counts what is reached.
 *
 * @throws WalkBounded, the reason of `signal`, Diagnostic `explore/model-error` when the policy throws
 */
export async function reachedByExplorer(
  subject: Subject,
  { signal, mostStates = Infinity, mostSeconds = Infinity }: WalkLimits = {},
): Promise<Reached> {
  const ends = performance.now() + mostSeconds * 1000;
  const counter = new CallCounter();
  const { policy, axes } = subject;
  const model = modelOf({
    ...subject,
    policy: { ...policy, policy: counter.watch(policy.policy) },
  });
  const actions = new Map<MachineEvent["name"], number>(model.events.map(({ name }) => [name, 0]));
  const properties = countedProperties(axes);
  const machine = axes?.machine ?? noAxes;
  const met = new Map(properties.map((property) => [property, 0]));
  const meet = (state: MachineState): void => {
    const cpus = isBoardState(state) ? state.cpus : [state];
    for (const property of properties) {
      if (!cpus.some((cpu) => preconditions[property].holds(cpu, machine))) continue;
      met.set(property, (met.get(property) ?? 0) + 1);
    }
  };
  meet(model.initial());
  /** Of each state, the states of a shortest run to it. */
  const depths = [1];
  let generated = 1;
  let pause = performance.now() + MILLISECONDS_BETWEEN_PAUSES;
  for (const { source, event, target, isFirst } of reachableEdges(model)) {
    generated++;
    actions.set(event.name, (actions.get(event.name) ?? 0) + 1);
    if (!isFirst) continue;
    meet(target.state);
    depths.push(at(depths, source.number) + 1);
    if (depths.length > mostStates) throw new WalkBounded(`memory for ${mostStates} states`);
    const now = performance.now();
    if (now > ends) throw new WalkBounded(`${mostSeconds} seconds`);
    if (now < pause) continue;
    // An interrupt, and the runs of TLC beside it, get their turn.
    await setImmediate();
    signal?.throwIfAborted();
    pause = performance.now() + MILLISECONDS_BETWEEN_PAUSES;
  }
  return {
    distinct: depths.length,
    generated,
    depth: at(depths, depths.length - 1),
    actions,
    calls: counter.calls,
    preconditions: met,
  };
}
