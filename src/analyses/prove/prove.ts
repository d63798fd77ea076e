import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { withoutPause } from "../../base/process/without-pause.js";
import type { ConstantValues } from "../../compiler/ir/value.js";
import { type ProofQuestion, proofScript } from "../../compiler/smt/obligations.js";
import { obligationsOf, type ProofScript, scriptText } from "../../compiler/smt/script.js";
import { type Answers, askSolver } from "../../compiler/smt/solver/answers.js";
import type { RunSettings } from "../../compiler/smt/solver/run.js";
import { npmZ3, type Solver } from "../../compiler/smt/solver/solvers.js";
import { bareAxes, type NamedAxes } from "../../machine/configuration/named-axes.js";
import { isAnyStateProperty, type NmiProperty } from "../../machine/model/property-names.js";
import { builtInPolicyFile } from "../../machine/policy/compile-policy.js";
import type { LoadedPolicy } from "../../machine/policy/load.js";
import { findBrokenStep } from "../../machine/proof/broken-step.js";
import { type CpuKind, clauseFile } from "../../machine/proof/clauses.js";
import { conclude } from "../../machine/proof/conclude.js";
import { findInvariant } from "../../machine/proof/find-invariant.js";
import { keepProof } from "../../machine/proof/kept-proofs.js";
import {
  type ClauseModel,
  compileClauses,
  proofModel,
  proofQuestion,
} from "../../machine/proof/proof-model.js";
import { superfluousClauses } from "../../machine/proof/superfluous.js";
import type { Subject } from "../../machine/subject.js";
import { traceLength } from "../../machine/trace/length.js";
import { check } from "../check/check.js";
import { type QuestionKey, questionKey } from "../check/question.js";
import type { CheckResult } from "../check/result.js";
import { type Embeddings, provenEmbeddings } from "./embeddings.js";
import type { Missing, Proof, ProofVerdict } from "./verdict.js";

/** Who is asked for proofs. */
export interface ProofSettings {
  readonly solvers: readonly Solver[];
  readonly settings: RunSettings;
  /** Told of each obligation that was answered. */
  readonly onObligation?: (done: number, all: number, name: string) => void;
}

/** What is asked, and of whom. */
export interface ProveRequest extends ProofSettings {
  /** Their chains and numbers of ips are the finite machines on which a violation is looked for. */
  readonly subjects: readonly Subject[];
  readonly properties: readonly NmiProperty[];
  readonly version: string;
}

/** A property of a subject. */
export interface Held {
  readonly subject: Subject;
  readonly property: NmiProperty;
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
 * `spec/invariants` are to imply the property, or else clauses that are sought for the policy.
 *
 * @throws Diagnostic `smt/solver-broken`, `smt/solvers-disagree`; the reason of the signal
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
  const held = results.flatMap((result): readonly Held[] =>
    isAnyStateProperty(result.property) && !isKnown(result)
      ? [{ subject: subjectOf(result), property: result.property }]
      : [],
  );
  const violated = results.filter(({ verdict }) => verdict.verdict === "violated");
  const [proofs, embeddings] = await Promise.all([
    proveHeld(held, request),
    provenEmbeddings(violated, request),
  ]);
  const proofOf = new Map(proofs.map((proof) => [questionKey(proof), proof]));
  return results.flatMap((result): readonly Proof[] => {
    const { property } = result;
    if (!isAnyStateProperty(property)) return [];
    const verdict = knownVerdict(result, embeddings);
    if (verdict !== null) return [{ ...subjectOf(result), property, verdict, script: null }];
    const proof = proofOf.get(questionKey(result));
    if (proof === undefined) throw new Error(`nobody has tried to prove ${property}`);
    return [proof];
  });
}

function subjectOf({ policy, platform, axes }: Subject): Subject {
  return axes === undefined ? { policy, platform } : { policy, platform, axes };
}

/**
 * Asks of properties that hold on the finite machine of their subjects whether they hold for every
 * chain and any number of ips.
 *
 * @throws Diagnostic `smt/solver-broken`, `smt/solvers-disagree`; the reason of the signal
 */
