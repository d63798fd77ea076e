import { EngineProcess } from "../adapter/engine-process.js";
import { readConsole } from "./console.js";
import * as diagnostics from "./diagnostics.js";
import { readFrame } from "./frame.js";
import { type GuestReport, guestReportSchema, type TraceReport } from "./guest-report.js";
import type { GuestTimes } from "./limits.js";
import { type MachineFiles, machineCommand } from "./machine.js";
import type { TracePlan } from "./plan.js";
import { goodbyeLine, traceLine } from "./program.js";

/** What a guest is started with. */
export interface GuestOptions {
  /** How to name it to the user: the kernel's release. */
  readonly title: string;
  readonly files: MachineFiles;
  readonly times: GuestTimes;
  /** Ends the guest; every open call then rejects with the signal's reason. */
  readonly signal: AbortSignal | undefined;
}

/** What the guest said of itself when it was ready. */
export type GuestAbout = Extract<GuestReport, { readonly ready: true }>;

/** A trace that the guest is to do or is doing. */
interface Asked {
  readonly number: number;
  readonly plan: TracePlan;
  readonly reported: (report: TraceReport) => void;
  readonly failed: (reason: unknown) => void;
}

/** How many traces may be sent and not reported on at a time. */
const WINDOW = 64;
/** The longest line of a guest, in characters: `json` of guest/report.c, and its head. */
const LONGEST_LINE = 40_000;

/**
 * A booted kernel with the module in it: traces go in, what it saw comes out, in order. Whatever goes
 * wrong ends the machine, and is the one diagnostic that all open and later calls reject with.
 */
export class Guest {
  readonly #options: GuestOptions;
  readonly #waiting: Asked[] = [];
  readonly #sent: Asked[] = [];
  #process: EngineProcess | undefined;
  #about: GuestAbout | undefined;
  #bootSeconds = 0;
  #ready: { resolve: () => void; reject: (reason: unknown) => void } | undefined;
  #frames = 0;
  #traces = 0;
  #timer: NodeJS.Timeout | undefined;
  #broken: Promise<unknown> | undefined;
  #leaving = false;
  #ended: (() => void) | undefined;

  private constructor(options: GuestOptions) {
    this.#options = options;
  }

  /**
   * Boots a guest; resolves when its module is ready.
   *
   * @throws Diagnostic `qemu/start`, `qemu/boot`, `qemu/panic`, `qemu/line`; the signal's reason.
   */
  static async start(options: GuestOptions): Promise<Guest> {
    options.signal?.throwIfAborted();
    const guest = new Guest(options);
    await guest.#boot();
    return guest;
  }

