import { resolve } from "node:path";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import type { GateChoices } from "../../gates/gate/choices.js";
import { CONFIG_FILE, findConfig } from "../../gates/gate/find-config.js";
import { type GateRun, passes, reasonsOf } from "../../gates/gate/outcome.js";
import { type RunCircumstances, recordedRun } from "../../gates/gate/recorded-run.js";
import {
  type ChosenReport,
  parseReporters,
  type ReportTarget,
  writeReports,
} from "../../gates/reporters/choose.js";
import { removeOlderReports } from "../../gates/reporters/report-file.js";
import { heapBytes, readHeap, readName, readPositive } from "../../machine/configuration/read.js";
import { EXIT, type ExitCode, worst } from "../exit-code.js";
import { Interrupted, interruptible } from "../interrupt.js";
import type { Output } from "../output.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck gate` as the command line gives them. */
export interface GateOptions {
  readonly config?: string;
  readonly gate?: readonly string[];
  readonly checker?: string;
  readonly workers?: string;
  readonly heap?: string;
  readonly memory?: string;
  readonly timeout?: string;
  readonly tlcJar?: string;
  readonly update?: boolean;
  /** False with `--no-cache`. */
  readonly cache?: boolean;
  readonly certificates?: string;
  readonly reporter?: readonly string[];
  readonly json?: boolean;
}

/** `nmicheck gate`: the gates of the project's config, and whether all is as expected. */
export function gateCommand(output: Output): (options: GateOptions) => Promise<ExitCode> {
  return async (options) => {
    const reporters = parseReporters(options.reporter ?? [], options.json === true);
    if (options.update !== true) await removeOlderReports(reporters);
    const target = { answer: output.answer, colour: output.colour, folder: process.cwd() };
    let run: Awaited<ReturnType<typeof anyRun>>;
    try {
      run = await anyRun(options, reporters, output);
    } catch (error) {
      if (!(error instanceof Interrupted)) await reportBroken(error, options, reporters, target);
      throw error;
    }
    if (run === "updated") return EXIT.expected;
    if (run === "left") return EXIT.unexpected;
    await writeReports(run, reporters, target);
    return exitCodeOf(run);
  };
}

/** The recorded run of what is asked, or a new one. */
async function anyRun(
  options: GateOptions,
  reporters: readonly ChosenReport[],
  output: Output,
): Promise<GateRun | "updated" | "left"> {
  const file = options.config === undefined ? findConfig(process.cwd()) : resolve(options.config);
  const choices = choicesOf(options);
  const circumstances: RunCircumstances = {
    config: file,
    version: choices.version,
    checker: choices.checker,
    ...(choices.tlcJar === undefined ? {} : { tlcJar: choices.tlcJar }),
  };
  const recorded = isPlain(options) ? await recordedRun(circumstances) : null;
  return recorded ?? (await fullRun(file, options, reporters, choices, circumstances, output));
}

/**
 * Reports a run that ended with a diagnostic, in files and as annotations: who reads only these must not
 * take silence for success. What goes to the user, or to standard output as a document, is left out:
 * the diagnostic itself is told on the other stream.
 */
async function reportBroken(
  error: unknown,
  { config, update }: GateOptions,
  reporters: readonly ChosenReport[],
  target: ReportTarget,
): Promise<void> {
  const told = reporters.filter(({ name, file }) => file !== null || name === "github");
  if (update === true || told.length === 0) return;
  const { brokenRun } = await import("../../gates/gate/broken-run.js");
  const { unexpected } = await import("../diagnostics.js");
  const diagnostic = error instanceof Diagnostic ? error : unexpected(error);
  const run = brokenRun(nmicheckVersion(), resolve(config ?? CONFIG_FILE), diagnostic);
  // If they cannot be written either, there are none: the older ones are gone.
  await writeReports(run, told, target).catch(() => {});
}

/** Only a run of everything, of which nothing but the reports is wanted, may be a recorded one. */
function isPlain({ gate, update, cache, certificates }: GateOptions): boolean {
  return gate === undefined && update !== true && cache !== false && certificates === undefined;
}

