/** The name of the tracepoint, as every tool ends it. */
const HANDLER = "nmi_handler:";
const DELTA = " delta_ns: ";
const HANDLED = " handled: ";

/** What stands before the event of a line: which CPU it is of, and when, in microseconds. */
export interface EventHead {
  /** Null where the line names none. */
  readonly cpu: number | null;
  readonly time: number;
}

/** The body of a line of `nmi:nmi_handler`. */
export interface HandlerBody {
  readonly name: string;
  readonly nanoseconds: number;
  readonly handled: number;
}

/** Where in a line the event `nmi_handler` begins; -1 where it has none. */
export function handlerAt(text: string): number {
  let at = text.indexOf(HANDLER);
  // `do_nmi_handler: ` would be another event.
  while (at > 0 && !isBoundary(text.charCodeAt(at - 1))) at = text.indexOf(HANDLER, at + 1);
  return at;
}

function isBoundary(code: number): boolean {
  return code === SPACE || code === COLON;
}

const SPACE = 0x20;
const COLON = 0x3a;
const ZERO = 0x30;
const DOT = 0x2e;
const OPEN = "[";

/**
 * Reads what stands before the event that begins at `at`: `<idle>-0 [001] d.Z1. 123.456789: ` of
 * ftrace and trace-cmd, `swapper 0 [001] 123.456789: nmi:` of perf. The name of a task may hold
 * anything, so it is read from its end. Null where there is no time.
 */
export function readHead(text: string, at: number): EventHead | null {
  let end = at;
  // perf writes the system of the event before its name: `nmi:`, `printk:`.
  if (text.charCodeAt(end - 1) === COLON) {
    end = text.lastIndexOf(" ", end - 1);
    if (end < 0) return null;
  }
  while (text.charCodeAt(end - 1) === SPACE) end--;
  if (text.charCodeAt(end - 1) !== COLON) return null;
  end--;
  const start = text.lastIndexOf(" ", end - 1) + 1;
  const time = readTime(text, start, end);
  if (time === null) return null;
  return { cpu: readCpu(text, start), time };
}

/** `123.456789` as microseconds. */
function readTime(text: string, start: number, end: number): number | null {
  let whole = 0;
  let index = start;
  for (; index < end; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) break;
    whole = whole * 10 + digit;
  }
  if (index === start || text.charCodeAt(index) !== DOT || index + 1 >= end) return null;
  let fraction = 0;
  let unit = 1_000_000;
  for (index++; index < end; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) return null;
    fraction = fraction * 10 + digit;
    unit /= 10;
  }
  return whole * 1_000_000 + fraction * unit;
}

/** The number in the last `[001]` before `before`. */
function readCpu(text: string, before: number): number | null {
  const open = text.lastIndexOf(OPEN, before);
  if (open < 0) return null;
  let cpu = 0;
  let index = open + 1;
  for (; index < before; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) break;
    cpu = cpu * 10 + digit;
  }
  return index > open + 1 && text[index] === "]" && cpu < MOST_CPUS ? cpu : null;
}

/** More than any kernel is built for (NR_CPUS is at most 8192 on x86). */
const MOST_CPUS = 8192;

/** Reads the body of the event that begins at `at`; null where it is cut or is another one's. */
export function readHandler(text: string, at: number): HandlerBody | null {
  const delta = text.indexOf(DELTA, at);
  if (delta < 0) return null;
  const count = text.indexOf(HANDLED, delta + DELTA.length);
  if (count < 0) return null;
  const nanoseconds = readWhole(text, delta + DELTA.length, count);
  const handled = readWhole(text, count + HANDLED.length, text.length);
  const name = text
    .slice(at + HANDLER.length, delta)
    .trim()
    .replace(/\(\)$/, "");
  if (name === "" || nanoseconds === null || handled === null || handled < 0) return null;
  return { name, nanoseconds, handled };
}

/** A whole number between two places of a line, with nothing else there but white space at its end. */
function readWhole(text: string, start: number, end: number): number | null {
  let sign = 1;
  let index = start;
  if (text[index] === "-") {
    sign = -1;
    index++;
  }
  const first = index;
  let value = 0;
  for (; index < end; index++) {
    const digit = text.charCodeAt(index) - ZERO;
    if (digit < 0 || digit > 9) break;
    value = value * 10 + digit;
  }
  if (index === first || text.slice(index, end).trim() !== "") return null;
  return Number.isSafeInteger(value) ? sign * value : null;
}
