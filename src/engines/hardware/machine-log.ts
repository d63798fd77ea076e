import { readFile } from "node:fs/promises";
import { z } from "zod";
import { reasonOf } from "../../base/diagnostic/system-error.js";
import { readFrame } from "../qemu/frame.js";
import { guestReportSchema, type TraceReport } from "../qemu/guest-report.js";
import { logEmpty, logLine, logUnreadable, notALog } from "./diagnostics.js";

/** The first line of a log. */
export const LOG_SCHEMA = "nmicheck.log/1";

/** What the machine's latch did when the module was loaded. */
export interface Latch {
  /** Edges sent outside NMI context one after the other always make one NMI. */
  readonly folds: boolean;
  /** How many NMIs it keeps while one is in progress. */
  readonly depth: number;
  /** From an edge to its NMI at the least, in cycles of the CPU's clock. */
  readonly cycles: number;
}

/** A trace as the log has it, with the number of its line. */
export interface LoggedTrace {
  readonly text: string;
  readonly line: number;
}

/** What came of a line that the module was asked: its report, or why there is none. */
export type LoggedAnswer = TraceReport | { readonly lost: string };

/** The log of a run of the module on a machine. */
export interface MachineLog {
  readonly file: string;
  /** The machine's kernel as `uname -srvm` names it, and its CPU. */
  readonly kernel: string;
  readonly cpu: string;
  readonly release: string;
  readonly latch: Latch;
  readonly traces: readonly LoggedTrace[];
  /** By the line that was asked. */
  readonly answers: ReadonlyMap<string, LoggedAnswer>;
  /** Whether the run has come to its end. */
  readonly ended: boolean;
}

const count = z.int().min(0);
const latchSchema = z.strictObject({ latch: z.strictObject({ depth: count, cycles: count }) });
const frameSchema = z.union([guestReportSchema, latchSchema]);

/**
 * Reads the log of a run of the module.
 *
 * @throws Diagnostic `hardware/log-unreadable`, `hardware/not-a-log`, `hardware/log-line`, `hardware/log-empty`
 */
export async function readMachineLog(file: string): Promise<MachineLog> {
  const text = await readFile(file, "utf8").catch((error) => {
    throw logUnreadable(file, reasonOf(error));
  });
  return parseMachineLog(text, file);
}

/** The same of a text; `file` is what to call it. */
export function parseMachineLog(text: string, file: string): MachineLog {
  const [first, ...lines] = text.split("\n");
  if (first !== LOG_SCHEMA) throw notALog(file);
  const reader = new LogReader(file);
  for (const [index, line] of lines.entries()) reader.take(line, index + 2);
  return reader.log;
}

class LogReader {
  readonly #file: string;
  readonly #traces: LoggedTrace[] = [];
  readonly #answers = new Map<string, LoggedAnswer>();
  #kernel = "";
  #cpu = "";
  #ready: { readonly release: string; readonly folds: boolean } | undefined;
  #latch: { readonly depth: number; readonly cycles: number } | undefined;
  #asked: string | undefined;
  #frames = 0;
  #ended = false;

  constructor(file: string) {
    this.#file = file;
  }

  take(line: string, number: number): void {
    const wrong = (what: string) =>
      logLine({ file: this.#file, line: number, column: 1, source: line.slice(0, 120) }, what);
    if (line === "") return;
    const [, word, rest = ""] = /^(\S+)(?: (.*))?$/.exec(line) ?? [];
    switch (word) {
      case "trace":
        this.#traces.push({ text: rest, line: number });
        break;
      case "kernel":
        this.#kernel = rest;
        break;
      case "cpu":
        this.#cpu = rest;
        break;
      case "ask":
        if (this.#answers.has(rest)) throw wrong("asks what was asked before");
        this.#asked = rest;
        // Until its frame comes.
        this.#answers.set(rest, { lost: "the machine did not come back from it" });
        break;
      case "end":
        this.#ended = true;
        break;
      case "@nmicheck":
        this.#frame(line, wrong);
        break;
      default:
        throw wrong("is none that the module or its runner writes");
    }
  }

  #frame(line: string, wrong: (what: string) => Error): void {
    const frame = readFrame(line);
    if (frame.kind !== "frame") throw wrong("is a frame that has lost something");
    if (frame.number !== this.#frames++) {
      throw wrong(`has frame ${frame.number} where ${this.#frames - 1} was due`);
    }
    const read = frameSchema.safeParse(JSON.parse(frame.json));
    if (!read.success) throw wrong("is a frame that holds something else than the module says");
    const said = read.data;
    if ("ready" in said) this.#ready = said;
    else if ("latch" in said) this.#latch = said.latch;
    else if (this.#asked === undefined) throw wrong("answers what was not asked");
    else if ("trace" in said) this.#answers.set(this.#asked, said);
    else if ("error" in said) {
      this.#answers.set(this.#asked, { lost: `the module says: ${said.error} (${said.code})` });
    }
  }

  get log(): MachineLog {
    if (this.#ready === undefined || this.#latch === undefined) throw logEmpty(this.#file);
    const { release, folds } = this.#ready;
    return {
      file: this.#file,
      kernel: this.#kernel,
      cpu: this.#cpu,
      release,
      latch: { folds, ...this.#latch },
      traces: this.#traces,
      answers: this.#answers,
      ended: this.#ended,
    };
  }
}
