import { withoutPause } from "../../base/process/without-pause.js";
import type { ConstantValues } from "../../compiler/ir/value.js";
import { type ProofQuestion, proofScript } from "../../compiler/smt/obligations.js";
import {
  type Obligation,
  obligationsOf,
  type ProofScript,
  scriptText,
} from "../../compiler/smt/script.js";
import { type Answers, askSolver, type Said } from "../../compiler/smt/solver/answers.js";
import type { RunSettings } from "../../compiler/smt/solver/run.js";
import { npmZ3, type Solver } from "../../compiler/smt/solver/solvers.js";
import type { CoreProperty } from "../../machine/model/nmi-model.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { builtInPolicyFile } from "../../machine/policy/module.js";
import { type BrokenStep, findBrokenStep } from "../../machine/proof/broken-step.js";
import { clauseFile } from "../../machine/proof/clauses.js";
import { conclude } from "../../machine/proof/conclude.js";
import { compileProofModel, proofQuestion } from "../../machine/proof/proof-model.js";
import type { Subject } from "../../machine/subject.js";
import { traceLength } from "../../machine/trace/length.js";
import { check } from "../check/check.js";
import { type QuestionKey, questionKey } from "../check/question.js";
import type { CheckResult } from "../check/result.js";
import type { Failure } from "../check/verdict.js";

/** Why there is no proof. */
export type Missing =
  /** An obligation is not met: by a state, or the solvers did not find out in time. */
  | {
      readonly kind: "obligation";
      readonly obligation: Obligation;
      readonly said: Said;
      readonly broken: BrokenStep | null;
    }
  /** Nobody has said yet why the property should hold. */
  | { readonly kind: "no invariant" }
  /** The clauses are about what the policy does not keep. */
  | { readonly kind: "other memory"; readonly message: string };

/** What is known of a property for every chain. The answers are never merged with one another. */
export type ProofVerdict =
  | {
      readonly verdict: "proven";
      readonly obligations: number;
      readonly clauses: readonly string[];
    }
  | { readonly verdict: "not proven"; readonly missing: Missing }
  /** On one finite machine: a run of so many states. */
  | { readonly verdict: "violated"; readonly states: number }
  | { readonly verdict: "failed"; readonly failure: Failure };

/** The answer to one question. */
export interface Proof extends Subject {
  readonly property: CoreProperty;
  readonly verdict: ProofVerdict;
  /** What the solvers were asked; null where they were not. */
  readonly script: string | null;
}

/** What is asked, and of whom. */
export interface ProveRequest {
  /** Their chains and numbers of ips are the finite machines on which a violation is looked for. */
  readonly subjects: readonly Subject[];
  readonly properties: readonly CoreProperty[];
  readonly solvers: readonly Solver[];
  readonly settings: RunSettings;
  readonly version: string;
  /** Told of each obligation that was answered. */
  readonly onObligation?: (done: number, all: number, name: string) => void;
}

/** Small machines on which the state is looked for from which induction breaks, smallest first. */
const machines: readonly ConstantValues[] = [
  { chain: [1], rips: 1 },
  { chain: [1], rips: 2 },
  { chain: [1, 1], rips: 1 },
  { chain: [2], rips: 2 },
  { chain: [1, 1], rips: 2 },
  { chain: [2, 1], rips: 2 },
];

/**
 * Asks of each property whether it holds for every chain and any number of ips. A violation on
 * the finite machine of the subject is the answer where there is one; else the clauses of
 * `spec/invariants` are to imply the property.
 *
 * @throws Fault `smt/solver-broken`, `smt/solvers-disagree`; the reason of the signal
 */
export async function prove(request: ProveRequest): Promise<readonly Proof[]> {
  const { subjects, properties, settings, version } = request;
  const { results } = await check(
    {
      subjects,
      properties,
      version,
      ...(settings.signal === undefined ? {} : { signal: settings.signal }),
    },
    { checker: "explorer", out: null },
    {},
  );
  settings.signal?.throwIfAborted();
  const models = new Models();
  const prepared: Prepared[] = [];
  for (const result of results) {
    const property = properties.find((name) => name === result.property);
    if (property !== undefined) prepared.push(await prepare(result, property, models, request));
  }
  const answers = await asked(prepared, request);
  const proofs: Proof[] = [];
  for (const { subject, property, attempt, known } of prepared) {
    const said = answers.get(questionKey({ ...subject, property })) ?? [];
    const verdict = attempt === null ? known : await concluded(attempt, said, request);
    const script = attempt === null ? null : scriptText(attempt.script);
    const { policy, platform } = subject;
    proofs.push({ policy, platform, property, verdict, script });
  }
  return proofs;
}