export async function proveHeld(
  held: readonly Held[],
  settings: ProofSettings,
): Promise<readonly Proof[]> {
  const models = new Models();
  const questions: Question[] = [];
  for (const one of held) {
    questions.push({
      ...one,
      attempt: await writtenAttempt(one, models, settings.settings.signal),
    });
  }
  const answers = await asked(questions, settings);
  const proofs: Proof[] = [];
  for (const question of questions) {
    const { subject, property, attempt } = question;
    const said = answers.get(questionKey({ ...subject, property })) ?? [];
    const written =
      "verdict" in attempt
        ? { verdict: attempt, script: null }
        : await concluded(attempt, said, settings);
    const answered =
      written.verdict.verdict === "not proven" && mayBeFound(written.verdict.missing)
        ? await soughtFor(question, written, settings)
        : written;
    const proof = await withSuperfluous({ ...subject, property, ...answered }, attempt, settings);
    await keepIfProven(proof, settings.solvers);
    proofs.push(proof);
  }
  return proofs;
}

/**
 * The proof with those of its written clauses that it does not need. Of the built-in policies on the core it
 * needs all, which is tested; what is found has none left.
 */
async function withSuperfluous(
  proof: Proof,
  attempt: Attempt | ProofVerdict,
  { solvers, settings }: ProofSettings,
): Promise<Proof> {
  const { verdict, policy, axes, property } = proof;
  const isTested = axes === undefined && policy.origin.kind === "builtIn";
  if (verdict.verdict !== "proven" || verdict.found !== null || isTested) return proof;
  if ("verdict" in attempt) return proof;
  const { question } = attempt;
  const superfluous = await superfluousClauses(question, property, seekerOf(solvers), settings);
  return { ...proof, verdict: { ...verdict, superfluous } };
}

/** With whom something is sought: any will do, and one on `PATH` takes a fraction of the time. */
function seekerOf([first = npmZ3, ...others]: readonly Solver[]): Solver {
  return others.find(({ command }) => command === "z3") ?? first;
}

/**
 * Keeps what is proven, for whoever asks of a verdict which machines it is about: with the Z3 that comes with
 * nmicheck among the solvers, which no other program on `PATH` can stand in for.
 */
async function keepIfProven(
  { verdict, script, property, ...subject }: Proof,
  solvers: readonly Solver[],
): Promise<void> {
  if (verdict.verdict !== "proven" || script === null || !solvers.includes(npmZ3)) return;
  const { obligations } = verdict;
  const names = solvers.map(({ name }) => name);
  await keepProof(subject, property, { script, obligations, solvers: names });
}

/** What is to be proven, and the obligations that together prove it. */
interface Attempt {
  readonly question: ProofQuestion;
  readonly script: ProofScript;
}

/** A question for the solvers, or one whose answer is known without them. */
interface Question extends Held {
  readonly attempt: Attempt | ProofVerdict;
}

type Answered = Pick<Proof, "verdict" | "script">;

/** Whether the explorer has the answer: no proof is to be looked for. */
function isKnown({ verdict }: CheckResult): boolean {
  return verdict.verdict === "violated" || verdict.verdict === "failed";
}

/** What the explorer says, where it has the answer. */
function knownVerdict(result: CheckResult, embeddings: Embeddings): ProofVerdict | null {
  const { verdict } = result;
  if (verdict.verdict === "violated") {
    const onContaining = embeddings.of(result);
    return { verdict: "violated", states: traceLength(verdict.trace), onContaining };
  }
  return verdict.verdict === "failed" ? verdict : null;
}

/** The obligations of the clauses that are written for the property. */
async function writtenAttempt(
  { subject, property }: Held,
  models: Models,
  signal: AbortSignal | undefined,
): Promise<Attempt | ProofVerdict> {
  const { policy, platform, axes = bareAxes } = subject;
  const whole = await models.of(policy, property, axes, signal);
  if (whole === null) return notProven({ kind: "no invariant" });
  if (whole.kind === "refused") {
    const message = whole.diagnostics[0]?.message ?? "the clauses do not compile";
    return notProven({ kind: "other memory", message });
  }
  const model = proofModel(whole, property, axes);
  if (model.kind === "other memory") {
    const message = `they read \`policyMemory.${model.field}\`, which ${policy.name} does not keep`;
    return notProven({ kind: "other memory", message });
  }
  return translated(proofQuestion(model, policy.name, platform, property, axes));
}

