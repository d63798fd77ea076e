/** Where a line of a log stands. */
export interface LinePlace {
  readonly file: string;
  /** From 1. */
  readonly line: number;
}

/** What a line of the kernel's log says of an NMI that no NMI_LOCAL handler claimed. */
export type Said =
  /** "Uhhuh. NMI received for unknown reason": it was reported. */
  | "reported"
  /** "PCI system error (SERR)", "IOCK error": the reason port told what it was. */
  | "external"
  /** "Kernel panic - not syncing: NMI: Not continuing". */
  | "panicked";

/**
 * What a log tells of NMIs, one thing at a time. Times are microseconds of the kernel's clock; null
 * where the log has none that can be compared with another file's.
 */
export type LogEvent =
  /** A handler returned (`nmi:nmi_handler`), with the number of events that it claimed. */
  | {
      readonly kind: "handler";
      readonly cpu: number;
      readonly time: number;
      readonly name: string;
      /** How long it ran, in nanoseconds. */
      readonly nanoseconds: number;
      readonly handled: number;
      readonly file: string;
      readonly line: number;
    }
  /** The address at which the NMI in progress on this CPU found it, or the name of its function. */
  | {
      readonly kind: "interrupted";
      readonly cpu: number;
      readonly at: string;
      /** Whether `at` is one address; a bare name is that of a function, which has many. */
      readonly exact: boolean;
    }
  /** The kernel's log says something of an NMI on this CPU. */
  | {
      readonly kind: "said";
      readonly cpu: number;
      readonly time: number | null;
      readonly what: Said;
      /** In the stream of the CPU's own buffer: it stands between the NMIs that it is between. */
      readonly inOrder: boolean;
      readonly file: string;
      readonly line: number;
    }
  /** A reading of `nmi_stats`: so many NMIs has the kernel swallowed on this CPU since it booted. */
  | {
      readonly kind: "counted";
      readonly cpu: number;
      readonly time: number;
      readonly swallow: number;
    }
  /** "callbacks suppressed": so many reports were not printed. */
  | { readonly kind: "suppressed"; readonly time: number | null; readonly count: number }
  /** Events are missing here: of one CPU, or, with null, of any. */
  | {
      readonly kind: "lost";
      readonly cpu: number | null;
      /** How many; null where the log does not say. */
      readonly count: number | null;
      readonly why: LossReason;
      readonly file: string;
      readonly line: number;
    };

/** Why events are missing. */
export const lossReasons = [
  "overrun",
  "buffer started",
  "not understood",
  "clock jump",
  "no CPU",
  "incomplete",
  "begins anew",
] as const;

export type LossReason = (typeof lossReasons)[number];

/** Each reason as a sentence without a full stop. */
export const lossTexts: Readonly<Record<LossReason, string>> = {
  overrun: "the buffer was overrun, or events were dropped",
  "buffer started": "the buffer of a CPU starts later than the log",
  "not understood": "a line names an NMI and is not understood",
  "clock jump": "the clock of a CPU goes back",
  "no CPU": "a line does not name its CPU",
  incomplete: "the calls of handlers make no whole NMI",
  "begins anew": "the file was cut short or replaced while it was followed",
};
