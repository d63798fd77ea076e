import { resolve } from "node:path";
import { isCancelled } from "../../analyses/check/cancelled.js";
import { type Checked, check } from "../../analyses/check/check.js";
import { type Branches, checkDocument } from "../../analyses/check/document.js";
import { neededFeatures } from "../../analyses/check/needs.js";
import { isAsRecorded } from "../../analyses/check/recorded.js";
import type { RecordedAtlas } from "../../analyses/check/recorded-with-axes.js";
import type { CheckResult } from "../../analyses/check/result.js";
import { saveExplorer } from "../../analyses/check/save-explorer.js";
import { type Scopes, scopesOf } from "../../analyses/check/scopes.js";
import { renderDiagnostic } from "../../base/diagnostic/render.js";
import { programName } from "../../base/package/program-name.js";
import { sizeText } from "../../machine/configuration/platform-text.js";
import { machineText } from "../../machine/subject.js";
import { counted, enumerated } from "../../machine/trace/words.js";
import { policyWord, shellWord } from "../../report/command-text.js";
import { branchesOf, branchLines } from "../branches.js";
import { checkProgressLine } from "../check-progress.js";
import { EXIT, type ExitCode, reportDiagnostics } from "../exit-code.js";
import { interruptible } from "../interrupt.js";
import { learnedRemarks } from "../learned-remark.js";
import { type Output, palette } from "../output.js";
import {
  type CheckerOptions,
  type QuestionOptions,
  readAnyQuestion,
  readChecker,
  readDistributed,
  readLimits,
} from "../question.js";
import { scopeLines } from "../scope-lines.js";
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
    const question = await readAnyQuestion(options, learnedRemarks(output));
    if (question.kind === "refused") return reportDiagnostics(question.diagnostics, output);
    const { subjects, properties, liveness, chain, rips } = question;
    const limits = readLimits(options);
    const settings = {
      ...limits,
      exploration: { ...limits.exploration },
    };
    if (options.saveExplorer !== undefined) {
      await saveExplorer(
        subjects,
        properties,
        settings.exploration.reductions,
        resolve(options.saveExplorer),
      );
    }
    const asked = { subjects, properties: [...properties, ...liveness] };
    const progress = checkProgressLine(output, options.json === true, asked);
    return interruptible(output, async (signal) => {
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
        {
          onProgress: progress.onProgress,
          onVerdict: progress.onVerdict,
          onRemark: (text) => output.remark(`${text}\n`),
        },
      );
      if (signal.aborted) {
        progress.clear();
        await tellFound(checked, output, { json: options.json === true, chain, rips });
        return EXIT.unexpected;
      }
      const branches = await branchesOf(subjects, checked.results, signal);
      const scopes = await scopesOf(checked.results);
      progress.clear();
      const atlas = await atlasFor(checked.results);
      const needs = (result: CheckResult): readonly string[] | null =>
        atlas === null ? null : neededFeatures(result, atlas);
      const expected = expectationOf(options, atlas);
      if (options.json === true) {
        const { checker, results } = checked;
        const document = checkDocument(
          nmicheckVersion(),
          checker,
          results,
          scopes,
          needs,
          branches,
        );
        output.answer(`${JSON.stringify(document, null, 2)}\n`);
      } else {
        output.answer(report(checked, output, { chain, rips, expected, needs, branches, scopes }));
      }
      return exitCode(checked.results, expected);
    }).finally(progress.clear);
  };
}

/** The verdicts that there were when it was interrupted, as they are. */
async function tellFound(
  checked: Checked,
  output: Output,
  { json, chain, rips }: { json: boolean; chain: readonly number[]; rips: number },
): Promise<void> {
  const { checker, results: asked } = checked;
  const results = asked.filter((result) => !isCancelled(result));
  if (json) {
    const document = checkDocument(nmicheckVersion(), checker, results, await scopesOf(results));
    output.answer(`${JSON.stringify({ ...document, interrupted: true }, null, 2)}\n`);
  } else if (results.length > 0) {
    const lines = [
      ...heading({ ...checked, results }, output, { chain, rips }),
      scorecard(results, checker, output.colour),
      ...failures(results),
      `${results.length} of ${counted(asked.length, "verdict")}.`,
    ];
    output.answer(`${lines.join("\n")}\n`);
  }
}

/** What is recorded of machines with axes, where there are any. */
async function atlasFor(results: readonly CheckResult[]): Promise<RecordedAtlas | null> {
  if (!results.some(({ axes }) => axes !== undefined)) return null;
  return (await import("../../analyses/check/recorded-with-axes.js")).readRecordedAtlas();
}

/** Whether a result is as expected, and whether that is as it is recorded. */
interface Expectation {
  readonly isRecord: boolean;
  isMet(result: CheckResult): boolean;
}

/**
 * Without an option the recorded verdicts; with `--axes` too, whoever checks, as long as policies,
 * platforms, sizes and properties are not named. Else that everything holds.
 */
