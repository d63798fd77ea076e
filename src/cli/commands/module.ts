import { relative, resolve } from "node:path";
import { check } from "../../analyses/check/check.js";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import { programName } from "../../base/package/program-name.js";
import { nothingToPlay } from "../../engines/hardware/diagnostics.js";
import { type PlannedTrace, writeModule } from "../../engines/hardware/write-module.js";
import { traceLine } from "../../engines/qemu/program.js";
import { planTrace } from "../../engines/replay/plan-trace.js";
import { optionsExclude } from "../../machine/configuration/option-diagnostics.js";
import type { Trace } from "../../machine/trace/schema.js";
import { counted } from "../../machine/trace/words.js";
import { type ExitCode, exitCodeOf, reportDiagnostics, worst } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { learnedRemarks } from "../learned-remark.js";
import type { Output } from "../output.js";
import { type QuestionOptions, readAnyQuestion } from "../question.js";
import { confirmedTraces, namedTraces, policyUnused } from "../trace-sources.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck module`. */
export interface ModuleOptions extends QuestionOptions {
  readonly out: string;
}

/** A trace and what to call it. */
interface Named {
  readonly name: string;
  readonly trace: Trace;
}

/** What is to be played, and how much of what was named is refused. */
type Gathered =
  | {
      readonly kind: "traces";
      readonly traces: readonly Named[];
      readonly refused: readonly Diagnostic[];
    }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/** `nmicheck module --out DIR`: traces as a kernel module for a machine of the user's. */
export function moduleCommand(
  output: Output,
): (files: readonly string[], options: ModuleOptions) => Promise<ExitCode> {
  return (files, options) =>
    interruptible(output, async (signal) => {
      const gathered =
        files.length > 0
          ? await traceFilesOf(files, options)
          : await counterexamples(options, output, signal);
      if (gathered.kind === "refused") return reportDiagnostics(gathered.diagnostics, output);
      for (const diagnostic of gathered.refused) output.remark(`${renderDiagnostic(diagnostic)}\n`);
      const planned: PlannedTrace[] = [];
      const reasons: string[] = [];
      for (const { name, trace } of gathered.traces) {
        const plan = await planTrace(trace);
        if (plan.kind === "planned") planned.push({ trace, line: traceLine(plan.plan) });
        else {
          reasons.push(`${plan.reason}.`);
          output.remark(`left out: ${name}: ${plan.reason}.\n`);
        }
      }
      if (planned.length === 0) throw nothingToPlay(reasons);
      await writeModule(resolve(options.out), planned);
      output.answer(writtenText(options.out, planned.length));
      return worst(gathered.refused.map(exitCodeOf));
    });
}

const OF_ONE_POLICY = "traces of one policy of yours are taken at a time";

/** The traces in the files and folders that were named, and no question beside them. */
async function traceFilesOf(files: readonly string[], options: ModuleOptions): Promise<Gathered> {
  const asked = ["platform", "chain", "ips", "axis", "cpus", "property"] as const;
  for (const name of asked) {
    if (options[name] === undefined) continue;
    throw optionsExclude("FILE", `--${name}`, "the trace says what it is about");
  }
  const refused: Diagnostic[] = [];
  const texts = await namedTraces(files);
  const traces: Named[] = [];
  let usesPolicy = false;
  const [policyFile, second] = options.policy ?? [];
  if (second !== undefined) throw optionsExclude("FILE", "a second --policy", OF_ONE_POLICY);
  for await (const source of confirmedTraces(texts, policyFile, (_, diagnostic) =>
    refused.push(diagnostic),
  )) {
    if (source.disputed !== null) refused.push(source.disputed);
    else traces.push({ name: source.file, trace: source.trace });
    usesPolicy ||= source.own !== undefined;
  }
  if (policyFile !== undefined && !usesPolicy && refused.length === 0)
    throw policyUnused(policyFile);
  return { kind: "traces", traces, refused };
}

/** The counterexamples of a question, by the explorer: of mainline, if no policy was named. */
async function counterexamples(
  options: ModuleOptions,
  output: Output,
  signal: AbortSignal,
): Promise<Gathered> {
  const question = await readAnyQuestion(
    { ...options, policy: options.policy ?? ["mainline"] },
    learnedRemarks(output),
  );
  if (question.kind === "refused") return question;
  const { subjects, properties, liveness } = question;
  const { results } = await check(
    { subjects, properties, liveness, version: nmicheckVersion(), signal },
    { checker: "explorer", out: null },
    { onRemark: (text) => output.remark(`${text}\n`) },
  );
  const traces = results.flatMap(({ policy, platform, property, verdict }): readonly Named[] => {
    if (verdict.verdict !== "violated") return [];
    return [{ name: `${property} of ${policy.name} on ${platform.name}`, trace: verdict.trace }];
  });
  return { kind: "traces", traces, refused: [] };
}

function writtenText(out: string, count: number): string {
  const folder = relative(process.cwd(), resolve(out)) || out;
  return `${folder}: ${counted(count, "trace")} as a kernel module, with its runner.
Read ${folder}/WARNINGS.md first. Then, on the machine, as root:
  sh run.sh --yes nmicheck.log
and here, with its log:
  ${programName()} replay --log nmicheck.log
`;
}
