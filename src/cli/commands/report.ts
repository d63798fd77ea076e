import { relative, resolve } from "node:path";
import { audit } from "../../analyses/audit/audit.js";
import { type AuditDocument, auditDocument } from "../../analyses/audit/document.js";
import { requireAudited } from "../../analyses/audit/machine.js";
import { check } from "../../analyses/check/check.js";
import type { CheckResult } from "../../analyses/check/result.js";
import type { LearnDocument } from "../../analyses/learn/document.js";
import type { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { keepAnswer, keptAnswer } from "../../base/kept/kept-answer.js";
import { requireEngineName } from "../../engines/open.js";
import { readProperty } from "../../machine/configuration/property.js";
import { readPositive } from "../../machine/configuration/read.js";
import { everyStateProperty } from "../../machine/model/property-names.js";
import type { Subject } from "../../machine/subject.js";
import { readTraceText } from "../../machine/trace/file.js";
import { modelOfTrace } from "../../machine/trace/model-identity.js";
import { parseTrace } from "../../machine/trace/parse.js";
import { verifyTrace } from "../../machine/trace/verify.js";
import { counted, grouped } from "../../machine/trace/words.js";
import { readAtlas } from "../../report/atlas.js";
import { type AddedTrace, collectReport } from "../../report/collect.js";
import { commandText } from "../../report/command-text.js";
import { type ReportAtlas, type ReportDocument, reportSchema } from "../../report/document.js";
import { requirePlace, writeReport } from "../../report/file.js";
import { reportHtml } from "../../report/html.js";
import { keptReports, reportQuestion } from "../../report/kept.js";
import { learnedPart } from "../../report/learned.js";
import { openInBrowser } from "../../report/open.js";
import { readPage } from "../../report/page.js";
import { carriedModels, modelsElement } from "../../report/play-page.js";
import type { ScenarioChoice } from "../../report/scenarios.js";
import { checkProgressLine } from "../check-progress.js";
import { EXIT, type ExitCode, reportDiagnostics, worst } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { keptRemark } from "../kept-remark.js";
import { learnedRemarks } from "../learned-remark.js";
import type { Output } from "../output.js";
import {
  type CheckerOptions,
  type QuestionOptions,
  readAnyQuestion,
  readChecker,
  readLimits,
} from "../question.js";
import { nmicheckVersion } from "../version.js";
import { policyOf } from "./trace.js";

/** The options of `nmicheck report` as the command line gives them. */
export interface ReportOptions extends QuestionOptions, CheckerOptions {
  /** `--no-find`: only the shortest counterexamples. */
  readonly find?: boolean;
  readonly maxEvents?: string;
  /** `--no-limits`: nothing of what other heuristics could know. */
  readonly limits?: boolean;
  /** A file; `--no-atlas` is `false`. */
  readonly atlas?: string | boolean;
  readonly engine?: readonly string[];
  readonly trace?: readonly string[];
  readonly log?: readonly string[];
  readonly out?: string;
  readonly force?: boolean;
  readonly open?: boolean;
  readonly json?: boolean;
  /** False with `--no-cache`. */
  readonly cache?: boolean;
}

/** So many NMIs of a log that nobody claimed are told one by one. */
const MOST_TOLD = 1000;

/** Where the report goes when nobody says: the folder that the user is in. */
const DEFAULT_FILE = "nmicheck-report.html";

/** `nmicheck report`: one HTML file with everything that was found. */
export function reportCommand(output: Output): (options: ReportOptions) => Promise<ExitCode> {
  return async (options) => {
    const file = placeOf(options);
    if (file !== null && options.force !== true) await requirePlace(file);
    const engines = options.engine ?? null;
    for (const name of engines ?? []) requireEngineName(name);
    const find = readFind(options);
    const limits = readLimits(options);
    const checker = readChecker(options);
    const learned: LearnDocument[] = [];
    const remarks = learnedRemarks(output);
    const question = await readAnyQuestion(options, {
      ...remarks,
      onLearned: (one) => {
        remarks.onLearned?.(one);
        learned.push(one);
      },
    });
    if (question.kind === "refused") return reportDiagnostics(question.diagnostics, output);
    for (const name of question.liveness) readProperty("`report`", name, everyStateProperty);
    const atlas = await atlasOf(options, question.subjects);
    const added = await addedTraces(options, question.subjects);
    if (added.kind === "refused") return reportDiagnostics(added.diagnostics, output);
    const { subjects, properties } = question;
    const progress = checkProgressLine(output, options.json === true, question);
    return interruptible(output, async (signal) => {
      const asked = await reportQuestion(
        {
          ...{ subjects, properties, find, atlas, engines, checker },
          bounds: limits,
          added: added.traces,
          limits: options.limits !== false,
        },
        signal,
      );
      const command = commandText(["report", ...process.argv.slice(3)]);
      // A log may have grown since: what it says is never kept.
      const log = await logOf(options.log ?? [], subjects, signal);
      const known =
        asked === null || options.cache === false ? null : await keptAnswer(keptReports, asked);
      if (known !== null) {
        output.remark(keptRemark(known.created.slice(0, 10)));
        await deliver(withLate({ ...known, command }, learned, log), file, options, output);
        return EXIT.expected;
      }
      const checked = await check(
        { subjects, properties, version: nmicheckVersion(), signal, ...limits },
        { ...checker, out: null },
        {
          onProgress: progress.onProgress,
          onVerdict: progress.onVerdict,
          onRemark: (text) => output.remark(`${text}\n`),
        },
      );
      progress.clear();
      signal.throwIfAborted();
      const collected = await collectReport({
        version: nmicheckVersion(),
        created: new Date(),
        command,
        subjects,
        properties,
        checked,
        find,
        added: added.traces,
        limits: options.limits !== false,
        timeoutSeconds: limits.timeoutSeconds,
        atlas,
        engines,
        signal,
        onProgress: (text) => {
          if (output.terminal !== null) output.remark(`${text} …\n`);
        },
      });
      // Its keys are in the order that they have when they come from the cache.
      const document = reportSchema.parse(collected);
      await deliver(withLate(document, learned, log), file, options, output);
      const code = exitCode(checked.results, document, find);
      // What was cut short, or broke, may come out otherwise the next time.
      if (asked !== null && code === EXIT.expected) await keepAnswer(keptReports, asked, document);
      return code;
    }).finally(progress.clear);
  };
}

/** The report with what is not kept with it: how its policies were learned, and what a log says. */
function withLate(
  document: ReportDocument,
  learned: readonly LearnDocument[],
  log: AuditDocument | null,
): ReportDocument {
  if (learned.length === 0 && log === null) return document;
  return reportSchema.parse({
    ...document,
    ...(learned.length > 0 && { learned: learned.map(learnedPart) }),
    ...(log !== null && { log }),
  });
}

async function deliver(
  document: ReportDocument,
  file: string | null,
  options: ReportOptions,
  output: Output,
): Promise<void> {
  if (options.json === true) output.answer(`${JSON.stringify(document, null, 2)}\n`);
  if (file !== null) await write(file, document, options, output);
}

/** The file to write; null where only the document is asked for. */
function placeOf({ out, json, open }: ReportOptions): string | null {
  if (out !== undefined) return resolve(out);
  return json === true && open !== true ? null : resolve(DEFAULT_FILE);
}

function readFind({ find, maxEvents, cache }: ReportOptions): ScenarioChoice | null {
  if (find === false) return null;
  const isKept = cache !== false;
  return maxEvents === undefined
    ? { isKept }
    : { isKept, maxEvents: readPositive("--max-events", maxEvents) };
}

/** The survey of `--atlas`, or ours where it has the chain and the places that are asked about, of one CPU. */
async function atlasOf(
  { atlas }: ReportOptions,
  subjects: readonly Subject[],
): Promise<ReportAtlas | null> {
  if (atlas === false) return null;
  if (typeof atlas === "string") return readAtlas(atlas);
  const own = await readAtlas(null);
  const isAbout = subjects.some(
    ({ platform, axes }) =>
      (axes?.board ?? null) === null &&
      platform.chain.join() === own.chain.join() &&
      platform.rips === own.rips,
  );
  return isAbout ? own : null;
}

/** What the logs of `--log` say of the first machine that is asked about, of mainline's if there are some. */
async function logOf(
  files: readonly string[],
  subjects: readonly Subject[],
  signal: AbortSignal,
): Promise<AuditDocument | null> {
  const subject = subjects.find(({ policy }) => policy.name === "mainline") ?? subjects[0];
  if (files.length === 0 || subject === undefined) return null;
  const { policy, platform, axes } = subject;
  if (axes !== undefined) requireAudited(axes);
  const found = await audit({
    files,
    machine: { policy, platform: platform.name, axes },
    unknownTo: "all",
    unknownHandlers: [],
    most: MOST_TOLD,
    shows: true,
    signal,
  });
  return auditDocument(nmicheckVersion(), found, null);
}

async function write(
  file: string,
  document: ReportDocument,
  options: ReportOptions,
  output: Output,
): Promise<void> {
  const models = modelsElement(await carriedModels());
  const html = reportHtml(document, await readPage(), [models]);
  await writeReport(file, html);
  const { verdicts, scenarios, traces } = document;
  const classes = scenarios.reduce((sum, one) => sum + one.classes.length, 0);
  const parts = [
    counted(verdicts.length, "verdict"),
    ...(classes === 0 ? [] : [counted(classes, "cause")]),
    counted(traces.length, "timeline"),
    `${grouped(Math.ceil(Buffer.byteLength(html) / 1000))} kB`,
  ];
  const text = `${relative(process.cwd(), file) || file}: ${parts.join(", ")}.\n`;
  if (options.json === true) output.remark(text);
  else output.answer(text);
  for (const note of [...document.notes, ...document.leftOut]) output.remark(`${note}\n`);
  if (options.open === true) await openInBrowser(file);
}

type AddedTraces =
  | { readonly kind: "read"; readonly traces: readonly AddedTrace[] }
  | { readonly kind: "refused"; readonly diagnostics: readonly Diagnostic[] };

/**
 * The traces of `--trace`, each confirmed by the model; one of a user's policy belongs to one of the
 * files that `--policy` names.
 */
async function addedTraces(
  options: ReportOptions,
  subjects: readonly Subject[],
): Promise<AddedTraces> {
  const traces: AddedTrace[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of options.trace ?? []) {
    const file = relative(process.cwd(), path) || path;
    const parsed = parseTrace(await readTraceText(path), file);
    const own = subjects.find(
      ({ policy }) =>
        policy.origin.kind === "file" && policy.model.sha256 === parsed.trace.model.sha256,
    );
    const loaded =
      own === undefined
        ? await policyOf(parsed, undefined)
        : ({ kind: "loaded", policy: own.policy } as const);
    if (loaded.kind === "refused") {
      diagnostics.push(...loaded.diagnostics);
      continue;
    }
    const { policy } = loaded;
    verifyTrace(parsed, policy.policy, await modelOfTrace(parsed, policy));
    traces.push({ file, trace: parsed.trace, policy });
  }
  return diagnostics.length > 0 ? { kind: "refused", diagnostics } : { kind: "read", traces };
}

/**
 * A report is not a gate: what is violated is what it shows. Not as expected is a verdict other
 * than the recorded one, one without an answer, a search cut short by itself, and an engine that
 * does not show a trace.
 */
function exitCode(
  results: readonly CheckResult[],
  { verdicts, scenarios, traces, notes }: ReportDocument,
  find: ScenarioChoice | null,
): ExitCode {
  const failures = results.flatMap(({ verdict }) =>
    verdict.verdict === "failed" ? [verdict.failure.blame] : [],
  );
  const played = traces.flatMap(({ engines }) => engines.map(({ verdict }) => verdict));
  const isCut = find?.maxEvents === undefined && scenarios.some((one) => !one.complete.complete);
  const isUnexpected =
    verdicts.some(({ verdict, asRecorded }) => verdict === "bounded" || asRecorded === false) ||
    played.some((verdict) => verdict !== "agrees") ||
    notes.length > 0 ||
    isCut;
  return worst([
    failures.includes("tool") || played.includes("failed") ? EXIT.tool : EXIT.expected,
    failures.includes("user") ? EXIT.user : EXIT.expected,
    isUnexpected ? EXIT.unexpected : EXIT.expected,
  ]);
}
