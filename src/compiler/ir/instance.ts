import { bind, type Environment, evaluate } from "./evaluate.js";
import { type Domain, domainOf, valuesOf } from "./finite-domain.js";
import type { Action, Model } from "./model.js";
import type { ConstantValues, RecordValue, Value } from "./value.js";

/** An action with a value for each of its parameters. */
export interface ActionInstance {
  readonly action: Action;
  readonly parameters: ReadonlyMap<string, Value>;
}

/** A model with values for its constants: everything that is fixed for a run. */
export interface Instance {
  readonly model: Model;
  readonly environment: Environment;
  /** The values of each variable, in the order of the model. */
  readonly domains: ReadonlyMap<string, Domain>;
  /** Every event there is: by action in the order of the model, then by parameter. */
  readonly events: readonly ActionInstance[];
  readonly initial: RecordValue;
}

/**
 * The model where its constants have the values of `constants`.
 *
 * @throws TypeError when a constant has no value, or one that is not of its type
 */
export function instantiate(model: Model, constants: ConstantValues): Instance {
  const environment: Environment = {
    constants,
    variables: {},
    locals: new Map(),
    operators: new Map(model.operators.map((operator) => [operator.name, operator])),
  };
  return {
    model,
    environment,
    domains: new Map(
      model.variables.map((variable) => [variable.name, domainOf(variable.type, environment)]),
    ),
    events: model.actions.flatMap((action) => instancesOf(action, environment)),
    initial: Object.fromEntries(
      model.variables.map((variable) => [variable.name, evaluate(variable.initial, environment)]),
    ),
  };
}

/** A later parameter may be bounded by an earlier one, so they are bound one after the other. */
function instancesOf(action: Action, environment: Environment): readonly ActionInstance[] {
  let partial: readonly Environment[] = [environment];
  for (const { name, type } of action.parameters) {
    partial = partial.flatMap((env) =>
      valuesOf(domainOf(type, env)).map((value) => bind(env, name, value)),
    );
  }
  return partial.map(({ locals }) => ({ action, parameters: locals }));
}
