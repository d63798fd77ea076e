import { relative, resolve } from "node:path";
import { type Checked, check } from "../../check/check.js";
import { checkDocument } from "../../check/document.js";
import { isAsRecorded } from "../../check/recorded.js";
import type { CheckResult } from "../../check/result.js";
import { saveExplorer } from "../../check/save-explorer.js";
import { nmiAllProperties } from "../../explore/nmi-liveness.js";
import { counted, enumerated } from "../../trace/words.js";
import { EXIT, type ExitCode, reportFaults } from "../exit-code.js";
import { faultText } from "../fault-text.js";
import { interruptSignal } from "../interrupt.js";
import { type Output, palette } from "../output.js";
import { programName } from "../program-name.js";
import { progressLine } from "../progress.js";
import {
  type CheckerOptions,
  type QuestionOptions,
  readChecker,
  readDistributed,
  readHashCompaction,
  readLimits,
  readQuestion,
} from "../question.js";
import { scorecard } from "../scorecard.js";
import { nmicheckVersion } from "../version.js";

/** The options of `nmicheck check` as the command line gives them. */
export interface CheckOptions extends QuestionOptions, CheckerOptions {
  readonly out?: string;
  readonly json?: boolean;
  readonly saveExplorer?: string;
  readonly watch?: boolean;
}

function unique<Item>(items: readonly Item[]): readonly Item[] {
  return [...new Set(items)];
}

/** `nmicheck check`: the verdicts, and whether they are as expected. */
export function checkCommand(output: Output): (options: CheckOptions) => Promise<ExitCode> {
  return async (options) => {
    if (options.watch === true) {
      return (await import("./check-watch.js")).checkWatchCommand(output)(options);
    }
    const question = await readQuestion(options, nmiAllProperties);
    if (question.kind === "refused") return reportFaults(question.faults, output);
    const { subjects, properties, liveness, chain, rips } = question;
    const limits = readLimits(options);
    const settings = {
      ...limits,
      exploration: { ...limits.exploration, ...readHashCompaction(options, liveness) },
    };
    if (options.saveExplorer !== undefined) {
      await saveExplorer(subjects, settings.exploration.reductions, resolve(options.saveExplorer));
    }
    const progress = progressLine(output, options.json === true);
    const { signal, release } = interruptSignal();
    try {
      const checked = await check(
        {
          subjects,
          properties,
          liveness,
          version: nmicheckVersion(),
          signal,
          ...settings,
          ...readDistributed(options, (text) => output.remark(`${text}\n`)),
        },
        {
          ...readChecker(options),
          ...(options.out === undefined ? {} : { out: resolve(options.out) }),
        },
        { onProgress: progress.update, onRemark: (text) => output.remark(`${text}\n`) },
      );
      progress.clear();
      if (options.json === true) {
        const document = checkDocument(nmicheckVersion(), checked.checker, checked.results);
        output.answer(`${JSON.stringify(document, null, 2)}\n`);
      } else {
        output.answer(report(checked, output, { chain, rips, isWhole: isEmpty(options) }));
      }
      return exitCode(checked.results, isEmpty(options));
    } finally {
      progress.clear();
      release();
    }
  };
}

/** No option was given: then the recorded verdicts are expected, else that everything holds. */
function isEmpty(options: CheckOptions): boolean {
  return Object.values(options).every((value) => value === undefined);
}

function exitCode(results: readonly CheckResult[], isWhole: boolean): ExitCode {
  const failures = results.flatMap(({ verdict }) =>
    verdict.verdict === "failed" ? [verdict.failure.blame] : [],
  );
  if (failures.includes("tool")) return EXIT.tool;
  if (failures.includes("user")) return EXIT.user;
  const isExpected = (result: CheckResult): boolean =>
    isWhole ? isAsRecorded(result) : result.verdict.verdict === "holds";
  return results.every(isExpected) ? EXIT.expected : EXIT.unexpected;
}

interface Asked {
  readonly chain: readonly number[];
  readonly rips: number;
  readonly isWhole: boolean;
}

