import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { chooseTools } from "../../analyses/check/check.js";
import { MemoryBudget } from "../../analyses/check/memory-budget.js";
import type { Checker } from "../../analyses/check/result.js";
import type { TlcTools } from "../../analyses/check/tlc-conclusions.js";
import { partPlaces } from "../../analyses/vacuity/unreached.js";
import { packageRoot } from "../../base/package/root.js";
import { axesPart } from "../../machine/configuration/axes-record.js";
import { knownScope } from "../../machine/proof/verdict-scope.js";
import { compiledOf, type Subject } from "../../machine/subject.js";
import type { Certificate } from "../certificate/schema.js";
import { certificateFolder, keep } from "../certificate/store.js";
import type { Answer } from "./answer.js";
import { answersTo, unansweredText } from "./answers-to.js";
import { brokenOutcome } from "./broken-gate.js";
import { answersFrom, certificateOf } from "./certify.js";
import type { GateChoices, GateListeners } from "./choices.js";
import { runConformance } from "./conformance.js";
import { conformancePinReasons } from "./conformance-pins.js";
import { gatesAbout, gatesAsking } from "./gate-questions.js";
import { judge, judgePins } from "./judge.js";
import { gateNames, type OpenConfig } from "./load-config.js";
import { type Known, type LookedUp, lookUp } from "./look-up.js";
import type { GateRun, VerdictGateOutcome, VerdictOutcome } from "./outcome.js";
import { pinFile, pinnedGates } from "./pin-file.js";
import { policyPlace } from "./policy-place.js";
import { type Asked, type Prepared, pinsFolder } from "./prepare.js";
import { StepCounter, stepsOf } from "./progress.js";
import { type Proof, type Proofs, prove } from "./prove.js";
import { type Reason, reason } from "./reason.js";
import {
  coverageFrom,
  coverageOf,
  type PlatformCoverage,
  vacuityReasons,
  witnessReasons,
} from "./vacuity-reasons.js";

/** What came of the gates, with the certificate of each that has one. */
export interface GatesRun extends GateRun {
  readonly certificates: ReadonlyMap<string, Omit<Certificate, "sha256">>;
  readonly prepared: readonly Prepared[];
}

/**
 * Runs the gates of a config, and compares the results with what the config expects. A gate
 * whose certificate is in the cache is not run again; one whose policy is refused fails, and the
 * others are run.
 *
 * @throws Diagnostic for TLC when it is missing, and `check/over-budget`
 */
export async function runGates(
  opened: OpenConfig,
  choices: GateChoices,
  listeners: GateListeners = {},
): Promise<GatesRun> {
  const began = performance.now();
  const isChosen = ({ name }: { readonly name: string }): boolean =>
    choices.only?.includes(name) ?? true;
  const { tlcJar, checker: name } = choices;
  const tools = await chooseTools(
    { checker: name, ...(tlcJar === undefined ? {} : { tlcJar }) },
    listeners,
  );
  const found: LookedUp[] = [];
  for (const [index, gate] of opened.config.gates.entries()) {
    if (isChosen(gate)) found.push(await lookUp(opened, gate, index, tools, choices, listeners));
  }
  const known = found.filter((one) => one.kind === "known");
  const open = known.filter(({ certificate }) => certificate === null);
  const engines = opened.config.conformance.filter(isChosen);
  const steps = stepCounter(known, open, engines.length, listeners);
  for (const { prepared, certificate } of known) {
    if (certificate !== null) steps.done("cached", prepared.gate.name);
  }
  const proofs = await proveOpen(open, tools, choices, steps, listeners);
  const checker = proofs?.checker ?? checkerOf(tools, choices);
  const gates: VerdictGateOutcome[] = [];
  const certificates = new Map<string, Omit<Certificate, "sha256">>();
  for (const one of found) {
    if (one.kind === "broken") {
      gates.push(brokenOutcome(one, opened));
      continue;
    }
    const proof = proofs?.of.get(one.prepared.index) ?? null;
    const made = proof === null ? one.certificate : certify(one, proof);
    if (made !== null) certificates.set(one.prepared.gate.name, made);
    if (proof !== null && made !== null && choices.cache !== false) {
      const problem = await keep(made, certificateFolder());
      if (problem !== null) listeners.onRemark?.(`the certificate was not kept: ${problem}`);
    }
    gates.push(await outcomeOf(one, proof, opened, choices, checker));
  }
  const conformance = [];
  for (const [index, gate] of opened.config.conformance.entries()) {
    if (isChosen(gate)) {
      const place = opened.place(["conformance", index, "engine"]);
      const outcome = await runConformance(gate, place, choices, listeners);
      const pinned = await conformancePinReasons(pinsFolder(opened), gate);
      conformance.push({ ...outcome, reasons: [...pinned, ...outcome.reasons] });
      steps.done("conformed", gate.name);
    }
  }
  return {
    nmicheck: choices.version,
    config: opened.file,
    checker,
    gates: [...gates, ...conformance],
    reasons: choices.only === undefined ? await strayPins(opened) : [],
    seconds: (performance.now() - began) / 1000,
    certificates,
    prepared: known.map(({ prepared }) => prepared),
  };
}