function expectationOf(options: CheckOptions, atlas: RecordedAtlas | null): Expectation {
  const { axes, policy, platform, chain, ips, property, ...others } = options;
  const named = [policy, platform, chain, ips, property];
  const isWhole = named.every((value) => value === undefined);
  if (axes === true && atlas !== null && isWhole) {
    return { isRecord: true, isMet: (result) => atlas.isAsRecorded(result) };
  }
  if (
    isWhole &&
    axes === undefined &&
    Object.values(others).every((value) => value === undefined)
  ) {
    return { isRecord: true, isMet: isAsRecorded };
  }
  return { isRecord: false, isMet: ({ verdict }) => verdict.verdict === "holds" };
}

function exitCode(results: readonly CheckResult[], { isMet }: Expectation): ExitCode {
  const failures = results.flatMap(({ verdict }) =>
    verdict.verdict === "failed" ? [verdict.failure.blame] : [],
  );
  if (failures.includes("tool")) return EXIT.tool;
  if (failures.includes("user")) return EXIT.user;
  return results.every(isMet) ? EXIT.expected : EXIT.unexpected;
}

interface Asked {
  readonly chain: readonly number[];
  readonly rips: number;
  readonly expected: Expectation;
  readonly needs: (result: CheckResult) => readonly string[] | null;
  readonly branches: Branches | null;
  readonly scopes: Scopes;
}

/** Who says what follows, and of which machine. */
function heading(
  checked: Checked,
  output: Output,
  { chain, rips }: Pick<Asked, "chain" | "rips">,
): readonly string[] {
  const name = palette(output.colour).bold("nmicheck");
  return [
    `${name} ${nmicheckVersion()}: ${sizeText({ chain, rips })}, ${checkerText(checked)}`,
    "",
  ];
}

function report(checked: Checked, output: Output, question: Asked): string {
  const { checker, results } = checked;
  const lines = [
    ...heading(checked, output, question),
    scorecard(results, checker, output.colour),
    ...failures(results),
    summary(results, question.expected),
    ...scopeLines(results, question.scopes, question.chain),
    ...needsLines(results, question.needs),
    ...branchLines(question.branches),
    ...tracesText(checked),
  ];
  return `${lines.join("\n")}\n`;
}

function checkerText({ checker }: Checked): string {
  const { reductions = [] } = checker;
  const left = reductions.length === 0 ? "" : ` with ${enumerated(reductions)}`;
  if (checker.name === "explorer") {
    return `embedded explorer${left} (TLC has not certified this)`;
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
    const text = renderDiagnostic(verdict.failure.diagnostic);
    alike.set(text, [...(alike.get(text) ?? []), result]);
  }
  return [...bounded, ...[...alike].map(([text, group]) => `${whatOf(group)} failed:\n${text}`)];
}

/** What some results are about: `mainline on ideal, NoMasked, NoStranded`. */
function whatOf(results: readonly CheckResult[]): string {
  const subjects = unique(
    results.map((result) => `${result.policy.name} on ${machineText(result)}`),
  );
  const [first = ""] = subjects;
  if (subjects.length > 1)
    return `${first}, and ${counted(subjects.length - 1, "other")} in the same way,`;
  return [first, ...results.map(({ property }) => property)].join(", ");
}

function summary(results: readonly CheckResult[], expected: Expectation): string {
  const count = (kind: string): number =>
    results.filter((result) => result.verdict.verdict === kind).length;
  const parts = ["holds", "violated", "bounded", "failed"]
    .filter((kind) => count(kind) > 0)
    .map((kind) => `${count(kind)} ${kind}`);
  const total = `${counted(results.length, "verdict")}: ${parts.join(", ")}`;
  if (!expected.isRecord) return `${total}.`;
  const others = results.filter((result) => !expected.isMet(result));
  if (others.length === 0) return `${total}, all as recorded.`;
  const names = others.map(
    (result) => `  ${result.policy.name} on ${machineText(result)}, ${result.property}`,
  );
  return `${total}. Not as recorded:\n${names.join("\n")}`;
}

/**
 * Which axes the violations need that the bare machine does not have: a line for each property, and
 * for each group of policies for which they are the same.
 */
function needsLines(results: readonly CheckResult[], needs: Asked["needs"]): readonly string[] {
  const sets = new Map<string, { property: string; policy: string; sets: string[] }>();
  for (const result of results) {
    const features = needs(result);
    if (features === null || features.length === 0) continue;
    const { property, policy } = result;
    // Two policies may have one name.
    const key = `${property} ${policy.digest}`;
    const known = sets.get(key) ?? { property, policy: policy.name, sets: [] };
    known.sets.push(features.join(" and "));
    sets.set(key, known);
  }
  const lines = new Map<string, string[]>();
  for (const { property, policy, sets: found } of sets.values()) {
    const line = `${property} needs ${unique(found).join(", or ")}`;
    lines.set(line, [...(lines.get(line) ?? []), policy]);
  }
  return [...lines].map(([line, policies]) => `${line} (${policies.join(", ")}).`);
}

/** A trace of a user's policy is shown together with its file. */
function policyOption({ policy }: CheckResult): string {
  return policy.origin.kind === "file" ? ` --policy ${shellWord(policyWord(policy))}` : "";
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
