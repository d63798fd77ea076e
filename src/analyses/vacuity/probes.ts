import type { Seen } from "../../../spec/policy.js";
import { isArrayValue, isRecordValue, type Value } from "../../compiler/ir/value.js";
import type { NamedAxes } from "../../machine/configuration/named-axes.js";
import { countedProperties, preconditions, preconditionTla } from "./preconditions.js";
import type { PolicyCall, Reached } from "./reached.js";

/**
 * A condition on a state whose number of states TLC is asked for. TLC counts how often it evaluates
 * each part of an invariant, once for each distinct state, so the condition chooses between two
 * parts; the second one is evaluated twice in each state, since TLC leaves out parts that were
 * evaluated as often as the whole.
 */
export interface Probe {
  /** What it asks, for people. */
  readonly what: string;
  /** The name of its operator in the module. */
  readonly name: string;
  /** Its definition, one line. */
  readonly line: string;
  /** The columns of the part that is evaluated twice where the condition does not hold. */
  readonly column: number;
  readonly endColumn: number;
  /** In how many states the explorer has found the condition to hold. */
  readonly states: number;
}

/** More calls than these are not asked for one by one: their arguments are a matter of the memory. */
const MOST_CALLS = 200;

/**
 * What TLC is to be asked about what the explorer has reached. Where the machine calls the policy is
 * another thing on a machine with axes: there the explorer alone counts the calls.
 */
export function probesOf(reached: Reached, axes?: NamedAxes): readonly Probe[] {
  const isOnBoard = axes !== undefined && axes.board !== null;
  const isAskedForCalls = axes === undefined && reached.calls.length <= MOST_CALLS;
  const asked = [
    ...countedProperties(axes).map((property) => ({
      what: `states with ${preconditions[property].text}`,
      condition: preconditionTla(property, axes),
      states: reached.preconditions.get(property) ?? 0,
    })),
    ...(isAskedForCalls ? reached.calls : []).map((call) => ({
      what: `states in which the policy's ${call.function} is called with ${JSON.stringify({ memory: call.memory, ...call.seen })}`,
      condition: callCondition(call),
      states: call.states,
    })),
  ];
  return asked.map(({ what, condition, states }, index) => {
    const name = `NmicheckProbe${index}`;
    const part = `${isOnBoard ? "cpus[0].latched" : "latched"} \\in BOOLEAN`;
    const head = `${name} == IF ${condition} THEN TRUE ELSE \\A i \\in {1, 2} : `;
    return {
      what,
      name,
      line: head + part,
      column: head.length + 1,
      endColumn: head.length + part.length,
      states,
    };
  });
}

/** When the machine calls the policy so, in the terms of `spec/cpu/kernel.ts`. */
function callCondition({ function: name, memory, seen }: PolicyCall): string {
  return `${SITUATION[name](seen)} /\\ policyMemory = ${tla(memory)}`;
}

const CLAIMED =
  "(IF active[position.handler][position.slot] THEN (IF handled = 0 THEN 1 ELSE 2) ELSE handled)";

const SITUATION: Readonly<Record<PolicyCall["function"], (seen: Seen) => string>> = {
  enter: ({ backToBack }) =>
    `position.at = "run" /\\ latched /\\ (rip = lastNmiRip) = ${tla(backToBack)}`,
  proceed: ({ backToBack, handled }) =>
    `position.at = "polling" /\\ position.slot + 1 = Chain[position.handler + 1] /\\ backToBack = ${tla(backToBack)} /\\ ${CLAIMED} = ${handled}`,
  finish: ({ backToBack, handled }) =>
    `position.at = "decide" /\\ backToBack = ${tla(backToBack)} /\\ handled = ${handled}`,
};

/** A value of the typed model as the generated modules have it; arrays count from 0 there. */
function tla(value: Value): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (isArrayValue(value)) {
    return `[i \\in 0 .. ${value.length - 1} |-> <<${value.map(tla).join(", ")}>>[i + 1]]`;
  }
  if (!isRecordValue(value)) return "None";
  return `[${Object.entries(value)
    .map(([field, part]) => `${field} |-> ${tla(part)}`)
    .join(", ")}]`;
}
