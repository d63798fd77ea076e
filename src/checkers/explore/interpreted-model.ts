import { evaluate, takeStep } from "../../compiler/ir/evaluate.js";
import { contains } from "../../compiler/ir/finite-domain.js";
import type { ActionInstance, Instance } from "../../compiler/ir/instance.js";
import type { RecordValue } from "../../compiler/ir/value.js";
import type { ExecutableModel, ModelEvent } from "./executable-model.js";

/** A model of the IR that runs, by plain interpretation. */
export type InterpretedModel = ExecutableModel<RecordValue, ModelEvent, string>;

/** An instance of an action, as an event: actions carry the names of the functions they come from. */
export function eventOf({ action, parameters }: ActionInstance): ModelEvent {
  const values = [...parameters].map(([name, value]) => {
    if (typeof value === "object") throw new TypeError(`the parameter ${name} is not a scalar`);
    return [name, value] as const;
  });
  return {
    name: action.name.charAt(0).toLowerCase() + action.name.slice(1),
    parameters: Object.fromEntries(values),
  };
}

/**
 * The model of the IR, executed by its interpreter. A step that takes a variable out of its range
 * throws, so that it fails where TLC would find `TypeOK` violated.
 */
export function interpretedModel(instance: Instance): InterpretedModel {
  const { model, environment, domains } = instance;
  const instances = new Map(instance.events.map((event) => [eventOf(event), event]));
  return {
    initial: () => instance.initial,
    events: [...instances.keys()],
    apply(event, state) {
      const chosen = instances.get(event);
      if (chosen === undefined) throw new TypeError(`the model has no event ${event.name}`);
      const env = { ...environment, variables: state, locals: chosen.parameters };
      const next = takeStep(chosen.action.step, env);
      if (next !== null) checkDomains(domains, next);
      return next;
    },
    invariants: model.invariants.map(({ name, body }) => ({
      name,
      holds: (state) => evaluate(body, { ...environment, variables: state }) === true,
    })),
  };
}

/** @throws RangeError that names the first variable whose value is not one of its type */
function checkDomains(domains: Instance["domains"], state: RecordValue): void {
  for (const [name, domain] of domains) {
    const value = state[name];
    if (value !== undefined && contains(domain, value)) continue;
    throw new RangeError(`${name} becomes ${JSON.stringify(value)}, which is not of its type`);
  }
}