function stepCounter(
  known: readonly Known[],
  open: readonly Known[],
  engines: number,
  { onStep }: GateListeners,
): StepCounter {
  const all = known.length - open.length + stepsOf(open.map(({ prepared }) => prepared)) + engines;
  return new StepCounter(all, (step) => onStep?.(step));
}

async function proveOpen(
  open: readonly Known[],
  tools: TlcTools | null,
  { version, workers, heap, memoryBytes, timeoutSeconds, signal }: GateChoices,
  steps: StepCounter,
  { onPlan, ...listeners }: GateListeners,
): Promise<Proofs | null> {
  if (open.length === 0) return null;
  const gates = open.map(({ prepared }) => prepared);
  return prove(gates, {
    version,
    tools,
    budget: new MemoryBudget(memoryBytes, onPlan),
    onVerdict: (result) => {
      const about = { platform: result.platform.name, property: result.property };
      for (const name of gatesAsking(gates, result)) steps.done("checked", name, about);
    },
    onMeasured: (subject) => {
      const about = { platform: subject.platform.name };
      for (const name of gatesAbout(gates, subject)) steps.done("counted", name, about);
    },
    ...(workers === undefined ? {} : { workers }),
    ...(heap === undefined ? {} : { heap }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(signal === undefined ? {} : { signal }),
    ...listeners,
  });
}

/** Who gave the verdicts of certificates. */
function checkerOf(tools: TlcTools | null, { version }: GateChoices): Checker {
  if (tools === null) return { name: "explorer", version, reductions: [] };
  return {
    name: "tlc",
    version: tools.jar.known?.fileName ?? "unknown",
    jarSha256: tools.jar.sha256,
    jarVerified: tools.jar.known !== null,
  };
}

/** Where the witnesses do not agree there is nothing to certify. */
function certify({ prepared, depends }: Known, proof: Proof): Omit<Certificate, "sha256"> | null {
  const agree = proof.measured.every((one) => witnessReasons(one).length === 0);
  return agree ? certificateOf(prepared, depends, proof) : null;
}

async function outcomeOf(
  { prepared, certificate }: Known,
  proof: Proof | null,
  opened: OpenConfig,
  choices: GateChoices,
  checker: Checker,
): Promise<VerdictGateOutcome> {
  const { gate, index, pins, asked } = prepared;
  const answers = proof?.answers ?? (certificate === null ? [] : answersFrom(certificate, checker));
  const verdicts: VerdictOutcome[] = [];
  const reasons: Reason[] = [...judgePins(pins, gate)];
  const answerTo = answersTo(prepared, answers);
  for (const { subject, properties } of asked) {
    const platform = subject.platform.name;
    for (const property of properties) {
      const joined = answerTo(platform, property);
      if (joined.kind !== "one") {
        const what = `${property} on ${platform}`;
        reasons.push(reason("unanswered", unansweredText(what, joined)));
        continue;
      }
      verdicts.push(
        await verdictOutcome(joined.answer, { subject, properties }, prepared, opened, choices),
      );
    }
  }
  const coverage =
    proof?.measured.map(coverageOf) ??
    (await coverageOfCertificate(certificate, asked[0]?.subject));
  const askedOn = (name: string) =>
    asked.find(({ subject }) => subject.platform.name === name)?.properties ?? [];
  return {
    kind: "verdicts",
    name: gate.name,
    policy: gate.policy,
    chain: gate.chain,
    rips: gate.rips,
    ...axesPart(gate.axes),
    place: opened.place(["gates", index, "policy"]),
    verdicts,
    reasons: [
      ...reasons,
      ...(await staleReasons(prepared)),
      ...(proof?.measured ?? []).flatMap(witnessReasons),
      ...(proof?.unmeasured ?? []).map(({ subject, bound }) =>
        reason(
          "undecided",
          `what is reached on ${subject.platform.name} was not counted within ${bound}.`,
        ),
      ),
      ...(proof?.uncounted ?? []).map(({ platform }) =>
        reason("unanswered", `nobody has counted what is reached on ${platform.name}.`),
      ),
      ...vacuityReasons(coverage, askedOn, gate.neverReached),
      ...jarReasons(checker, opened.config.acceptJar),
    ],
    cached: proof === null,
    seconds: Math.max(0, ...answers.map(({ seconds }) => seconds)),
  };
}

async function coverageOfCertificate(
  certificate: Certificate | null,
  subject: Subject | undefined,
): Promise<readonly PlatformCoverage[]> {
  if (certificate === null || subject === undefined) return [];
  const { model, module } = await compiledOf(subject, []);
  const places = partPlaces(model, module);
  return certificate.platforms.map((platform) => coverageFrom(platform, places));
}

/**
 * What people read of the core under a built-in policy is in `generated/`: it must be what the typed
 * model makes.
 */
async function staleReasons({ gate, policy }: Prepared): Promise<readonly Reason[]> {
  if (gate.axes !== undefined || policy.origin.kind !== "builtIn") return [];
  const { generatedCore } = await import("../../machine/generate/open-policy.js");
  const stale: Reason[] = [];
  for (const { name, text } of await generatedCore(policy)) {
    const file = join(packageRoot, "generated", `${name}.tla`);
    if ((await readFile(file, "utf8").catch(() => null)) === text) continue;
    stale.push(
      reason("stale-tla", `generated/${name}.tla is not what the typed model makes of it.`, {
        details: ["`nmicheck generate` writes it anew."],
      }),
    );
  }
  return stale;
}

/** A jar that nobody vouches for gives no verdict that a gate takes. */
function jarReasons(checker: Checker, accepted: string | undefined): readonly Reason[] {
  if (checker.name !== "tlc" || checker.jarVerified || checker.jarSha256 === accepted) return [];
  return [
    reason(
      "jar-unverified",
      `the jar of TLC with the SHA-256 ${checker.jarSha256} is none of the releases that nmicheck knows.`,
      { details: ["`acceptJar` in the config names a jar of your own that is to be trusted."] },
    ),
  ];
}

async function verdictOutcome(
  answer: Answer,
  { subject }: Asked,
  { gate, index, pins }: Prepared,
  opened: OpenConfig,
  { version }: GateChoices,
): Promise<VerdictOutcome> {
  const { property, platform, verdict } = answer;
  const expected = gate.expect[platform]?.[property] ?? "holds";
  const { certified, states, depth, collisionProbability } = answer;
  return {
    platform,
    property,
    expected,
    verdict: verdict.kind,
    scope: await scopeOf(answer, subject),
    certified,
    states,
    depth,
    collisionProbability,
    counterexample:
      verdict.kind === "violated"
        ? { events: verdict.events, because: verdict.because, replayedOn: verdict.replayedOn }
        : null,
    reasons: judge(answer, {
      expected,
      pin: pins.kind === "read" ? pins.pins.verdicts[platform]?.[property] : undefined,
      pins,
      subject,
      place: opened.place(["gates", index, "expect", platform, property]),
      policyPlace: await policyPlace(subject, property),
      version,
    }),
  };
}

/** Which machines a verdict is about. */
async function scopeOf(
  { property, verdict }: Answer,
  { policy, platform, axes }: Subject,
): Promise<VerdictOutcome["scope"]> {
  if (verdict.kind === "holds") {
    return verdict.everyChain?.kind === "proven" ? "every-chain" : "machine";
  }
  if (verdict.kind !== "violated") return "machine";
  return (await knownScope({ policy, platform, axes, property, verdict: verdict.kind })).scope;
}

/** Pins of a gate that the config does not have any more: somebody dropped it. */
async function strayPins(opened: OpenConfig): Promise<readonly Reason[]> {
  const folder = pinsFolder(opened);
  const names = gateNames(opened);
  return (await pinnedGates(folder))
    .filter((name) => !names.includes(name))
    .map((name) =>
      reason(
        "gate-dropped",
        `${pinFile(folder, name)} pins a gate that the config does not have.`,
        { details: ["if that is right, `nmicheck gate --update` removes it."] },
      ),
    );
}