function report(checked: Checked, output: Output, question: Asked): string {
  const paint = palette(output.colour);
  const { checker, results } = checked;
  const lines = [
    `${paint.bold("nmicheck")} ${nmicheckVersion()}: chain [${question.chain.join(",")}], R = ${question.rips}, ${checkerText(checked)}`,
    "",
    scorecard(results, checker, output.colour),
    ...failures(results),
    summary(results, question.isWhole),
    ...tracesText(checked),
  ];
  return `${lines.join("\n")}\n`;
}

function checkerText({ checker, results }: Checked): string {
  const { reductions = [] } = checker;
  const left = reductions.length === 0 ? "" : ` with ${enumerated(reductions)}`;
  if (checker.name === "explorer") {
    const omission = results.find((result) => result.omission !== undefined)?.omission;
    const hashed =
      omission === undefined
        ? ""
        : `, hash compaction to ${omission.bits} bits, seed ${omission.seed}`;
    return `embedded explorer${left}${hashed} (TLC has not certified this)`;
  }
  const jar = checker.jarVerified ? "" : ` from an unverified jar, SHA-256 ${checker.jarSha256}`;
  const { version } = checker;
  return `${version === "unknown" ? "TLC" : version}${jar}${left}`;
}

/** Why there is no answer, said once for all that have the same reason. */
function failures(results: readonly CheckResult[]): readonly string[] {
  const alike = new Map<string, CheckResult[]>();
  const bounded: string[] = [];
  for (const result of results) {
    const { verdict } = result;
    if (verdict.verdict === "bounded") {
      bounded.push(`${whatOf([result])}: nothing found within ${verdict.bound}.`);
    }
    if (verdict.verdict !== "failed") continue;
    const text = faultText(verdict.failure.fault);
    alike.set(text, [...(alike.get(text) ?? []), result]);
  }
  return [...bounded, ...[...alike].map(([text, group]) => `${whatOf(group)} failed:\n${text}`)];
}

/** What some results are about: `mainline on ideal, NoMasked, NoStranded`. */
function whatOf(results: readonly CheckResult[]): string {
  const subjects = unique(
    results.map(({ policy, platform }) => `${policy.name} on ${platform.name}`),
  );
  const [first = ""] = subjects;
  if (subjects.length > 1)
    return `${first}, and ${counted(subjects.length - 1, "other")} in the same way,`;
  return [first, ...results.map(({ property }) => property)].join(", ");
}

function summary(results: readonly CheckResult[], isWhole: boolean): string {
  const count = (kind: string): number =>
    results.filter((result) => result.verdict.verdict === kind).length;
  const parts = ["holds", "violated", "bounded", "failed"]
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${kind}`);
  const total = `${counted(results.length, "verdict")}: ${parts.join(", ")}`;
  if (!isWhole) return `${total}.`;
  const others = results.filter((result) => !isAsRecorded(result));
  if (others.length === 0) return `${total}, all as recorded.`;
  const names = others.map(
    ({ policy, platform, property }) => `  ${policy.name} on ${platform.name}, ${property}`,
  );
  return `${total}. Not as recorded:\n${names.join("\n")}`;
}

/** A trace of a user's policy is shown together with its file. */
function policyOption({ policy }: CheckResult): string {
  return policy.origin.kind === "file"
    ? ` --policy ${relative(process.cwd(), policy.origin.file)}`
    : "";
}

function tracesText({ results, tracesFolder, checker }: Checked): readonly string[] {
  const written = results.filter((result) => result.traceFile !== undefined);
  const example =
    written.find(
      (result) => result.policy.name === "mainline" && result.property === "NoFalseSwallow",
    ) ?? written[0];
  const traces =
    example === undefined || tracesFolder === null
      ? []
      : [
          `Counterexamples are in ${tracesFolder}; one of them, event by event:`,
          `  ${programName()} trace ${example.traceFile}${policyOption(example)}`,
        ];
  return checker.name === "explorer"
    ? [...traces, `TLC has not certified these verdicts. \`${programName()} setup\` fetches it.`]
    : traces;
}
