import { createReadStream } from "node:fs";
import { reasonOf } from "../../base/diagnostic/system-error.js";
import { binaryLog, noLog, unreadableLog } from "./diagnostics.js";
import { BEGINS_ANEW, followedFile } from "./followed-file.js";
import type { Recording } from "./group-nmis.js";
import type { LogEvent } from "./log-event.js";
import { LineReader, type LinesSeen } from "./read-lines.js";

/** A line that is longer is cut: nothing that is known has such. */
const LONGEST_LINE = 65_536;
const CHUNK = 262_144;

/** What starts a file that a tool recorded, and how it is printed. */
const binaries: readonly (readonly [Buffer, string, string])[] = [
  [
    Buffer.from("\x17\x08\x44tracing", "latin1"),
    "what `trace-cmd record` wrote",
    "trace-cmd report FILE",
  ],
  [Buffer.from("PERFILE2", "latin1"), "what `perf record` wrote", "perf script -i FILE"],
  [Buffer.from("\x1f\x8b", "latin1"), "compressed", "zcat FILE"],
];

/** How a log is read on while it is written. */
export interface Following {
  /** Aborted when what was read by then is to be all. */
  readonly stop: AbortSignal;
  /** Told when nothing has come for a while. */
  readonly onQuiet: () => void;
}

/** In a log that is followed nothing has come for so long, in milliseconds. */
const QUIET = 1000;

/** One log, read as it is needed. */
class LogFile {
  readonly reader: LineReader;
  /** The events of the chunk that was read last. */
  events: LogEvent[] = [];
  next = 0;
  /** Of the event that comes next; events without a time come with the one before them. */
  time = 0;
  readonly #chunks: AsyncIterator<Buffer | typeof BEGINS_ANEW>;
  readonly #name: string;
  readonly #following: Following | null;
  #decoder = new TextDecoder("utf-8");
  #rest = "";
  #isFirst = true;
  #isOver = false;
  /** What is left of a line that is too long is left out. */
  #skips = false;

  constructor(name: string, following: Following | null) {
    this.#name = name;
    this.#following = following;
    this.reader = new LineReader(name, (event) => void this.events.push(event));
    const stream: AsyncIterable<Buffer | typeof BEGINS_ANEW> =
      name === "-"
        ? process.stdin
        : following !== null
          ? followedFile(name, following.stop)
          : createReadStream(name, { highWaterMark: CHUNK });
    this.#chunks = stream[Symbol.asyncIterator]();
  }

