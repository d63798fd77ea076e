import { resolve } from "node:path";
import { readHeap, readName, readPositive } from "../../configuration/read.js";
import { unknownGate } from "../../gate/faults.js";
import { findConfig } from "../../gate/find-config.js";
import { loadConfig, type OpenConfig } from "../../gate/load-config.js";
import { type GateRun, passes, reasonsOf } from "../../gate/outcome.js";
import { type GateChoices, runGates } from "../../gate/run-gates.js";
import { requireNoCi, updateExpectations } from "../../gate/update.js";
import { gateDocument } from "../../reporters/document.js";
import { terminalReport } from "../../reporters/terminal.js";
import { EXIT, type ExitCode, worst } from "../exit-code.js";
import { interruptSignal } from "../interrupt.js";
import type { Output } from "../output.js";
import { progressLine } from "../progress.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck gate` as the command line gives them. */
export interface GateOptions {
  readonly config?: string;
  readonly gate?: readonly string[];
  readonly checker?: string;
  readonly workers?: string;
  readonly heap?: string;
  readonly timeout?: string;
  readonly tlcJar?: string;
  readonly update?: boolean;
  readonly json?: boolean;
}

/** `nmicheck gate`: the gates of the project's config, and whether all is as expected. */
export function gateCommand(output: Output): (options: GateOptions) => Promise<ExitCode> {
  return async (options) => {
    if (options.update === true) requireNoCi();
    const file = options.config === undefined ? findConfig(process.cwd()) : resolve(options.config);
    const opened = loadConfig(file);
    requireGates(opened, options.gate ?? []);
    const progress = progressLine(output);
    const { signal, release } = interruptSignal();
    try {
      const run = await runGates(opened, choicesOf(options, signal), {
        onProgress: progress.update,
        onRemark: (text) => output.remark(`${text}\n`),
      });
      progress.clear();
      if (options.update === true) return await update(opened, run, output);
      output.answer(
        options.json === true
          ? `${JSON.stringify(gateDocument(run), null, 2)}\n`
          : terminalReport(run, { colour: output.colour, folder: process.cwd() }),
      );
      return exitCodeOf(run);
    } finally {
      progress.clear();
      release();
    }
  };
}

function choicesOf(options: GateOptions, signal: AbortSignal): GateChoices {
  return {
    version: nmicheckVersion(),
    checker: readName("checker", options.checker ?? "tlc", ["tlc", "explorer"]),
    signal,
    ...(options.gate === undefined ? {} : { only: options.gate }),
    ...(options.tlcJar === undefined ? {} : { tlcJar: resolve(options.tlcJar) }),
    ...(options.workers === undefined
      ? {}
      : { workers: readPositive("--workers", options.workers) }),
    ...(options.heap === undefined ? {} : { heap: readHeap(options.heap) }),
    ...(options.timeout === undefined
      ? {}
      : { timeoutSeconds: readPositive("--timeout", options.timeout) }),
  };
}

function requireGates({ config }: OpenConfig, names: readonly string[]): void {
  const known = [...config.gates, ...config.conformance].map(({ name }) => name);
  for (const name of names) if (!known.includes(name)) throw unknownGate(name, known);
}

async function update(opened: OpenConfig, run: GateRun, output: Output): Promise<ExitCode> {
  const { changes, left } = await updateExpectations(opened, run);
  output.answer(changes.length === 0 ? "nothing to update.\n" : `${changes.join("\n")}\n`);
  for (const line of left) output.remark(`${line}\n`);
  return left.length === 0 ? EXIT.expected : EXIT.unexpected;
}

/** 0 if every gate passes; else by the worst reason: not as expected, the user's mistake, a tool. */
function exitCodeOf(run: GateRun): ExitCode {
  if (passes(run)) return EXIT.expected;
  const reasons = [...run.reasons, ...run.gates.flatMap(reasonsOf)];
  return worst(reasons.map(({ blame }) => (blame === null ? EXIT.unexpected : EXIT[blame])));
}
