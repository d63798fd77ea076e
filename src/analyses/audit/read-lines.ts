import { filteredLog, otherArchitecture } from "./diagnostics.js";
import { handlerAt, readHandler, readHead } from "./event-line.js";
import {
  isCutMessage,
  mayBeMessage,
  messageTime,
  readJournal,
  readMessage,
} from "./kernel-message.js";
import { addCounts, readCount } from "./log-count.js";
import type { LinePlace, LogEvent, LossReason } from "./log-event.js";
import { Interruption } from "./stack-frames.js";

/** What a log says of how it was recorded, in lines of `audit --how`'s script. */
const RECORDED = "# nmicheck-audit: ";

const X86 = /^(?:x86_64|amd64|i[3-6]86|x86)$/;

/** A stack trace whose frames come line by line. */
interface StackTrace {
  readonly cpu: number;
  readonly frames: Interruption;
}

/** What a file was found to be, line by line. */
export interface LinesSeen {
  lines: number;
  /** Lines of a format that is known, of whatever event. */
  known: number;
  /** Where the first line that is not understood stands. */
  firstNotUnderstood: LinePlace | null;
  /** Events that were overwritten before the log was read, as the head of `trace` says. */
  overwritten: number;
  /** It says that all that was written is in it, or when its recording began. */
  startsWhole: boolean;
  /** The log was recorded with the kernel's messages in each CPU's own stream. */
  console: boolean;
}

/**
 * Reads the lines of one file, of whatever format each of them has: ftrace's `trace` and
 * `trace_pipe`, `trace-cmd report`, `perf script`, dmesg and the journal as text and as JSON.
 */
export class LineReader {
  readonly seen: LinesSeen = {
    lines: 0,
    known: 0,
    firstNotUnderstood: null,
    overwritten: 0,
    startsWhole: false,
    console: false,
  };
  readonly #file: string;
  readonly #emit: (event: LogEvent) => void;
  readonly #latest = new Map<number, number>();
  /** The stack trace that the next lines are of. */
  #stack: StackTrace | null = null;
  /** The time of the record of `dmesg --json` that is being read. */
  #recordTime: number | null = null;

  constructor(file: string, emit: (event: LogEvent) => void) {
    this.#file = file;
    this.#emit = emit;
  }

  /**
   * Takes the next line, without its end.
   *
   * @param isWhole false for the last line of a file that does not end with one
   * @throws Diagnostic `audit/architecture`, `audit/filtered`
   */
  line(text: string, isWhole = true): void {
    this.seen.lines++;
    const at = handlerAt(text);
    if (at >= 0) this.#handler(text, at, isWhole);
    else if (this.#stack === null || !this.#frame(text, this.#stack)) this.#other(text, isWhole);
  }

  /** The file was cut short, or another one has taken its place: lines are missing here. */
  beginsAnew(): void {
    this.#stack = null;
    this.#latest.clear();
    this.#lost(null, null, "begins anew");
  }

  #handler(text: string, at: number, isWhole: boolean): void {
    this.#stack = null;
    const head = readHead(text, at);
    const body = isWhole ? readHandler(text, at) : null;
    if (head === null || body === null) {
      this.#lost(head?.cpu ?? null, null, "not understood");
      return;
    }
    this.seen.known++;
    const { cpu, time } = head;
    if (cpu === null) {
      this.#lost(null, 1, "no CPU");
      return;
    }
    this.#inTime(cpu, time);
    this.#emit({ kind: "handler", cpu, time, ...body, ...this.#here });
    this.#stack = { cpu, frames: new Interruption() };
  }