  /**
   * Reads on until there is an event; false at the end of the file.
   *
   * @throws Diagnostic `audit/unreadable`, `audit/binary`, `audit/no-log`, and what the reader throws
   */
  async fill(): Promise<boolean> {
    while (this.next >= this.events.length) {
      if (this.#isOver) return false;
      this.events = [];
      this.next = 0;
      await this.#read();
    }
    return true;
  }

  async #read(): Promise<void> {
    const next = this.#chunks.next();
    const { value, done } = await (this.#following === null
      ? next
      : nextWhile(this.#following, next)
    ).catch((error: unknown) => {
      throw unreadableLog(this.#name, reasonOf(error));
    });
    if (done === true) {
      this.#isOver = true;
      const rest = this.#rest + this.#decoder.decode();
      // A line that is being written is not a line that was cut.
      const isStopped = this.#following?.stop.aborted === true;
      if (rest !== "" && !this.#skips && !isStopped) this.reader.line(rest, false);
      const { lines, known } = this.reader.seen;
      if (known === 0 && lines > 0) throw noLog(this.#name, lines);
      return;
    }
    if (value === BEGINS_ANEW) {
      this.reader.beginsAnew();
      this.#decoder = new TextDecoder("utf-8");
      this.#rest = "";
      this.#skips = false;
      return;
    }
    if (this.#isFirst) {
      this.#isFirst = false;
      for (const [magic, what, command] of binaries) {
        if (value.subarray(0, magic.length).equals(magic)) {
          throw binaryLog(this.#name, what, command);
        }
      }
    }
    this.#lines(this.#rest + this.#decoder.decode(value, { stream: true }));
  }

  #lines(text: string): void {
    let start = 0;
    if (this.#skips) {
      start = text.indexOf("\n") + 1;
      if (start === 0) return;
      this.#skips = false;
    }
    for (;;) {
      const end = text.indexOf("\n", start);
      if (end < 0) break;
      const isReturn = text.charCodeAt(end - 1) === 0x0d && end > start;
      this.reader.line(text.slice(start, isReturn ? end - 1 : end));
      start = end + 1;
    }
    this.#rest = text.slice(start);
    if (this.#rest.length > LONGEST_LINE) {
      this.reader.line(this.#rest.slice(0, LONGEST_LINE), false);
      this.#rest = "";
      this.#skips = true;
    }
  }
}

/** The next chunk of a log that is followed; none from `stop` on. */
async function nextWhile<Chunk>(
  { stop, onQuiet }: Following,
  next: Promise<IteratorResult<Chunk>>,
): Promise<IteratorResult<Chunk>> {
  const quiet = setTimeout(onQuiet, QUIET);
  let stopped = (): void => {};
  const end = new Promise<IteratorResult<Chunk>>((resolve) => {
    stopped = () => resolve({ done: true, value: undefined });
    stop.addEventListener("abort", stopped);
    if (stop.aborted) stopped();
  });
  try {
    return await Promise.race([next, end]);
  } finally {
    clearTimeout(quiet);
    stop.removeEventListener("abort", stopped);
    // What waits for a line of somebody who writes none would keep this process.
    if (stop.aborted) process.stdin.destroy();
  }
}

/** What was found in one file. */
export interface FileSeen extends LinesSeen {
  readonly file: string;
}

/** Some logs, read together by time, in memory that does not grow with them. */
export class LogFiles implements Recording {
  readonly #files: readonly LogFile[];
  readonly #names: readonly string[];

  /**
   * @param names of files; `-` is the standard input
   * @param following how they are read on while they are written; null: up to their end
   */
  constructor(names: readonly string[], following: Following | null) {
    this.#names = names;
    this.#files = names.map((name) => new LogFile(name, following));
  }

  /** What was found in the files so far. */
  get seen(): readonly FileSeen[] {
    return this.#files.map(({ reader }, index) => ({
      file: this.#names[index] ?? "",
      ...reader.seen,
    }));
  }

  get hasConsole(): boolean {
    return this.#files.some(({ reader: { seen } }) => seen.console && seen.overwritten === 0);
  }

  get isWhole(): boolean {
    return this.#files.some(({ reader: { seen } }) => seen.startsWhole && seen.overwritten === 0);
  }

  /**
   * Hands over every event, of several files in the order of their times.
   *
   * @throws Diagnostic `audit/…`; the signal's reason
   */
  async read(take: (event: LogEvent) => void, signal?: AbortSignal): Promise<void> {
    const [first, ...others] = this.#files;
    if (first === undefined) return;
    if (others.length === 0) {
      while (await first.fill()) {
        signal?.throwIfAborted();
        for (const event of first.events) take(event);
        first.next = first.events.length;
      }
      return;
    }
    const open = new Set<LogFile>();
    for (const file of this.#files) if (await file.fill()) open.add(file);
    for (;;) {
      signal?.throwIfAborted();
      let earliest: LogFile | null = null;
      for (const file of open) {
        file.time = timeOf(file.events[file.next]) ?? file.time;
        if (earliest === null || file.time < earliest.time) earliest = file;
      }
      if (earliest === null) return;
      const event = earliest.events[earliest.next++];
      if (event !== undefined) take(event);
      if (!(await earliest.fill())) open.delete(earliest);
    }
  }
}

function timeOf(event: LogEvent | undefined): number | null {
  return event !== undefined && "time" in event ? event.time : null;
}
