import { setImmediate } from "node:timers/promises";
import type { Policy } from "../../../spec/policy.js";
import { Diagnostic, type Place } from "../../base/diagnostic/diagnostic.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { eventOf } from "../../checkers/explore/interpreted-model.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import { takeStep } from "../../compiler/ir/evaluate.js";
import type { Expression } from "../../compiler/ir/expression.js";
import { type Instance, instantiate } from "../../compiler/ir/instance.js";
import type { Model, Operator } from "../../compiler/ir/model.js";
import { toRecord } from "../../compiler/ir/value.js";
import { chooseNames } from "../../compiler/tla/names.js";
import type { MachineEvent, MachineState } from "../../machine/model/machine-model.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import type { Subject } from "../../machine/subject.js";
import { constantsOf, irOfSubject, modelOf } from "../../machine/subject.js";
import { policyOperators, type Unreached, unreachedIn } from "./unreached.js";

/** A branch of a policy that no behaviour of any machine asked takes. */
export interface NeverTaken {
  readonly policy: string;
  readonly place: Place;
  /** What stands there. */
  readonly text: string;
}

/** What was found, and the policies of which not all states could be looked at. */
export interface TakenBranches {
  readonly never: readonly NeverTaken[];
  readonly unknown: readonly string[];
}

/** A machine with more states than these is not walked to its end. */
const MOST_STATES = 200_000;

/**
 * The branches of the users' policies among `subjects` that no behaviour takes, on all machines of a
 * policy together. A walk ends as soon as every branch has been taken, so that it costs next to
 * nothing where that is so.
 *
 * @throws the reason of `signal`
 */
export async function branchesNeverTaken(
  subjects: readonly Subject[],
  signal?: AbortSignal,
  mostStates: number = MOST_STATES,
): Promise<TakenBranches> {
  const never: NeverTaken[] = [];
  const unknown: string[] = [];
  const policies = new Set(subjects.map(({ policy }) => policy));
  for (const policy of policies) {
    if (policy.origin.kind === "builtIn") continue;
    const own = subjects.filter((subject) => subject.policy === policy);
    const found = await ofPolicy(policy, own, mostStates, signal).catch((error: unknown) => {
      // Beyond the counterexamples of all that was asked, the policy may throw.
      if (error instanceof Diagnostic) return null;
      throw error;
    });
    if (found === null) unknown.push(policy.name);
    else never.push(...found);
  }
  return { never, unknown };
}

/** Null where a branch may be taken beyond the states that were looked at. */
async function ofPolicy(
  { name }: LoadedPolicy,
  subjects: readonly Subject[],
  mostStates: number,
  signal: AbortSignal | undefined,
): Promise<readonly NeverTaken[] | null> {
  // A machine with axes has another model than the core: each has its own parts of the policy.
  const evaluated = new Map<Model, Set<Expression>>();
  let isWhole = true;
  for (const subject of subjects) {
    const model = await irOfSubject(subject);
    const parts = evaluated.get(model) ?? new Set();
    evaluated.set(model, parts);
    const walked = await walk(subject, model, parts, {
      isDone: () => unreached(model, parts).length === 0,
      mostStates,
      ...(signal === undefined ? {} : { signal }),
    });
    if (walked === "done") return [];
    isWhole &&= walked === "whole";
  }
  if (!isWhole) return null;
  const [first = [], ...others] = [...evaluated].map(([model, parts]) =>
    unreached(model, parts)
      // What is not evaluated as a whole is called from other parts only that are not.
      .filter(({ operator }) => parts.has(operator.body))
      .flatMap(({ place, text, name: part }): readonly NeverTaken[] =>
        place === null ? [] : [{ policy: name, place, text: text ?? part }],
      ),
  );
  return first.filter((one) =>
    others.every((other) => other.some((another) => keyOf(another) === keyOf(one))),
  );
}

/** The same place of a policy in two models. */
function keyOf({ place: { file, line, column }, text }: NeverTaken): string {
  return JSON.stringify([file, line, column, text]);
}

/** The parts of a policy's functions that were not evaluated, each with the operator that it is in. */
function unreached(
  model: Model,
  evaluated: ReadonlySet<Expression>,
): readonly (Unreached & { readonly operator: Operator })[] {
  const module = { names: chooseNames(model) };
  return policyOperators(model).flatMap((operator) =>
    unreachedIn(operator.body, operator, evaluated, model, module).map((part) => {
      return { ...part, operator };
    }),
  );
}

interface WalkSettings {
  /** Asked whenever the policy was called with something new. */
  readonly isDone: () => boolean;
  readonly mostStates: number;
  readonly signal?: AbortSignal;
}

/**
 * Walks the states of a subject, breadth first. Where the policy is called with something new, the
 * step is evaluated as the IR has it: `evaluated` gets every part that this comes to.
 */
async function walk(
  subject: Subject,
  ir: Model,
  evaluated: Set<Expression>,
  { isDone, mostStates, signal }: WalkSettings,
): Promise<"whole" | "done" | "bounded"> {
  const asked = new Set<string>();
  let isNew = false;
  const watched = watching(subject.policy.policy, (call) => {
    if (asked.has(call)) return;
    asked.add(call);
    isNew = true;
  });
  const model = modelOf({ ...subject, policy: { ...subject.policy, policy: watched } });
  const evaluateStep = stepEvaluator(instantiate(ir, constantsOf(subject)), evaluated);
  const initial = model.initial();
  const known = new Set([canonicalText(initial)]);
  for (let level: readonly MachineState[] = [initial]; level.length > 0; ) {
    const next: MachineState[] = [];
    await setImmediate();
    signal?.throwIfAborted();
    for (const state of level) {
      for (const event of model.events) {
        isNew = false;
        const after = model.apply(event, state);
        if (isNew) {
          evaluateStep(event, state);
          if (isDone()) return "done";
        }
        if (after === null) continue;
        const key = canonicalText(after);
        if (known.has(key)) continue;
        if (known.size >= mostStates) return "bounded";
        known.add(key);
        next.push(after);
      }
    }
    level = next;
  }
  return "whole";
}

/** The policy, with `onCall` told of each call by its text. */
function watching(policy: Policy<unknown>, onCall: (call: string) => void): Policy<unknown> {
  const tell = (name: string, memory: unknown, seen: object): void =>
    onCall(canonicalText({ name, memory, seen }));
  return {
    initial: policy.initial,
    enter: (memory, seen) => {
      tell("enter", memory, seen);
      return policy.enter(memory, seen);
    },
    proceed: (memory, seen) => {
      tell("proceed", memory, seen);
      return policy.proceed(memory, seen);
    },
    finish: (memory, seen) => {
      tell("finish", memory, seen);
      return policy.finish(memory, seen);
    },
  };
}

/** Evaluates a step as the IR has it, and adds every part of it that is evaluated. */
function stepEvaluator(
  { events, environment }: Instance,
  evaluated: Set<Expression>,
): (event: MachineEvent, state: MachineState) => void {
  const instances = new Map(events.map((one) => [eventText(eventOf(one)), one]));
  return (event, state) => {
    const instance = instances.get(eventText(event));
    if (instance === undefined) throw new TypeError(`the model has no event ${eventText(event)}`);
    takeStep(instance.action.step, {
      ...environment,
      variables: toRecord(state),
      locals: instance.parameters,
      onEvaluate: (expression) => evaluated.add(expression),
    });
  };
}