/** What is to be proven, and the obligations that together prove it. */
interface Attempt {
  readonly question: ProofQuestion;
  readonly script: ProofScript;
}

/** A question for the solvers, or one whose answer is known without them. */
type Prepared = { readonly subject: Subject; readonly property: CoreProperty } & (
  | { readonly attempt: Attempt; readonly known: null }
  | { readonly attempt: null; readonly known: ProofVerdict }
);

async function prepare(
  { policy, platform, verdict }: CheckResult,
  property: CoreProperty,
  models: Models,
  { settings }: ProveRequest,
): Promise<Prepared> {
  const subject = { policy, platform };
  const without = (known: ProofVerdict): Prepared => ({ subject, property, attempt: null, known });
  if (verdict.verdict === "violated") {
    return without({ verdict: "violated", states: traceLength(verdict.trace) });
  }
  if (verdict.verdict === "failed") return without(verdict);
  const model = await models.of(policy, property, settings.signal);
  if (model === null) return without(notProven({ kind: "no invariant" }));
  if (model.kind === "refused") {
    const message = model.faults[0]?.message ?? "the clauses do not compile";
    return without(notProven({ kind: "other memory", message }));
  }
  if (model.kind === "other memory") {
    const message = `they read \`policyMemory.${model.field}\`, which ${policy.name} does not keep`;
    return without(notProven({ kind: "other memory", message }));
  }
  const question = proofQuestion(model, policy.name, platform, property);
  const attempt = { question, script: proofScript(question) };
  return { subject, property, attempt, known: null };
}

/** What each solver says of each question that was put to them. */
async function asked(
  prepared: readonly Prepared[],
  { solvers, settings, onObligation }: ProveRequest,
): Promise<ReadonlyMap<QuestionKey, readonly (readonly [string, Answers])[]>> {
  const open = prepared.flatMap(({ subject, property, attempt }) =>
    attempt === null ? [] : [{ key: questionKey({ ...subject, property }), ...attempt }],
  );
  if (open.length === 0) return new Map();
  const scripts = open.map(({ script }) => script);
  const all = scripts.flatMap(obligationsOf).length * solvers.length;
  let done = 0;
  const said = await Promise.all(
    solvers.map((solver) =>
      askSolver(solver, scripts, settings, ({ name }) => onObligation?.(++done, all, name)),
    ),
  );
  return new Map(
    open.map(({ key }, index) => [
      key,
      solvers.map(({ name }, number) => [name, said[number]?.[index] ?? new Map()] as const),
    ]),
  );
}

async function concluded(
  { question, script }: Attempt,
  answers: readonly (readonly [string, Answers])[],
  { solvers, settings }: ProveRequest,
): Promise<ProofVerdict> {
  const conclusion = conclude(script, answers);
  if (conclusion.kind === "proven") {
    return { verdict: "proven", obligations: conclusion.obligations, clauses: question.clauses };
  }
  const { obligation, said } = conclusion;
  const [first = npmZ3] = solvers;
  const broken =
    said === "sat" && obligation.expected === "unsat"
      ? await findBrokenStep(question, obligation.name, machines, first, settings)
      : null;
  return notProven({ kind: "obligation", obligation, said, broken });
}

function notProven(missing: Missing): ProofVerdict {
  return { verdict: "not proven", missing };
}

/** The models that were compiled, each once. */
class Models {
  readonly #known = new Map<string, ReturnType<typeof compileProofModel>>();

  /** The model of the policy with the clauses for the property; null where there are none. */
  async of(
    policy: LoadedPolicy,
    property: CoreProperty,
    signal: AbortSignal | undefined,
  ): Promise<ReturnType<typeof compileProofModel> | null> {
    const clauses = clauseFile(property);
    if (clauses === null) return null;
    const key = JSON.stringify([policy.digest, property]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const { origin } = policy;
    const file = origin.kind === "builtIn" ? builtInPolicyFile(origin.name) : origin.file;
    const model = await withoutPause(signal, () => compileProofModel(file, clauses, property));
    this.#known.set(key, model);
    return model;
  }
}
