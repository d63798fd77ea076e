import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import type { Answer, Engine } from "../../engines/engine.js";
import { logAndTraces } from "../../engines/hardware/diagnostics.js";
import { machineEngine } from "../../engines/hardware/machine-engine.js";
import { type MachineLog, readMachineLog } from "../../engines/hardware/machine-log.js";
import {
  defaultEngine,
  type EngineChoice,
  openEngine,
  requireEngineName,
} from "../../engines/open.js";
import { type DivergenceKind, divergedText } from "../../engines/replay/divergence.js";
import { replayAll } from "../../engines/replay/replay-all.js";
import type { NmiPair, ReplayResult } from "../../engines/replay/replay-trace.js";
import { explainTrace } from "../../machine/trace/explain-trace.js";
import { isBoardTrace, type NmiShown, type Trace } from "../../machine/trace/schema.js";
import { counted } from "../../machine/trace/words.js";
import { EXIT, type ExitCode, exitCodeOf, worst } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { loggedTraces, machineOf, machineText } from "../machine-text.js";
import { type Output, palette } from "../output.js";
import { confirmedTraces, namedTraces, policyUnused, type TraceSource } from "../trace-sources.js";

/** The options of `nmicheck replay`. */
export interface ReplayOptions {
  readonly engine?: string;
  readonly engineCommand?: string;
  /** The policy file of traces of a user's policy. */
  readonly policy?: string;
  /** The log of a run of `nmicheck module`, in place of traces and an engine. */
  readonly log?: string;
  readonly json?: boolean;
}

/** One trace played, as `--json` has it. */
interface Played {
  readonly file: string;
  readonly engine: string;
  readonly verdict: ReplayResult["verdict"] | "refused";
  readonly nmis?: number;
  /** Whether it diverges in what the kernel does, or only in what it keeps. */
  readonly kind?: DivergenceKind;
  readonly detail?: string;
  /** What the engine only imitated. */
  readonly imitated?: readonly string[];
  /** A kernel's code as it stands was compared with a user's policy. */
  readonly asItStands?: true;
}

/** `nmicheck replay FILE…`: plays traces on an engine and compares every NMI. */
export function replayCommand(
  output: Output,
): (files: readonly string[], options: ReplayOptions) => Promise<ExitCode> {
  return async (files, options) => {
    return interruptible(output, async (signal) => {
      const named = choiceOf(options);
      if (named?.kind === "name") requireEngineName(named.name);
      const engine: EngineChoice = named ?? {
        kind: "name",
        name: defaultEngine({ builtIn: true }),
      };
      const isModelNamed = named?.kind === "name" && named.name === "model";
      const log = options.log === undefined ? undefined : await logOf(options.log, files);
      const texts = log === undefined ? await namedTraces(files) : loggedTraces(log);
      if (log !== undefined && options.json !== true) output.answer(`${machineText(log)}\n`);
      const codes: ExitCode[] = [];
      const played: Played[] = [];
      let usesPolicy = false;
      // What keeps the engine from starting is told once, however many traces wait for it.
      let notStarted: Diagnostic | undefined;
      const start = async (): Promise<Engine> => {
        if (log !== undefined) return machineEngine(log);
        try {
          return await openEngine(engine, {
            signal,
            onProgress: (text) => output.remark(`${text} …\n`),
          });
        } catch (error) {
          if (error instanceof Diagnostic) {
            notStarted = error;
            output.remark(`${renderDiagnostic(error)}\n`);
          }
          throw error;
        }
      };
      const sources = confirmedTraces(texts, options.policy, (file, diagnostic) => {
        codes.push(exitCodeOf(diagnostic));
        played.push({ file, engine: "", verdict: "refused", detail: diagnostic.message });
        output.remark(`${renderDiagnostic(diagnostic)}\n`);
      });
      const plays = replayAll(sources, {
        start,
        onModel: ({ own, trace, policy }) => {
          if (named !== null || log !== undefined) return isModelNamed ? own : undefined;
          // The engine that plays where none is named has one CPU.
          return isBoardTrace(trace) ? policy : own;
        },
        onNmi: (_source, pair) => {
          if (options.json !== true && texts.length === 1) {
            output.answer(`${pairText(pair, output.colour)}\n`);
          }
        },
      });
      for await (const { source, result } of plays) {
        codes.push(codeOf(source, result));
        usesPolicy ||= source.own !== undefined;
        const { imitated, asItStands } = result;
        played.push({
          ...playedOf(source, result),
          ...(imitated && { imitated }),
          ...(asItStands && { asItStands }),
        });
        if (options.json === true) continue;
        if (result.verdict === "failed" && result.diagnostic === notStarted) continue;
        output.answer(`${resultText(source, result, output.colour)}\n`);
      }
      const isRefused = played.some(({ verdict }) => verdict === "refused");
      if (options.policy !== undefined && !usesPolicy && !isRefused) {
        codes.push(EXIT.user);
        output.remark(`${renderDiagnostic(policyUnused(options.policy))}\n`);
      }
      if (options.json === true) {
        const machine = log === undefined ? {} : { machine: machineOf(log) };
        const document = { schema: "nmicheck.replay/1", ...machine, results: played };
        output.answer(`${JSON.stringify(document, null, 2)}\n`);
      } else if (texts.length > 1) {
        output.answer(`${summary(played)}\n`);
      }
      return worst(codes);
    });
  };
}

/** The engine that the options name, or null for that of each trace where they name none. */
function choiceOf({ engine, engineCommand }: ReplayOptions): EngineChoice | null {
  if (engineCommand !== undefined) return { kind: "command", command: engineCommand };
  return engine === undefined ? null : { kind: "name", name: engine };
}

