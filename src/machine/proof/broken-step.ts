import { explore } from "../../checkers/explore/breadth-first.js";
import { eventText } from "../../checkers/explore/executable-model.js";
import { interpretedModel } from "../../checkers/explore/interpreted-model.js";
import { type Environment, takeStep } from "../../compiler/ir/evaluate.js";
import { domainOf } from "../../compiler/ir/finite-domain.js";
import { instantiate } from "../../compiler/ir/instance.js";
import type { Step } from "../../compiler/ir/step.js";
import {
  type ConstantValues,
  type RecordValue,
  sameValue,
  type Value,
} from "../../compiler/ir/value.js";
import { decoded, type Scalars, termsOf } from "../../compiler/smt/decode.js";
import { type ProofQuestion, proofScript } from "../../compiler/smt/obligations.js";
import { readSExpressions, type SExpression, scalarOf } from "../../compiler/smt/s-expression.js";
import { aloneText, obligationsOf } from "../../compiler/smt/script.js";
import { type RunSettings, runSolver } from "../../compiler/smt/solver/run.js";
import type { Solver } from "../../compiler/smt/solver/solvers.js";

/** A state that satisfies the invariant, and a step from it after which a clause is not true. */
export interface BrokenStep {
  readonly constants: ConstantValues;
  readonly before: RecordValue;
  /** The action and its parameters; null where the state itself refutes the obligation. */
  readonly event: { readonly action: string; readonly parameters: RecordValue } | null;
  readonly after: RecordValue | null;
  /** The events that lead to `before` on this machine; null where none do: it may be unreachable. */
  readonly run: readonly string[] | null;
}

/**
 * Looks for a state that refutes an obligation on machines of a few given sizes. It need not be
 * reachable. Null where there is none on these machines, or the solver does not find it.
 *
 * @throws Diagnostic `smt/…`; the reason of `settings.signal`
 */
export async function findBrokenStep(
  question: ProofQuestion,
  name: string,
  machines: readonly ConstantValues[],
  solver: Solver,
  settings: RunSettings,
): Promise<BrokenStep | null> {
  for (const machine of machines) {
    const found = await onMachine(
      question,
      name,
      { ...question.known, ...machine },
      solver,
      settings,
    );
    if (found !== null) return found;
  }
  return null;
}

async function onMachine(
  question: ProofQuestion,
  name: string,
  constants: ConstantValues,
  solver: Solver,
  settings: RunSettings,
): Promise<BrokenStep | null> {
  const script = proofScript({ ...question, known: constants });
  const obligation = obligationsOf(script).find((candidate) => candidate.name === name);
  if (obligation === undefined) return null;
  const { domains, environment } = instantiate(question.model, constants);
  const action = question.model.actions.find((candidate) => candidate.name === obligation.action);
  const terms = [...domains].flatMap(([variable, domain]) => termsOf(domain, variable));
  const asked = [...terms, ...(action?.parameters ?? []).map((parameter) => parameter.name)];
  let answer = "";
  const text = aloneText(script, obligation, `(get-value (${asked.join(" ")}))\n`);
  await runSolver(solver, text, settings, (line) => {
    answer += `${line}\n`;
  });
  const [said, values] = readSExpressions(answer);
  if (said !== "sat" || values === undefined) return null;
  const scalars = scalarsOf(asked, values);
  const before = Object.fromEntries(
    [...domains].map(([variable, domain]) => [variable, decoded(domain, variable, scalars)]),
  );
  const run = await runTo(question, constants, before, settings.signal);
  if (action === undefined) return { constants, before, event: null, after: null, run };
  const locals = new Map<string, Value>();
  for (const { name: parameter, type } of action.parameters) {
    const domain = domainOf(type, { ...environment, locals });
    locals.set(parameter, decoded(domain, parameter, scalars));
  }
  const after = stepFrom(action.step, { ...environment, variables: before, locals });
  return {
    constants,
    before,
    event: { action: action.name, parameters: Object.fromEntries(locals) },
    after,
    run,
  };
}

/** The state after the step; null where computing it reads outside of an array, which is what breaks. */
function stepFrom(step: Step, environment: Environment): RecordValue | null {
  try {
    return takeStep(step, environment);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return null;
  }
}

/** Past so many states nobody looks for the one from which induction breaks. */
const MOST_STATES = 50_000;

async function runTo(
  { model }: ProofQuestion,
  constants: ConstantValues,
  wanted: RecordValue,
  signal: AbortSignal | undefined,
): Promise<readonly string[] | null> {
  const executable = interpretedModel(instantiate(model, constants));
  const other = { name: "other", holds: (state: RecordValue) => !sameValue(state, wanted) };
  const { answers } = await explore(
    { ...executable, invariants: [other] },
    { maxStates: MOST_STATES, ...(signal === undefined ? {} : { signal }) },
  );
  const answer = answers.get("other");
  return answer?.answer === "violated"
    ? answer.path.steps.map(({ event }) => eventText(event))
    : null;
}

/** A solver answers in the order in which it was asked: `((term value) …)`. */
function scalarsOf(asked: readonly string[], values: SExpression): Scalars {
  const scalars = new Map<string, boolean | number | string>();
  for (const [index, term] of asked.entries()) {
    const pair = typeof values === "string" ? undefined : values[index];
    const value = pair === undefined || typeof pair === "string" ? undefined : pair[1];
    const scalar = value === undefined ? null : scalarOf(value);
    if (scalar !== null) scalars.set(term, scalar);
  }
  return scalars;
}
