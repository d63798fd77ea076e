import { execa } from "execa";
import { type ExpectedChild, expectChild } from "../../base/process/guard.js";
import { endGroup } from "../../base/process/process-group.js";
import { notStarted, type ProcessEnd } from "../diagnostics.js";
import { type EngineCommand, showCommand } from "./command.js";
import type { EngineLimits } from "./limits.js";
import { LineSplitter } from "./line-splitter.js";
import { StderrTail } from "./stderr-tail.js";

/** What happens to a running engine. */
export interface EngineListener {
  /** Whole lines of its standard output. */
  lines(lines: readonly string[]): void;
  /** A line passed the limit; nothing more will be read. */
  overlong(start: string): void;
  /** It can take more input again. */
  drained(): void;
  /** It ended, and all of its output was read. */
  ended(end: ProcessEnd): void;
}

/** How long output may still come after the process ended: a child of it may hold the pipe open. */
const LAST_OUTPUT = 500;

function spawn(command: EngineCommand, { environment }: ExpectedChild) {
  const [program, ...args] = command;
  return execa(program, args, {
    // A group of its own, so that what the engine itself starts ends with it.
    detached: true,
    cleanup: false,
    env: environment,
    buffer: false,
    reject: false,
    stdin: "pipe",
    stdout: "pipe",
    stderr: "pipe",
  });
}

/** A running engine, as lines in and lines out. */
export class EngineProcess {
  /** The command as it would be typed. */
  readonly title: string;
  readonly #child: ReturnType<typeof spawn>;
  readonly #group: number;
  readonly #limits: EngineLimits;
  readonly #listener: EngineListener;
  readonly #stderr = new StderrTail();
  readonly #release: () => void;
  #reading = true;
  #end: ProcessEnd | undefined;
  #ending: Promise<void> | undefined;

  private constructor(
    title: string,
    child: ReturnType<typeof spawn>,
    group: number,
    release: () => void,
    limits: EngineLimits,
    listener: EngineListener,
  ) {
    this.title = title;
    this.#child = child;
    this.#group = group;
    this.#limits = limits;
    this.#listener = listener;
    this.#release = release;
    this.#listen();
  }

  /**
   * Starts an engine.
   *
   * @throws Diagnostic `engine/not-found`, `engine/not-executable` or `engine/not-started`.
   */
  static async start(
    command: EngineCommand,
    limits: EngineLimits,
    listener: EngineListener,
  ): Promise<EngineProcess> {
    const title = showCommand(command);
    const expected = expectChild();
    const child = spawn(command, expected);
    const release = expected.guard(child.pid);
    if (child.pid === undefined) {
      const { code, shortMessage } = await child;
      throw notStarted(title, command[0], code ?? shortMessage ?? "nothing");
    }
    return new EngineProcess(title, child, child.pid, release, limits, listener);
  }

  /** Writes text; false means that it should get no more until `drained`. */
  write(text: string): boolean {
    return this.#child.stdin.write(text);
  }

  /** Closes its standard input, after what was written. */
  endInput(): void {
    this.#child.stdin.end();
  }

  /** How it ended, once it has. */
  get end(): ProcessEnd | undefined {
    return this.#end;
  }

  /** Its last lines on standard error. */
  get stderr(): readonly string[] {
    return this.#stderr.lines;
  }

  /** Ends it and all that it started. Resolves when nothing of it is left. */
  stop(): Promise<void> {
    this.#ending ??= this.#stop();
    return this.#ending;
  }

  async #stop(): Promise<void> {
    this.#reading = false;
    this.#child.stdin.destroy();
    this.#child.stdout.destroy();
    await endGroup(this.#group, this.#limits.endWithin);
    this.#child.stderr.destroy();
    this.#release();
  }

  #listen(): void {
    const { stdin, stdout, stderr } = this.#child;
    const splitter = new LineSplitter(this.#limits.lineLength);
    stdout.on("data", (chunk: Buffer) => {
      if (!this.#reading) return;
      const { lines, overlong } = splitter.push(chunk);
      if (lines.length > 0) this.#listener.lines(lines);
      if (overlong === undefined || !this.#reading) return;
      this.#reading = false;
      this.#listener.overlong(overlong);
    });
    stderr.on("data", (chunk: Buffer) => this.#stderr.push(chunk));
    stdin.on("drain", () => this.#listener.drained());
    // A pipe that breaks is told by the end of the process.
    for (const stream of [stdin, stdout, stderr]) stream.on("error", () => {});
    this.#child.once("exit", (code, signal) => {
      const end: ProcessEnd =
        signal === null ? { how: "code", code: code ?? 0 } : { how: "signal", signal };
      const finished = () => {
        clearTimeout(timer);
        if (this.#end !== undefined) return;
        // An unfinished last line is output too.
        if (this.#reading && splitter.rest !== "") this.#listener.lines([splitter.rest]);
        this.#end = end;
        this.#listener.ended(end);
        void this.stop();
      };
      const timer = setTimeout(finished, LAST_OUTPUT);
      this.#child.once("close", finished);
    });
  }
}
