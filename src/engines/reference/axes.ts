import { Refusal } from "./refusal.js";
import type { Fields } from "./request.js";

/** Who is on the NMI_UNKNOWN chain: a driver that asks its device, or one that claims whatever comes. */
export type UnknownHandler = "own" | "greedy";

/** What a board and its drivers have beside a latch, counters and honest drivers. */
export interface BoardAxes {
  /** A virtual machine: a second NMI is kept while one pends outside NMI context. */
  readonly deepLatch: boolean;
  /** The hypervisor forgets an edge that comes while NMIs are blocked. */
  readonly forgetful: boolean;
  /** The idle loop calls `local_touch_nmi`. */
  readonly touch: boolean;
  /** When the PMU's driver writes the LVTPC, if that masks itself. */
  readonly lvtpc: "unmasked" | "early" | "late" | "forgotten";
  /**
   * Port 0x61 tells of system errors and I/O checks; whether drivers are on NMI_SERR and
   * NMI_IO_CHECK that find the cause and fix it, or that claim whatever comes and fix nothing.
   */
  readonly port: "none" | "alone" | "fixing" | "greedy";
  readonly unknown: readonly UnknownHandler[];
  /** Who is called before all drivers: a microcode update's rendezvous, or a crash's handler. */
  readonly front: "none" | "once" | "always";
  /** How the driver of handler 0 counts. */
  readonly handlerQuirk: "none" | "greedy" | "no-ack" | "double-count";
  /** Exceptions may happen in handlers. */
  readonly nesting: boolean;
  /** Which of the kernel's settings is on. */
  readonly panic: "none" | "unknown_nmi_panic" | "panic_on_unrecovered_nmi" | "panic_on_io_nmi";
  /**
   * With NMI-source reporting the vector of an edge that is no handler's: 2 for LINT1, 0 for none,
   * "no-bit" where its NMI has an empty bitmap. Null where the kernel does not call handlers by a
   * bitmap of their sources.
   */
  readonly otherVector: 0 | 2 | "no-bit" | null;
  /**
   * With what the edges of the last driver come, if it is registered without a vector
   * (NMIS_NO_SOURCE); null where it has its own, as all others have.
   */
  readonly lastDriverSends: 0 | 2 | null;
  /** What does not keep together with the overflows of handler 0's PMU: their status bits, or their edges. */
  readonly pmuLoses: "nothing" | "status" | "punctuality";
  /** What the PMU's driver takes for its own beside overflows: one NMI after a stop, or all for a while. */
  readonly pmuExcuses: "nothing" | "one" | "window";
  /** The CPU returns from exceptions without IRET; NMIs come with such a bitmap there alone. */
  readonly fred: boolean;
}

const NONE: BoardAxes = {
  deepLatch: false,
  forgetful: false,
  touch: false,
  lvtpc: "unmasked",
  port: "none",
  unknown: [],
  front: "none",
  handlerQuirk: "none",
  nesting: false,
  panic: "none",
  otherVector: null,
  pmuLoses: "nothing",
  pmuExcuses: "nothing",
  lastDriverSends: null,
  fred: false,
};

/** Each axis by its name, and what each of its values means. */
const KNOWN: Readonly<Record<string, Readonly<Record<string, Partial<BoardAxes>>>>> = {
  "latch-depth": { "1": {}, "2": { deepLatch: true } },
  touch: { no: {}, yes: { touch: true } },
  lvtpc: {
    unmasked: {},
    early: { lvtpc: "early" },
    late: { lvtpc: "late" },
    forgotten: { lvtpc: "forgotten" },
  },
  "reason-port": {
    no: {},
    yes: { port: "alone" },
    known: { port: "fixing" },
    greedy: { port: "greedy" },
  },
  "unknown-chain": {
    none: {},
    own: { unknown: ["own"] },
    greedy: { unknown: ["greedy"] },
    "own-greedy": { unknown: ["own", "greedy"] },
    "greedy-own": { unknown: ["greedy", "own"] },
  },
  "handler-quirk": {
    none: {},
    greedy: { handlerQuirk: "greedy" },
    "no-ack": { handlerQuirk: "no-ack" },
    "double-count": { handlerQuirk: "double-count" },
  },
  nesting: { no: {}, yes: { nesting: true } },
  panic: {
    no: {},
    unknown: { panic: "unknown_nmi_panic" },
    unrecovered: { panic: "panic_on_unrecovered_nmi" },
    io: { panic: "panic_on_io_nmi" },
  },
  "nmi-source": {
    no: {},
    lint1: { otherVector: 2, fred: true },
    unnamed: { otherVector: 0, fred: true },
    empty: { otherVector: "no-bit", fred: true },
    "handler-unnamed": { otherVector: 2, lastDriverSends: 0, fred: true },
    "handler-lint1": { otherVector: 2, lastDriverSends: 2, fred: true },
  },
  pmu: {
    prompt: {},
    vanishing: { pmuLoses: "status" },
    stopped: { pmuLoses: "status", pmuExcuses: "one" },
    late: { pmuLoses: "punctuality" },
    window: { pmuLoses: "punctuality", pmuExcuses: "window" },
  },
  "nmi-injection": { once: {}, drops: { forgetful: true } },
  "front-handler": { none: {}, rendezvous: { front: "once" }, emergency: { front: "always" } },
  // The policies here are told of it, and do not look.
  "policy-input": {
    nothing: {},
    handlers: {},
    bitmap: { fred: true },
    "bitmap-without-unknown": { fred: true },
    "bitmap-shared": { fred: true },
  },
};

/** The names of the axes. */
export const axisNames: readonly string[] = Object.keys(KNOWN);

/** The axes of a `setup`; none where it names none. */
export function readAxes(asked: Fields): BoardAxes {
  let axes = NONE;
  for (const [name, value] of Object.entries(asked)) {
    const values = KNOWN[name];
    if (values === undefined) throw new Refusal("unsupported", `there is no axis ${name}`);
    const meant = typeof value === "string" ? values[value] : undefined;
    if (meant === undefined) {
      throw new Refusal("unsupported", `the axis ${name} has no value ${String(value)}`);
    }
    axes = { ...axes, ...meant };
  }
  return axes;
}
