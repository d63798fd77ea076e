import { resolve } from "node:path";
import { proveDocument } from "../../analyses/prove/document.js";
import { prove } from "../../analyses/prove/prove.js";
import type { Proof } from "../../analyses/prove/verdict.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import { writeAtomic } from "../../base/document/write-atomic.js";
import { makeOutFolder, pathIn, requireNoLink } from "../../base/out/folder.js";
import { requireOurs } from "../../base/out/ours.js";
import { npmZ3, solversOnPath } from "../../compiler/smt/solver/solvers.js";
import { readEach } from "../../machine/configuration/list.js";
import { readProperty } from "../../machine/configuration/property.js";
import { readPositive } from "../../machine/configuration/read.js";
import { isModuleOf } from "../../machine/generate/folder.js";
import { everyStateProperty, nmiProperties } from "../../machine/model/property-names.js";
import { builtInProofs } from "../../machine/proof/built-in-proofs.js";
import { embeddingFileName, proofFileName } from "../../machine/proof/file-name.js";
import type { Subject } from "../../machine/subject.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { learnedRemarks } from "../learned-remark.js";
import type { Output } from "../output.js";
import { workProgressLine } from "../progress.js";
import { proofsText } from "../proofs-text.js";
import { type MachineOptions, readAnyQuestion, readMachine } from "../question.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck prove` as the command line gives them. */
export interface ProveOptions extends MachineOptions {
  readonly policy?: readonly string[];
  readonly platform?: readonly string[];
  readonly property?: readonly string[];
  readonly timeout?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** The most that a solver may take for one answer, in seconds, unless it is said. */
const SECONDS = 10;

/** `nmicheck prove`: what holds for every chain, and what keeps the rest from being proven. */
export function proveCommand(output: Output): (options: ProveOptions) => Promise<ExitCode> {
  return async (options) => {
    const seconds =
      options.timeout === undefined ? SECONDS : readPositive("--timeout", options.timeout);
    const known = readMachine(options) === undefined ? nmiProperties : everyStateProperty;
    readEach("--property", options.property ?? known, (name) =>
      readProperty("`prove`", name, known),
    );
    const question = await readAnyQuestion(options, learnedRemarks(output));
    if (question.kind === "refused") return reportDiagnostics(question.diagnostics, output);
    const { subjects, properties } = question;
    const folder = options.out === undefined ? null : await makeOutFolder(resolve(options.out));
    const progress = workProgressLine(output, options.json === true, {
      command: "prove",
      unit: "obligations",
    });
    return interruptible(output, async (signal) => {
      const solvers = [npmZ3, ...(await solversOnPath())];
      const proofs = await prove({
        subjects,
        properties,
        solvers,
        settings: { milliseconds: seconds * 1000, signal },
        version: nmicheckVersion(),
        onObligation: (done, all) => progress.update(done, all),
      });
      progress.clear();
      if (folder !== null) await writeProofs(folder, proofs);
      const names = solvers.map(({ name }) => name);
      if (options.json === true) {
        const document = proveDocument(nmicheckVersion(), names, seconds, proofs);
        output.answer(`${JSON.stringify(document, null, 2)}\n`);
      } else {
        output.answer(proofsText(proofs, names, output.colour));
      }
      for (const engine of learnedEngines(subjects)) output.remark(learnedText(engine));
      for (const { verdict } of proofs) {
        if (verdict.verdict === "failed")
          output.remark(`${renderDiagnostic(verdict.failure.diagnostic)}\n`);
      }
      return exitCode(proofs, isWhole(options));
    }).finally(progress.clear);
  };
}

/** The engines that policies were learned from, each once. */
function learnedEngines(subjects: readonly Subject[]): ReadonlySet<string> {
  return new Set(
    subjects.flatMap(({ policy: { origin } }) =>
      origin.kind === "file" && origin.learnedFrom !== undefined ? [origin.learnedFrom] : [],
    ),
  );
}

/** What a proof says of the code that a policy was learned from. */
function learnedText(engine: string): string {
  return `The proof is of the policy as it was learned from ${engine}, on one chain: that its code does so on every chain is not proven.\n`;
}

/** Whether nothing was named: then what is proven of the scorecard is expected, and nothing else. */
function isWhole({ policy, platform, property, axis, cpus }: ProveOptions): boolean {
  return [policy, platform, property, axis, cpus].every((value) => value === undefined);
}

function exitCode(proofs: readonly Proof[], whole: boolean): ExitCode {
  const failures = proofs.flatMap(({ verdict }) =>
    verdict.verdict === "failed" ? [verdict.failure.blame] : [],
  );
  if (failures.includes("tool")) return EXIT.tool;
  if (failures.includes("user")) return EXIT.user;
  const isMet = (proof: Proof): boolean =>
    proof.verdict.verdict === (whole && !isBuiltInProof(proof) ? "violated" : "proven");
  return proofs.every(isMet) ? EXIT.expected : EXIT.unexpected;
}

function isBuiltInProof({ policy, platform, property }: Proof): boolean {
  return builtInProofs.some(
    (proof) =>
      proof.policy === policy.name &&
      proof.platform === platform.name &&
      proof.property === property,
  );
}

/** What the solvers were asked, by the names of the files. */
function scriptsOf(proofs: readonly Proof[]): ReadonlyMap<string, string> {
  const scripts = new Map<string, string>();
  for (const { policy, platform, axes, property, script, verdict } of proofs) {
    if (script !== null) {
      const of = { policy: policy.name, platform: platform.name, axes: axes?.names, property };
      scripts.set(proofFileName(of), script);
    }
    if (verdict.verdict === "violated" && verdict.onContaining !== null) {
      const name = embeddingFileName(policy.name, platform.chain);
      scripts.set(name, verdict.onContaining.script);
    }
  }
  return scripts;
}

async function writeProofs(folder: string, proofs: readonly Proof[]): Promise<void> {
  for (const [name, script] of scriptsOf(proofs)) {
    const file = pathIn(folder, name);
    await requireNoLink(file);
    await requireOurs(file, isModuleOf(name));
    await writeAtomic(file, script);
  }
}