/** The log of a machine, where nothing else was named. */
async function logOf(file: string, files: readonly string[]): Promise<MachineLog> {
  if (files.length > 0) throw logAndTraces();
  return readMachineLog(file);
}

function codeOf({ disputed }: TraceSource, result: ReplayResult): ExitCode {
  switch (result.verdict) {
    case "agrees":
      return disputed === null ? EXIT.expected : EXIT.unexpected;
    case "diverges":
    case "unsupported":
      return EXIT.unexpected;
    case "failed":
      return exitCodeOf(result.diagnostic);
  }
}

function playedOf({ file, disputed }: TraceSource, result: ReplayResult): Played {
  const engine = engineName(result);
  switch (result.verdict) {
    case "agrees": {
      const { nmis } = result;
      return disputed === null
        ? { file, engine, verdict: "agrees", nmis }
        : { file, engine, verdict: "diverges", nmis, detail: disputeText(disputed) };
    }
    case "diverges":
      return {
        file,
        engine,
        verdict: "diverges",
        nmis: result.nmis,
        kind: result.kind,
        detail: differenceText(disputed, divergedText(result)),
      };
    case "unsupported":
      return { file, engine, verdict: "unsupported", detail: result.reason };
    case "failed":
      return { file, engine, verdict: "failed", detail: result.diagnostic.message };
  }
}

/** The engine as it names itself, with its version. */
function engineName({ engine }: ReplayResult): string {
  if (engine.name === "") return engine.title;
  return engine.name.includes(engine.version) ? engine.name : `${engine.name} ${engine.version}`;
}

/** What both sides say of one NMI, side by side. */
function pairText({ model, reruns = [], engine }: NmiPair, colour: boolean): string {
  const paint = palette(colour);
  const said = engineText(engine);
  const expected = [model, ...reruns].map(runText).join("; once more: ");
  const mark = said === expected ? paint.green("=") : paint.red("≠");
  const b2b = model.backToBack ? "back-to-back" : "not back-to-back";
  return `NMI ${model.nmi}  ip ${model.rip}, ${b2b}\n  model   ${expected}\n${mark} engine  ${said}${kept(engine)}`;
}

/** What is to be seen of one run of the handlers. */
function runText({
  claimed,
  outcome,
  claimedUnknown,
  reason,
}: Pick<NmiShown, "claimed" | "outcome" | "claimedUnknown" | "reason">): string {
  const unknown = claimedUnknown === undefined ? "" : `, NMI_UNKNOWN [${claimedUnknown.join(",")}]`;
  const why = reason === undefined ? "" : ` (${reason})`;
  return `claimed [${claimed.join(",")}]${unknown}, ${outcome}${why}`;
}

/** What the kernel keeps after the NMI, where the engine can look into it. */
function kept(answer: Answer): string {
  if (answer.kind !== "nmi" || answer.state === undefined) return "";
  const { swallowNmi, lastNmiRip } = answer.state;
  return `; swallow_nmi ${swallowNmi}, last_nmi_rip ${lastNmiRip ?? "none"}`;
}

function engineText(answer: Answer): string {
  switch (answer.kind) {
    case "nmi":
      return [answer, ...(answer.reruns ?? [])].map(runText).join("; once more: ");
    case "refused":
      return `refused: ${answer.message}`;
    default:
      return "";
  }
}

/** What a trace says of its own events, and the typed model does not. */
function disputeText(disputed: Diagnostic): string {
  return `the trace is not what the typed model does:\n${renderDiagnostic(disputed)}`;
}

/** A difference between trace and engine, and where the trace itself is at fault. */
function differenceText(disputed: Diagnostic | null, difference: string): string {
  return disputed === null ? difference : `${difference}\n${disputeText(disputed)}`;
}

function resultText(
  { file, trace, disputed }: TraceSource,
  result: ReplayResult,
  colour: boolean,
): string {
  const paint = palette(colour);
  const on = `${file} on ${engineName(result)}`;
  switch (result.verdict) {
    case "agrees":
      if (disputed !== null) return `${paint.red("diverges")}  ${on}: ${disputeText(disputed)}`;
      return `${paint.green("agrees")}  ${on}: ${counted(result.nmis, "NMI")}, ${result.compared} compared.\n  ${explainTrace(trace)}.${standsText(trace, result)}${imitationText(result)}`;
    case "diverges":
      return `${paint.red("diverges")}  ${on}: ${differenceText(disputed, divergedText(result))}${standsText(trace, result)}${imitationText(result)}`;
    case "unsupported":
      return `${paint.yellow("unsupported")}  ${on}: ${result.reason}.`;
    case "failed":
      return `${paint.magenta("failed")}  ${on}: ${renderDiagnostic(result.diagnostic)}`;
  }
}

/** Which code was compared with a policy of a user's, and what of it could not be. */
function standsText({ policy }: Trace, { asItStands }: ReplayResult): string {
  if (asItStands !== true) return "";
  return `\n  the kernel's code as it stands was compared with ${policy.name}.`;
}

function imitationText({ imitated = [] }: ReplayResult): string {
  return imitated.map((what) => `\n  imitated: ${what}.`).join("");
}

function summary(played: readonly Played[]): string {
  const kinds = ["agrees", "diverges", "unsupported", "failed", "refused"] as const;
  const parts = kinds
    .map((kind) => ({ kind, count: played.filter((one) => one.verdict === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`);
  return `${counted(played.length, "trace")}: ${parts.join(", ")}.`;
}
