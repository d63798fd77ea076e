import type { Action, Model } from "../ir/model.js";
import type { Step } from "../ir/step.js";
import { truth } from "./known-value.js";
import { choose, type SymbolicValue } from "./symbolic-value.js";
import { bool, ite, not, type Term } from "./term.js";
import type { Translation, Translator, Values } from "./translate.js";
import { symbolicValue } from "./typed-value.js";

/** What an action does in a state. */
export interface Transition {
  /** Its parameters: symbols, unless it was asked for others. */
  readonly parameters: Values;
  /** Where each parameter is of its type, read in the state before. */
  readonly enabled: Term;
  /** The new values of the variables that it may change. */
  readonly updates: Values;
  /** Where computing all of this does not read outside of an array. */
  readonly defined: Term;
}

interface Outcome {
  readonly enabled: Term;
  readonly updates: Values;
}

/**
 * The transition of `action` in `state`.
 *
 * @param parameters symbols of their own names, unless others are given
 * @throws Diagnostic `smt/untranslatable`
 */
export function transitionOf(
  translator: Translator,
  action: Pick<Action, "parameters" | "step">,
  state: Values,
  parameters: Values = parameterValues(translator, action.parameters),
): Transition {
  const translation = translator.translation(state);
  const outcome = stepOutcome(translation, action.step, parameters, state);
  return { parameters, ...outcome, defined: translation.defined };
}

/** The symbols of an action's parameters; a bound of one may name those before it. */
export function parameterValues(translator: Translator, parameters: Action["parameters"]): Values {
  const values = new Map<string, SymbolicValue>();
  for (const { name, type } of parameters) {
    const before = new Map(values);
    const bound = (expression: Parameters<Translator["constant"]>[0]): SymbolicValue =>
      translator.constant(expression, before);
    values.set(name, symbolicValue(type, name, bound));
  }
  return values;
}

function stepOutcome(translation: Translation, step: Step, locals: Values, state: Values): Outcome {
  switch (step.kind) {
    case "disabled":
      return { enabled: bool(false), updates: new Map() };
    case "update":
      return {
        enabled: bool(true),
        updates: new Map(
          step.updates.map(({ variable, value }) => [variable, translation.value(value, locals)]),
        ),
      };
    case "let": {
      const value = translation.value(step.value, locals);
      return stepOutcome(translation, step.body, new Map([...locals, [step.name, value]]), state);
    }
    case "if": {
      const condition = truth(translation.value(step.condition, locals));
      const branch = (part: Step): Outcome => stepOutcome(translation, part, locals, state);
      if (condition.kind === "literal") {
        return branch(condition.value === true ? step.whenTrue : step.whenFalse);
      }
      const one = translation.within(condition, () => branch(step.whenTrue));
      const other = translation.within(not(condition), () => branch(step.whenFalse));
      return joined(condition, one, other, state);
    }
  }
}

function joined(condition: Term, one: Outcome, other: Outcome, state: Values): Outcome {
  const enabled = ite(condition, one.enabled, other.enabled);
  // Where a branch is not enabled it says nothing of the variables.
  if (isNever(other)) return { enabled, updates: one.updates };
  if (isNever(one)) return { enabled, updates: other.updates };
  const names = new Set([...one.updates.keys(), ...other.updates.keys()]);
  const updates = new Map<string, SymbolicValue>();
  for (const name of names) {
    const old = state.get(name);
    const [whenTrue, whenFalse] = [one.updates.get(name) ?? old, other.updates.get(name) ?? old];
    if (whenTrue !== undefined && whenFalse !== undefined) {
      updates.set(name, choose(condition, whenTrue, whenFalse));
    }
  }
  return { enabled, updates };
}

function isNever({ enabled }: Outcome): boolean {
  return enabled.kind === "literal" && enabled.value === false;
}

/** The values of the variables as symbols, `name` with `prime` after it. */
export function stateValues(translator: Translator, model: Model, prime = ""): Values {
  return new Map(
    model.variables.map(({ name, type }) => [
      name,
      symbolicValue(type, `${name}${prime}`, translator.constant),
    ]),
  );
}
