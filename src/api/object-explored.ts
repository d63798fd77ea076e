import type { ExplorerAnswer } from "../analyses/check/explorer-verdict.js";
import { explore } from "../checkers/explore/breadth-first.js";
import type { Exploration, Limits, Progress } from "../checkers/explore/exploration.js";
import { compileForExploration } from "../checkers/packed/compiled-model.js";
import { explorePacked } from "../checkers/packed/explore-packed.js";
import { defaultHeapBytes } from "../checkers/packed/memory-limit.js";
import type { Model } from "../compiler/ir/model.js";
import { bareAxes } from "../machine/configuration/named-axes.js";
import {
  type MachineEvent,
  type MachineModel,
  type MachinePath,
  type MachineState,
  machineModel,
} from "../machine/model/machine-model.js";
import type { NmiProperty } from "../machine/model/property-names.js";
import { wholeModelFor } from "../machine/policy/ir-cache.js";
import { loadPolicy } from "../machine/policy/load.js";
import { type PolicyTable, policyOfTable } from "../machine/policy/policy-table.js";
import { specialisedTo } from "../machine/policy/specialised.js";
import { modelOfTable } from "../machine/policy/table-model.js";
import { constantsOf, type Machine } from "../machine/subject.js";
import { unsteadyPolicy } from "./diagnostics.js";
import type { ObjectPolicy } from "./policy.js";

/**
 * More states than any policy with a small memory has. Nothing declares the range of an object's
 * memory: one that counts without an end would be explored for ever.
 */
export const MOST_STATES = 2_000_000;

/** What was found out about a policy object: the answers to all that was asked, and what was counted. */
export interface ObjectExplored extends Omit<Progress, "queue"> {
  readonly answers: ReadonlyMap<NmiProperty, ExplorerAnswer>;
}

/**
 * Explores a policy object on a machine. Where it is known as a table the compiled explorer runs on
 * that, as it does on a policy file, and each counterexample is executed with the object itself. One
 * that has no table, since it throws or its memory has no end, is executed in every step.
 */
export async function exploreObject(
  policy: ObjectPolicy,
  table: PolicyTable | null,
  machine: Machine,
  properties: readonly NmiProperty[],
  limits: Limits,
): Promise<ObjectExplored> {
  const model = modelUnder(policy.policy, machine);
  if (table === null) return explore(model, { properties, maxStates: MOST_STATES, ...limits });
  const { answers, ...counted } = await exploreTable(table, machine, properties, limits);
  const own = [...answers].map(([property, answer]): readonly [NmiProperty, ExplorerAnswer] => [
    property,
    answer.answer === "violated" ? executedAnswer(model, property, answer.path) : answer,
  ]);
  return { ...counted, answers: new Map(own) };
}

function modelUnder(policy: ObjectPolicy["policy"], { platform, axes }: Machine): MachineModel {
  return machineModel({ platform, policy, axes: axes?.machine, board: axes?.board });
}

async function exploreTable(
  table: PolicyTable,
  machine: Machine,
  properties: readonly NmiProperty[],
  limits: Limits,
): Promise<Exploration<MachineState, MachineEvent, NmiProperty>> {
  const { axes = bareAxes } = machine;
  const whole = modelOfTable(table, await modelThatLooks(axes));
  const compiled = compileForExploration(
    specialisedTo(whole, "PolicyObject", axes, properties),
    constantsOf(machine),
  );
  return explorePacked(compiled, modelUnder(policyOfTable(table), machine), {
    properties,
    heapBytes: defaultHeapBytes(),
    ...limits,
  });
}

/** The model with every axis under the built-in policy whose functions look at all that they are given. */
async function modelThatLooks(axes: typeof bareAxes): Promise<Model> {
  const loaded = await loadPolicy("v5");
  if (loaded.kind === "refused") throw loaded.diagnostics[0] ?? new Error("v5 is refused");
  return (await wholeModelFor(loaded.policy, axes)).whole;
}

/** The same counterexample with the object's own memories; the policy is at fault where it is none. */
function executedAnswer(
  model: MachineModel,
  property: NmiProperty,
  { steps }: MachinePath,
): ExplorerAnswer {
  const path = executedAlong(
    model,
    steps.map(({ event }) => event),
  );
  const last = path?.steps.at(-1)?.state ?? path?.initial;
  const invariant = model.invariants.find(({ name }) => name === property);
  return path === null || last === undefined || invariant?.holds(last) !== false
    ? { answer: "failed", diagnostic: unsteadyPolicy("the counterexample does not happen again") }
    : { answer: "violated", path };
}

/** The behaviour with these events; null where it does not exist. */
function executedAlong(model: MachineModel, events: readonly MachineEvent[]): MachinePath | null {
  try {
    const initial = model.initial();
    let state = initial;
    const steps: MachinePath["steps"][number][] = [];
    for (const event of events) {
      const next = model.apply(event, state);
      if (next === null) return null;
      state = next;
      steps.push({ event, state });
    }
    return { initial, steps };
  } catch {
    // The policy throws, and did not when it was asked for its answers.
    return null;
  }
}