  /** On one CPU time only goes on: where it does not, two logs were put together, or it is broken. */
  #inTime(cpu: number, time: number): void {
    const before = this.#latest.get(cpu);
    if (before !== undefined && time < before) this.#lost(cpu, null, "clock jump");
    this.#latest.set(cpu, time);
  }

  #frame(text: string, { cpu, frames }: StackTrace): boolean {
    const first = text.charCodeAt(0);
    if (text === "") return true;
    if (text.startsWith(" => ") || text.startsWith("=> ") || first === TAB || first === SPACE) {
      const frame = text.includes("=> ") || /^\s+[0-9a-f]{4,16} /.test(text);
      if (!frame) return false;
      const found = frames.frame(text);
      if (found !== null) this.#emit({ kind: "interrupted", cpu, ...found });
      return true;
    }
    return false;
  }

  #other(text: string, isWhole: boolean): void {
    if (text.endsWith("<stack trace>") || text.endsWith("<stack trace >")) {
      const head = readHead(text, text.lastIndexOf(":") + 1) ?? headOfStack(text);
      this.seen.known++;
      this.#stack =
        head === null || head.cpu === null ? null : { cpu: head.cpu, frames: new Interruption() };
      return;
    }
    this.#stack = null;
    if (text.startsWith("#")) this.#comment(text);
    else if (text.startsWith("CPU:") || text.includes("PERF_RECORD_LOST")) this.#loss(text);
    else if (text.startsWith('{"') || text.startsWith('"') || /^\s+"/.test(text)) this.#json(text);
    else if (mayBeMessage(text)) this.#message(text, messageTime(text), isWhole);
    else this.#plain(text);
  }

  #plain(text: string): void {
    if (/^cpus=\d+$/.test(text) || /^version = \d/.test(text)) this.seen.known++;
    else if (/^(?:<\d+>)?\s*\[\s*\d+\.\d+\]/.test(text)) this.#kernelLine(text);
    else if (/ kernel: /.test(text) || /\[\d{3,}\].* \d+\.\d{6,9}: /.test(text)) this.seen.known++;
  }

  /** A line of dmesg that says nothing of NMIs. */
  #kernelLine(text: string): void {
    this.seen.known++;
    const compiler =
      /Linux version .*\b(aarch64|arm|powerpc64?|riscv64|s390x?|loongarch64)-linux/.exec(text)?.[1];
    if (compiler !== undefined) throw otherArchitecture(this.#place(text, compiler), compiler);
  }

  #comment(text: string): void {
    if (text.startsWith(RECORDED)) {
      this.seen.known++;
      this.#recorded(text);
      return;
    }
    const started = /^#+ CPU (\d+) buffer started #+$/.exec(text)?.[1];
    const written = /^# entries-in-buffer\/entries-written: (\d+)\/(\d+)/.exec(text);
    const arch = /^# arch : (\S+)/.exec(text)?.[1];
    if (started !== undefined) this.#lost(Number(started), null, "buffer started");
    else if (written !== null) {
      const [, kept = "", all = ""] = written;
      const overwritten = Math.max(0, readCount(all) - readCount(kept));
      this.seen.overwritten = addCounts(this.seen.overwritten, overwritten);
      if (kept === all) this.seen.startsWhole = true;
    } else if (arch !== undefined && !X86.test(arch)) {
      throw otherArchitecture(this.#place(text, arch), arch);
    } else if (!text.startsWith("# tracer:") && arch === undefined) return;
    this.seen.known++;
  }

  /** A line that the script of `audit --how` wrote. */
  #recorded(text: string): void {
    const [key = "", ...rest] = text.slice(RECORDED.length).split(" ");
    const value = rest.join(" ").trim();
    if (key === "machine" && !X86.test(value)) {
      throw otherArchitecture(this.#place(text, value), value);
    }
    if (key === "filter" && value !== "none") throw filteredLog(this.#place(text, value), value);
    if (key === "counts") this.#counts(value);
    if (key === "console" && value === "1") this.seen.console = true;
  }

  /** A reading of the kernel's counts by the probe of `audit --how probe`. */
  #counts(value: string): void {
    const found =
      /^CPU (\d{1,4}) at (\d{1,10})\.(\d{6}): normal \d+ unknown \d+ external \d+ swallow (\d{1,10})$/.exec(
        value,
      );
    if (found === null) {
      this.#lost(null, null, "not understood");
      return;
    }
    const [, cpu, whole, fraction, swallow] = found.map(Number);
    if (cpu === undefined || whole === undefined) return;
    const time = whole * 1_000_000 + (fraction ?? 0);
    this.#emit({ kind: "counted", cpu, time, swallow: swallow ?? 0 });
  }

  #loss(text: string): void {
    const ftrace = /^CPU:(\d+) \[(?:LOST )?(?:(\d+) )?EVENTS(?: DROPPED)?\]/.exec(text);
    if (ftrace !== null) {
      this.seen.known++;
      const count = ftrace[2];
      this.#lost(Number(ftrace[1]), count === undefined ? null : readCount(count), "overrun");
      return;
    }
    const perf = /PERF_RECORD_LOST(?:_SAMPLES)?\s+lost\s+(\d+)/.exec(text)?.[1];
    const cpu = /\[(\d+)\]\s+[\d.]+:\s+PERF_RECORD_LOST/.exec(text)?.[1];
    if (perf !== undefined) this.seen.known++;
    this.#lost(
      cpu === undefined ? null : Number(cpu),
      perf === undefined ? null : readCount(perf),
      perf === undefined ? "not understood" : "overrun",
    );
  }

  /** A record of the journal, or a line of `dmesg --json`, which writes one field a line. */
  #json(text: string): void {
    if (text.startsWith("{")) {
      const record = mayBeMessage(text) ? readJournal(text) : null;
      if (record !== null) {
        this.seen.known++;
        this.#message(record.message, record.time, true);
      } else if (mayBeMessage(text) && isCutMessage(text)) {
        this.#lost(null, null, "not understood");
      } else if (text.includes('"MESSAGE"')) this.seen.known++;
      return;
    }
    const time = /^\s*"time":\s*(\d+)\.(\d{6}),?$/.exec(text);
    const message = /^\s*"msg":\s*"(.*)"$/.exec(text)?.[1];
    if (time !== null) this.#recordTime = Number(time[1]) * 1_000_000 + Number(time[2]);
    if (time !== null || message !== undefined) this.seen.known++;
    if (message !== undefined && mayBeMessage(message)) {
      this.#message(message, this.#recordTime, true);
    }
  }

  #message(text: string, time: number | null, isWhole: boolean): void {
    const consoleAt = text.indexOf("console: ");
    const head = consoleAt > 0 ? readHead(text, consoleAt) : null;
    const message = isWhole ? readMessage(text) : null;
    if (message === null) {
      if (isCutMessage(text)) this.#lost(head?.cpu ?? null, null, "not understood");
      else this.#plain(text);
      return;
    }
    this.seen.known++;
    const when = head?.time ?? time;
    if (message.kind === "suppressed") {
      this.#emit({ ...message, time: when });
      return;
    }
    const cpu = message.cpu ?? head?.cpu ?? null;
    if (cpu === null) return;
    if (head !== null && head.cpu === cpu) this.#inTime(cpu, head.time);
    this.#emit({
      kind: "said",
      what: message.what,
      cpu,
      time: when,
      inOrder: head !== null && head.cpu === cpu,
      ...this.#here,
    });
  }

  #lost(cpu: number | null, count: number | null, why: LossReason): void {
    if (why === "not understood" || why === "no CPU") this.seen.firstNotUnderstood ??= this.#here;
    this.#emit({ kind: "lost", cpu, count, why, ...this.#here });
  }

  get #here(): LinePlace {
    return { file: this.#file, line: this.seen.lines };
  }

  #place(text: string, part: string) {
    const column = Math.max(0, text.indexOf(part)) + 1;
    return { file: this.#file, line: this.seen.lines, column, source: text.slice(0, 120) };
  }
}

const TAB = 9;
const SPACE = 0x20;

/** `[001] d.Z2. 123.456790: kernel_stack: <stack trace >`, or without a name of the event. */
function headOfStack(text: string) {
  const at = text.search(/(?:kernel_stack:\s+)?<stack trace ?>$/);
  return at < 0 ? null : readHead(text, at);
}
