import { once } from "node:events";
import { join, relative, resolve } from "node:path";
import { type Checked, check } from "../../analyses/check/check.js";
import { checkDocument } from "../../analyses/check/document.js";
import { type Scopes, scopesOf } from "../../analyses/check/scopes.js";
import { namesEngine, readSource } from "../../analyses/learn/source.js";
import { Diagnostic } from "../../base/diagnostic/diagnostic.js";
import { isVersion, treeFiles } from "../../engines/linux/tree.js";
import { readTreeName } from "../../engines/linux/tree-name.js";
import { looksLikeFile } from "../../machine/policy/load.js";
import { EXIT, type ExitCode } from "../exit-code.js";
import { interruptSignal } from "../interrupt.js";
import { learnedRemarks } from "../learned-remark.js";
import type { Output } from "../output.js";
import { type Question, readAnyQuestion, readLimits } from "../question.js";
import { nmicheckVersion } from "../version.js";
import { nothingToWatch, watchedByTlc } from "../watch/diagnostics.js";
import { FileWatcher } from "../watch/file-watcher.js";
import { WatchScreen } from "../watch-screen.js";
import type { CheckOptions } from "./check.js";

/** What a round of the watch came to: null if a newer save made it pointless. */
type Round =
  | {
      readonly kind: "answers";
      readonly checked: Checked;
      readonly scopes: Scopes;
      readonly files: readonly string[];
    }
  | { readonly kind: "faults"; readonly diagnostics: readonly Diagnostic[] }
  | null;

/**
 * `nmicheck check --watch`: answers whenever a policy file is saved, until it is interrupted, or
 * nobody reads its answers any more.
 */
export function checkWatchCommand(output: Output): (options: CheckOptions) => Promise<ExitCode> {
  return async (options) => {
    const files = (options.policy ?? []).flatMap(watchedFiles);
    if (files.length === 0) throw nothingToWatch();
    if (options.checker === "tlc") throw watchedByTlc();
    const watching = new Watch(options, files, output);
    const { signal, release } = interruptSignal();
    try {
      await watching.until(AbortSignal.any([signal, output.unread]));
    } finally {
      release();
    }
    // Ctrl-C is how a watch ends: there is nothing unexpected in it.
    return EXIT.expected;
  };
}

/** The files that a policy on the command line is made of: its own, or those of a kernel's tree. */
function watchedFiles(text: string): readonly string[] {
  if (!namesEngine(text)) return looksLikeFile(text) ? [text] : [];
  const { engine } = readSource(text);
  if (engine.kind !== "name" || !engine.name.startsWith("linux:")) return [];
  const { tree, shim } = readTreeName(engine.name.slice("linux:".length));
  const own = isVersion(tree) ? [] : Object.values(treeFiles).map((file) => join(tree, file));
  return shim === null ? own : [...own, shim];
}

/** One watch, from its first round to its end. */
class Watch {
  readonly #screen: WatchScreen;
  readonly #own: readonly string[];
  #imported: readonly string[] = [];
  /** Aborted by the next save, and by the end. */
  #current = new AbortController();

  constructor(
    private readonly options: CheckOptions,
    files: readonly string[],
    private readonly output: Output,
  ) {
    this.#own = files.map((file) => resolve(file));
    const names = this.#own.map((file) => relative(process.cwd(), file) || file);
    this.#screen = new WatchScreen(output, names.join(", "));
  }

  /** Answers again and again until `signal` is aborted. */
  async until(signal: AbortSignal): Promise<void> {
    const stopRound = (): void => this.#current.abort();
    const watcher = new FileWatcher(stopRound);
    signal.addEventListener("abort", stopRound);
    try {
      watcher.watch(this.#own);
      while (!signal.aborted) {
        this.#current = new AbortController();
        const started = performance.now();
        const current = this.#current.signal;
        const round = await this.#round(current);
        if (round !== null) this.#show(round, (performance.now() - started) / 1000);
        watcher.watch([...this.#own, ...this.#imported]);
        if (!current.aborted) await once(current, "abort");
      }
    } finally {
      signal.removeEventListener("abort", stopRound);
      await watcher.close();
    }
  }

  async #round(signal: AbortSignal): Promise<Round> {
    try {
      const question = await readAnyQuestion(this.options, learnedRemarks(this.output));
      if (question.kind === "refused") return { kind: "faults", diagnostics: question.diagnostics };
      const { subjects, properties, liveness } = question;
      const checked = await check(
        {
          subjects,
          properties,
          liveness,
          version: nmicheckVersion(),
          signal,
          ...readLimits(this.options),
        },
        {
          checker: "explorer",
          out: this.options.out === undefined ? null : resolve(this.options.out),
        },
        { onRemark: (text) => this.output.remark(`${text}\n`) },
      );
      if (signal.aborted) return null;
      const scopes = await scopesOf(checked.results);
      return { kind: "answers", checked, scopes, files: await filesOf(question) };
    } catch (error) {
      if (signal.aborted) return null;
      if (error instanceof Diagnostic) return { kind: "faults", diagnostics: [error] };
      throw error;
    }
  }

  #show(round: Exclude<Round, null>, seconds: number): void {
    if (round.kind === "answers") this.#imported = round.files;
    if (this.options.json === true) {
      // One document a line: what reads them can tell where each ends.
      if (round.kind === "answers") {
        const { checker, results } = round.checked;
        const document = checkDocument(nmicheckVersion(), checker, results, round.scopes);
        this.output.answer(`${JSON.stringify(document)}\n`);
      } else {
        for (const { code, message } of round.diagnostics)
          this.output.remark(`${code}: ${message}\n`);
      }
      return;
    }
    if (round.kind === "answers") this.#screen.answers(round.checked, seconds);
    else this.#screen.diagnostics(round.diagnostics);
  }
}

/** The files of the policies and what they import. */
async function filesOf({
  subjects,
}: Extract<Question, { kind: "read" }>): Promise<readonly string[]> {
  const own = subjects.filter(({ policy }) => policy.origin.kind === "file");
  const compiled = await Promise.all(own.map(({ policy }) => policy.compiled()));
  return [...new Set(compiled.flatMap(({ files }) => files))];
}