/** Everything that needs the compiler is loaded here. */
async function fullRun(
  file: string,
  options: GateOptions,
  reporters: readonly ChosenReport[],
  choices: GateChoices,
  circumstances: RunCircumstances,
  output: Output,
): Promise<GateRun | "updated" | "left"> {
  const { gateProgressLine } = await import("../gate-progress.js");
  const { gateNames, loadConfig } = await import("../../gates/gate/load-config.js");
  const { unknownGate } = await import("../../gates/gate/diagnostics.js");
  const { runGates } = await import("../../gates/gate/run-gates.js");
  const { inputsOf } = await import("../../gates/gate/inputs.js");
  const { recordRun } = await import("../../gates/gate/recorded-run.js");
  if (options.update === true) (await import("../../gates/gate/update.js")).requireNoCi();
  const opened = loadConfig(file);
  const known = gateNames(opened);
  for (const name of options.gate ?? []) if (!known.includes(name)) throw unknownGate(name, known);
  const isForTools = reporters.some(({ name, file }) => name === "json" && file === null);
  const progress = gateProgressLine(output, isForTools);
  return interruptible(output, async (signal) => {
    const run = await runGates(
      opened,
      { ...choices, signal },
      {
        onProgress: progress.onProgress,
        onStep: progress.onStep,
        onRemark: (text) => output.remark(`${text}\n`),
      },
    );
    progress.clear();
    // What was not answered for that reason is no answer of a gate.
    signal.throwIfAborted();
    if (options.update === true) return await update(opened, run, output);
    if (options.certificates !== undefined) {
      const { writeCertificates } = await import("../../gates/certificate/store.js");
      await writeCertificates(run.certificates, resolve(options.certificates));
    }
    const { certificates, prepared, ...plain } = run;
    if (options.gate === undefined && options.cache !== false) {
      const inputs = await inputsOf(opened, prepared, run);
      const keys = [...certificates.values()].map(({ key }) => key);
      if (inputs !== null) await recordRun(circumstances, plain, inputs, keys);
    }
    return plain;
  }).finally(progress.clear);
}

function choicesOf(options: GateOptions): GateChoices {
  return {
    version: nmicheckVersion(),
    checker: readName("checker", options.checker ?? "tlc", ["tlc", "explorer"]),
    ...(options.cache === undefined ? {} : { cache: options.cache }),
    ...(options.gate === undefined ? {} : { only: options.gate }),
    ...(options.tlcJar === undefined ? {} : { tlcJar: resolve(options.tlcJar) }),
    ...(options.workers === undefined
      ? {}
      : { workers: readPositive("--workers", options.workers) }),
    ...(options.heap === undefined ? {} : { heap: readHeap(options.heap) }),
    ...(options.memory === undefined
      ? {}
      : { memoryBytes: heapBytes(readHeap(options.memory, "--memory")) }),
    ...(options.timeout === undefined
      ? {}
      : { timeoutSeconds: readPositive("--timeout", options.timeout) }),
  };
}

async function update(
  opened: Parameters<typeof import("../../gates/gate/update.js")["updateExpectations"]>[0],
  run: GateRun,
  output: Output,
): Promise<"updated" | "left"> {
  const { updateExpectations } = await import("../../gates/gate/update.js");
  const { changes, left } = await updateExpectations(opened, run);
  output.answer(changes.length === 0 ? "nothing to update.\n" : `${changes.join("\n")}\n`);
  for (const line of left) output.remark(`${line}\n`);
  return left.length === 0 ? "updated" : "left";
}

/** 0 if every gate passes; else by the worst reason: not as expected, the user's mistake, a tool. */
function exitCodeOf(run: GateRun): ExitCode {
  if (passes(run)) return EXIT.expected;
  const reasons = [...run.reasons, ...run.gates.flatMap(reasonsOf)];
  return worst(reasons.map(({ blame }) => (blame === null ? EXIT.unexpected : EXIT[blame])));
}