  /** What it said of itself. */
  get about(): GuestAbout {
    if (this.#about === undefined) throw new Error("the guest is not ready");
    return this.#about;
  }

  /** From the start of QEMU until the module was ready. */
  get bootSeconds(): number {
    return this.#bootSeconds;
  }

  /**
   * Has the guest do one trace after those that were asked before.
   *
   * @throws Diagnostic `qemu/panic`, `qemu/hang`, `qemu/ended`, `qemu/line`; the signal's reason.
   */
  async replay(plan: TracePlan): Promise<TraceReport> {
    if (this.#broken !== undefined) throw await this.#broken;
    return new Promise((reported, failed) => {
      this.#waiting.push({ number: ++this.#traces, plan, reported, failed });
      this.#send();
    });
  }

  /** Ends the machine. Safe to call twice, and after a diagnostic. */
  async close(): Promise<void> {
    const machine = this.#process;
    if (machine === undefined) return;
    if (this.#broken === undefined && !this.#leaving) {
      this.#leaving = true;
      machine.write(goodbyeLine);
      await this.#end();
    }
    this.#options.signal?.removeEventListener("abort", this.#aborted);
    await machine.stop();
  }

  async #boot(): Promise<void> {
    const { files, times, signal } = this.#options;
    const started = performance.now();
    const limits = {
      replyWithin: times.answerWithin,
      endWithin: times.endWithin,
      lineLength: LONGEST_LINE,
      window: WINDOW,
    };
    this.#process = await EngineProcess.start(machineCommand(files), limits, {
      lines: (lines) => this.#lines(lines),
      overlong: () =>
        this.#break((seen) => diagnostics.lineDiagnostic(seen, "a line without end came.")),
      drained: () => this.#send(),
      ended: () => this.#machineEnded(),
    });
    signal?.addEventListener("abort", this.#aborted, { once: true });
    const { bootWithin } = times;
    this.#startTimer(bootWithin, (seen) =>
      diagnostics.bootDiagnostic(seen, `nothing was heard of it within ${bootWithin / 1000} s`),
    );
    await new Promise<void>((resolve, reject) => {
      this.#ready = { resolve, reject };
      if (signal?.aborted === true) this.#aborted();
    });
    this.#bootSeconds = (performance.now() - started) / 1000;
  }

  #end(): Promise<void> {
    if (this.#process?.end !== undefined) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.#options.times.endWithin);
      this.#ended = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  #send(): void {
    while (this.#sent.length < WINDOW) {
      const next = this.#waiting.shift();
      if (next === undefined) break;
      if (this.#sent.length === 0) this.#startAnswerTimer();
      this.#sent.push(next);
      this.#process?.write(traceLine(next.plan));
    }
  }

  #lines(lines: readonly string[]): void {
    for (const line of lines) {
      if (this.#broken !== undefined) return;
      const frame = readFrame(line);
      if (frame.kind === "noise") continue;
      if (frame.kind === "damaged") {
        this.#break((seen) =>
          diagnostics.lineDiagnostic(seen, `frame ${this.#frames} is damaged.`),
        );
      } else if (frame.number !== this.#frames) {
        this.#break((seen) =>
          diagnostics.lineDiagnostic(
            seen,
            `frame ${frame.number} came where ${this.#frames} was due.`,
          ),
        );
      } else {
        this.#frames++;
        this.#frame(frame.json);
      }
    }
  }

  #frame(json: string): void {
    const read = guestReportSchema.safeParse(parseJson(json));
    if (!read.success) {
      this.#break((seen) => diagnostics.lineDiagnostic(seen, `a frame holds \`${json}\`.`));
      return;
    }
    const report = read.data;
    if ("ready" in report) this.#isReady(report);
    else if ("trace" in report) this.#traceDone(report);
    else if ("error" in report) {
      const { error, code } = report;
      this.#break((seen) =>
        diagnostics.lineDiagnostic(seen, `the module says: ${error} (${code}).`),
      );
    }
  }

  #isReady(about: GuestAbout): void {
    clearTimeout(this.#timer);
    this.#about = about;
    this.#ready?.resolve();
  }

  #traceDone(report: TraceReport): void {
    const asked = this.#sent.shift();
    if (asked === undefined || asked.number !== report.trace) {
      const due = asked === undefined ? "none" : `trace ${asked.number}`;
      if (asked !== undefined) this.#sent.unshift(asked);
      this.#break((seen) =>
        diagnostics.lineDiagnostic(
          seen,
          `trace ${report.trace} was reported where ${due} was due.`,
        ),
      );
      return;
    }
    if (report.panicked === true) this.#leaving = true;
    asked.reported(report);
    clearTimeout(this.#timer);
    if (this.#sent.length > 0) this.#startAnswerTimer();
    this.#send();
  }

  #machineEnded(): void {
    this.#ended?.();
    const end = this.#process?.end;
    if (this.#leaving || end === undefined) return;
    const how = end.how === "code" ? `exit code ${end.code}` : `signal ${end.signal}`;
    const complaint = this.#process?.stderr.at(-1);
    this.#break((seen) => {
      if (this.#about !== undefined) return diagnostics.endedDiagnostic(seen, this.#doing(), how);
      return complaint !== undefined && seen.console.length === 0
        ? diagnostics.startDiagnostic(complaint)
        : diagnostics.bootDiagnostic(seen, `QEMU ended (${how}) before the module was ready`);
    });
  }

  #doing(): string {
    const [current] = this.#sent;
    if (this.#about === undefined) return "while it booted";
    return current === undefined ? "between two traces" : `in trace ${current.number}`;
  }

  #startAnswerTimer(): void {
    const { answerWithin } = this.#options.times;
    this.#startTimer(answerWithin, (seen) =>
      diagnostics.hangDiagnostic(seen, this.#doing(), answerWithin),
    );
  }

  #startTimer(milliseconds: number, diagnostic: (seen: diagnostics.GuestEvidence) => Error): void {
    this.#timer = setTimeout(() => this.#break(diagnostic), milliseconds);
  }

  readonly #aborted = () => this.#breakWith(Promise.resolve(this.#options.signal?.reason));

  /** The first cause wins. A panic explains everything that follows from it. */
  #break(diagnostic: (seen: diagnostics.GuestEvidence) => Error): void {
    if (this.#broken !== undefined) return;
    const doing = this.#doing();
    const explain = async () => {
      await this.#process?.stop();
      const { lines, panicked } = await readConsole(this.#options.files.console);
      const seen = { kernel: this.#options.title, console: lines };
      return panicked ? diagnostics.panicDiagnostic(seen, doing) : diagnostic(seen);
    };
    this.#breakWith(explain());
  }

  #breakWith(reason: Promise<unknown>): void {
    if (this.#broken !== undefined) return;
    this.#broken = reason;
    clearTimeout(this.#timer);
    this.#options.signal?.removeEventListener("abort", this.#aborted);
    const open = [...this.#sent, ...this.#waiting];
    const failed = [this.#ready?.reject, ...open.map((asked) => asked.failed)];
    void Promise.all([reason, this.#process?.stop()]).then(([why]) => {
      for (const fail of failed) fail?.(why);
    });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