/** The obligations of a question, or why there can be none. */
function translated(question: ProofQuestion): Attempt | ProofVerdict {
  try {
    return { question, script: proofScript(question) };
  } catch (error) {
    if (!(error instanceof Diagnostic) || error.code !== "smt/untranslatable") throw error;
    return notProven({ kind: "untranslatable", message: error.message });
  }
}

/** What each solver says of each question that was put to them. */
async function asked(
  questions: readonly Question[],
  { solvers, settings, onObligation }: ProofSettings,
): Promise<ReadonlyMap<QuestionKey, readonly (readonly [string, Answers])[]>> {
  const open = questions.flatMap(({ subject, property, attempt }) =>
    "verdict" in attempt
      ? []
      : [{ key: questionKey({ ...subject, property }), script: attempt.script }],
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
  { solvers, settings }: ProofSettings,
  found: string | null = null,
): Promise<Answered> {
  const conclusion = conclude(script, answers);
  const answered = (verdict: ProofVerdict): Answered => ({ verdict, script: scriptText(script) });
  if (conclusion.kind === "proven") {
    const { obligations } = conclusion;
    const { clauses } = question;
    return answered({ verdict: "proven", obligations, clauses, superfluous: [], found });
  }
  const { obligation, said } = conclusion;
  const [first = npmZ3] = solvers;
  const broken =
    said === "sat" && obligation.expected === "unsat"
      ? await findBrokenStep(question, obligation.name, machines, first, settings)
      : null;
  return answered(notProven({ kind: "obligation", obligation, said, broken }));
}

/** Whether other clauses may help: not where a solver did not find out, or nothing can be translated. */
function mayBeFound(missing: Missing): boolean {
  switch (missing.kind) {
    case "no invariant":
    case "other memory":
      return true;
    case "untranslatable":
      return false;
    case "obligation":
      return missing.said === "sat";
  }
}

/**
 * A proof with clauses that are sought for the policy; where there is none, what came of those that are
 * written. What is found is put to all solvers, as what is written is.
 */
async function soughtFor(
  { subject, property }: Held,
  written: Answered,
  request: ProofSettings,
): Promise<Answered> {
  const { policy, platform, axes } = subject;
  // What is sought is about one CPU.
  if (axes !== undefined && axes.board !== null) return written;
  const { solvers, settings } = request;
  const sought = { file: fileOf(policy), policy: policy.name, platform, axes, property };
  const invariant = await findInvariant(sought, seekerOf(solvers), settings);
  if (invariant === null) return written;
  const without: Answered =
    written.verdict.verdict === "not proven"
      ? { ...written, verdict: { ...written.verdict, candidates: invariant.tried } }
      : written;
  if (!invariant.isWhole) return without;
  const attempt = translated(invariant.question);
  if ("verdict" in attempt) return without;
  const said = await Promise.all(
    solvers.map(async (solver) => {
      const [answers = new Map()] = await askSolver(solver, [attempt.script], settings);
      return [solver.name, answers] as const;
    }),
  );
  const answered = await concluded(attempt, said, request, invariant.text);
  return answered.verdict.verdict === "proven" ? answered : without;
}

function notProven(missing: Missing): ProofVerdict {
  return { verdict: "not proven", missing, candidates: 0 };
}

function fileOf({ origin }: LoadedPolicy): string {
  return origin.kind === "builtIn" ? builtInPolicyFile(origin.name) : origin.file;
}

/** The models that were compiled, each once. */
class Models {
  readonly #known = new Map<string, ClauseModel>();

  /** The model of the policy with the clauses for the property; null where there are none. */
  async of(
    policy: LoadedPolicy,
    property: NmiProperty,
    { board }: NamedAxes,
    signal: AbortSignal | undefined,
  ): Promise<ClauseModel | null> {
    const cpus: CpuKind = board === null ? "one" : "several";
    const clauses = clauseFile(property, cpus);
    if (clauses === null) return null;
    const key = JSON.stringify([policy.digest, property, cpus]);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const model = await withoutPause(signal, () => compileClauses(fileOf(policy), clauses, cpus));
    this.#known.set(key, model);
    return model;
  }
}
