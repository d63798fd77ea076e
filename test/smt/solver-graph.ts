import { takeStep } from "../../src/compiler/ir/evaluate.js";
import { domainOf } from "../../src/compiler/ir/finite-domain.js";
import type { ActionInstance, Instance } from "../../src/compiler/ir/instance.js";
import type { Model } from "../../src/compiler/ir/model.js";
import type { ConstantValues, RecordValue, Value } from "../../src/compiler/ir/value.js";
import { declarations, definedValues, wordsOf } from "../../src/compiler/smt/declarations.js";
import { decoded, type Scalars, termsOf } from "../../src/compiler/smt/decode.js";
import { knownValue } from "../../src/compiler/smt/known-value.js";
import {
  readSExpressions,
  type SExpression,
  scalarOf,
} from "../../src/compiler/smt/s-expression.js";
import { runSolver } from "../../src/compiler/smt/solver/run.js";
import { npmZ3 } from "../../src/compiler/smt/solver/solvers.js";
import { same } from "../../src/compiler/smt/symbolic-value.js";
import { assertion, printTerm, wordText } from "../../src/compiler/smt/text.js";
import { stateValues, transitionOf } from "../../src/compiler/smt/transition.js";
import { Translator } from "../../src/compiler/smt/translate.js";
import { leavesOf } from "../../src/compiler/smt/typed-value.js";

/** What a solver makes of a step: whether it is defined and enabled, and the state after it. */
interface Step {
  readonly before: RecordValue;
  readonly event: ActionInstance;
}

/**
 * Every state of the machine, and every event in it: a solver is asked whether the event is enabled,
 * and for the values of all variables after it, by the translation alone. Compared with the
 * interpreter of the IR; throws at the first difference.
 *
 * @param asSymbols constants that stay symbols in the translation, and are only asserted to have their
 * values: as in a proof
 * @param translated the model that is translated; the interpreter has that of the instance. Where they are
 * not the same, the translation has a mistake, which must be seen.
 */
export async function compareGraphs(
  instance: Instance,
  asSymbols: readonly string[],
  translated: Model = instance.model,
): Promise<{ readonly states: number; readonly enabled: number }> {
  const states = new Map([[JSON.stringify(instance.initial), instance.initial]]);
  const steps: Step[] = [];
  for (const before of states.values()) {
    for (const event of instance.events) {
      steps.push({ before, event });
      const after = interpreted(instance, { before, event });
      if (after !== null && after !== "fails") states.set(JSON.stringify(after), after);
    }
  }
  const answers = await solved({ ...instance, model: translated }, asSymbols, steps);
  let enabled = 0;
  for (const [index, step] of steps.entries()) {
    const found = JSON.stringify(answers[index]);
    const expected = interpreted(instance, step);
    if (found !== JSON.stringify(expected)) {
      const { action, parameters } = step.event;
      throw new Error(
        `${action.name} ${JSON.stringify([...parameters])} in ${JSON.stringify(step.before)}: the solver says ${found}, the interpreter ${JSON.stringify(expected)}`,
      );
    }
    if (expected !== null) enabled++;
  }
  return { states: states.size, enabled };
}

type Outcome = RecordValue | null | "fails";

function interpreted({ environment, model }: Instance, { before, event }: Step): Outcome {
  try {
    const env = { ...environment, variables: before, locals: event.parameters };
    const after = takeStep(event.action.step, env);
    if (after === null) return null;
    return Object.fromEntries(
      model.variables.map(({ name }) => [name, sorted(after[name] ?? null)]),
    );
  } catch {
    return "fails";
  }
}

/** The same data with the fields of records in one order. */
function sorted(value: Value): Value {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([name, field]) => [name, sorted(field)]),
  );
}

async function solved(
  instance: Instance,
  asSymbols: readonly string[],
  steps: readonly Step[],
): Promise<readonly Outcome[]> {
  const { model, environment, domains } = instance;
  const known: ConstantValues = Object.fromEntries(
    Object.entries(environment.constants).filter(([name]) => !asSymbols.includes(name)),
  );
  const translator = new Translator(model, known);
  const state = stateValues(translator, model);
  const words = wordsOf(model).map((text) => `(${wordText(text)})`);
  const symbolic = model.constants.filter(({ name }) => asSymbols.includes(name));
  const head = [
    words.length === 0 ? "" : `(declare-datatypes ((Word 0)) ((${words.join(" ")})))\n`,
    ...symbolic.map(({ name, type }) => declarations(leavesOf(type, name))),
    ...symbolic.map(({ name }) =>
      assertion(
        same(
          translator.constantNamed(name),
          knownValue(environment.constants[name] ?? null),
          translator.fresh,
        ),
      ),
    ),
    ...model.variables.map(({ name, type }) => declarations(leavesOf(type, name))),
  ].join("");
  const asked = [...domains].flatMap(([name, domain]) => termsOf(domain, `${name}'`));
  const texts = steps.map(({ before, event: { action: interpretedAction, parameters } }) => {
    const action = actionNamed(model, interpretedAction.name);
    const {
      parameters: symbols,
      enabled,
      updates,
      defined,
    } = transitionOf(translator, action, state);
    const after = new Map([...state, ...updates]);
    return [
      "(push 1)\n",
      ...action.parameters.map(({ name, type }) => declarations(leavesOf(type, name))),
      ...[...symbols].map(([name, value]) =>
        assertion(same(value, knownValue(parameters.get(name) ?? null), translator.fresh)),
      ),
      ...[...state].map(([name, value]) =>
        assertion(same(value, knownValue(before[name] ?? null), translator.fresh)),
      ),
      definedValues(model, after),
      `(define-fun is-defined () Bool ${printTerm(defined)})\n`,
      `(define-fun is-enabled () Bool ${printTerm(enabled)})\n`,
      "(check-sat)\n",
      `(get-value (is-defined is-enabled ${asked.join(" ")}))\n(pop 1)\n`,
    ].join("");
  });
  let said = "";
  await runSolver(npmZ3, head + texts.join(""), { milliseconds: 20_000 }, (line) => {
    said += `${line}\n`;
  });
  const answers = readSExpressions(said);
  return steps.map((_, index): Outcome => {
    const [isSat, values] = [answers[index * 2], answers[index * 2 + 1]];
    if (isSat !== "sat" || values === undefined || typeof values === "string") {
      throw new Error(`the solver says ${JSON.stringify(isSat)} ${JSON.stringify(values)}`);
    }
    const value = (at: number): boolean | number | string | null => scalarAt(values, at);
    if (value(0) !== true) return "fails";
    if (value(1) !== true) return null;
    const scalars: Scalars = new Map(
      asked.flatMap((term, at) => {
        const scalar = value(at + 2);
        return scalar === null ? [] : [[term, scalar] as const];
      }),
    );
    return Object.fromEntries(
      model.variables.map(({ name, type }) => [
        name,
        sorted(decoded(domainOf(type, environment), `${name}'`, scalars)),
      ]),
    );
  });
}

function actionNamed({ actions }: Model, name: string): Model["actions"][number] {
  const action = actions.find((one) => one.name === name);
  if (action === undefined) throw new Error(`the translated model has no ${name}`);
  return action;
}

function scalarAt(values: readonly SExpression[], at: number): boolean | number | string | null {
  const pair = values[at];
  const value = pair === undefined || typeof pair === "string" ? undefined : pair[pair.length - 1];
  return value === undefined ? null : scalarOf(value);
}
