import { findChain } from "./find-chain.js";
import type { OtherChains } from "./known-handlers.js";
import type { LogEvent, LossReason } from "./log-event.js";
import { LoggedNmi } from "./logged-nmi.js";
import { ANY_ENDING, endingBit } from "./observed-nmi.js";
import { ReportRate } from "./report-rate.js";

/** Told of what the log comes to, in its order. */
export interface NmiEvents {
  /** From here on NMIs walk this chain; nothing that was known before counts. */
  chain(names: readonly string[]): void;
  nmi(nmi: LoggedNmi): void;
  /** Something is missing on this CPU, or on every one. */
  gap(cpu: number | null): void;
  loss(why: LossReason, count: number | null): void;
  /** The kernel's own count; the NMIs before it have been told. */
  counted(event: Extract<LogEvent, { readonly kind: "counted" }>): void;
  /** A report that no NMI of the log can have made. */
  stray(event: Extract<LogEvent, { readonly kind: "said" }>): void;
}

/** How the logs were recorded, as far as they say by now. */
export interface Recording {
  /** The kernel's messages are in them, each in its CPU's own stream. */
  readonly hasConsole: boolean;
  /** They begin where their recording began: nothing was overwritten. */
  readonly isWhole: boolean;
}

/** So many calls are looked at to find a chain. */
const CALLS = 4096;
/** Fewer do where no more come for a while. */
const FEW_CALLS = 16;
/** And so many events are kept meanwhile. */
const MOST_WAITING = 65_536;
/** No walk waits so long between two of its handlers, in microseconds. */
const LONGEST_PAUSE = 100_000;

type Call = Extract<LogEvent, { readonly kind: "handler" }>;
type Message = Extract<LogEvent, { readonly kind: "said" }>;

/**
 * Groups calls of handlers by CPU and time into NMIs. Each NMI calls the whole chain in order, so one
 * begins with the first handler and is whole with the last; what does not fit is a loss.
 */
export class NmiGrouper {
  readonly #events: NmiEvents;
  readonly #others: OtherChains;
  readonly #recording: Recording;
  /** Whether the policy can end a walk before the last handler. */
  readonly #mayStop: boolean;
  /** Places of handlers, with the call that was the first: before it, one may not be registered yet. */
  readonly #firstCalls = new Map<number, number>();
  #grouped = 0;
  #isFirstChain = true;
  readonly #rate = new ReportRate();
  readonly #open = new Map<number, LoggedNmi>();
  #places: ReadonlyMap<string, number> | null = null;
  /** Events that wait until the chain is known. */
  #waiting: LogEvent[] = [];
  #calls = 0;
  /** Events are missing before the one that comes next. */
  #isLost = false;

  /** @param mayStop whether the policy can end a walk before the last handler */
  constructor(events: NmiEvents, others: OtherChains, recording: Recording, mayStop: boolean) {
    this.#mayStop = mayStop;
    this.#events = events;
    this.#others = others;
    this.#recording = recording;
  }

  /** Takes the next event of the log. */
  add(event: LogEvent): void {
    if (this.#places !== null) {
      this.#group(event, this.#places);
      return;
    }
    this.#waiting.push(event);
    if (event.kind === "handler") this.#calls++;
    if (this.#calls >= CALLS || this.#waiting.length >= MOST_WAITING) this.#settle();
  }

  /** Nothing has come for a while: what there is has to do to find the chain. */
  quiet(): void {
    if (this.#places === null && this.#calls >= FEW_CALLS) this.#settle();
  }

  /** The log is over. */
  end(): void {
    if (this.#places === null) this.#settle();
    for (const cpu of [...this.#open.keys()]) this.#close(cpu, "end");
  }

  /** Finds the chain in the events that wait, and groups them. */
  #settle(): void {
    const calls = this.#waiting.filter(
      (event): event is Call =>
        event.kind === "handler" && this.#others.endingWith(event.name) === null,
    );
    const names = findChain(calls, this.#isFirstChain && this.#recording.isWhole);
    this.#isFirstChain = false;
    const places = new Map(names.map((name, place) => [name, place]));
    const waiting = this.#waiting;
    this.#places = places;
    this.#firstCalls.clear();
    this.#waiting = [];
    this.#calls = 0;
    if (names.length > 0) this.#events.chain(names);
    for (const event of waiting) this.add(event);
  }

  #group(event: LogEvent, places: ReadonlyMap<string, number>): void {
    switch (event.kind) {
      case "handler":
        this.#call(event, places);
        break;
      case "interrupted": {
        const open = this.#open.get(event.cpu);
        if (open !== undefined) open.interrupted ??= { at: event.at, exact: event.exact };
        break;
      }
      case "said":
        this.#said(event, places.size);
        break;
      case "counted":
        this.#close(event.cpu, "end");
        this.#events.counted(event);
        break;
      case "suppressed":
        this.#rate.suppressed();
        break;
      case "lost":
        this.#lost(event.cpu, event.why, event.count);
        break;
    }
  }

  #call(call: Call, places: ReadonlyMap<string, number>): void {
    const { cpu, name } = call;
    if (this.#isLost) this.#rate.lost(call.time);
    this.#isLost = false;
    const place = places.get(name);
    const open = this.#open.get(cpu);
    this.#grouped++;
    if (place !== undefined && !this.#firstCalls.has(place)) {
      this.#firstCalls.set(place, this.#grouped);
    }
    if (place === 0) {
      if (open !== undefined) this.#close(cpu, "next");
      this.#open.set(cpu, new LoggedNmi(cpu, call.time, call, call.handled, this.#grouped));
      return;
    }
    if (place === undefined) {
      this.#otherCall(call, places.size, open);
      return;
    }
    if (open !== undefined) this.#skipUnregistered(open, place);
    const follows =
      open !== undefined &&
      !open.isOver &&
      place === open.counts.length &&
      call.time - call.nanoseconds / 1000 - open.latest < LONGEST_PAUSE;
    if (!follows) {
      this.#break(cpu);
      return;
    }
    open.counts.push(call.handled);
    open.latest = call.time;
  }

  /** A handler that is not of the chain: of another one, or new. */
  #otherCall(call: Call, handlers: number, open: LoggedNmi | undefined): void {
    const ending = this.#others.endingWith(call.name);
    if (ending === null) {
      // Registered later than the others: the chain is another one from here on.
      for (const cpu of [...this.#open.keys()]) this.#close(cpu, "next");
      this.#places = null;
      this.#events.gap(null);
      this.add(call);
      return;
    }
    if (open === undefined || !this.#isWalked(open, handlers) || open.claimed > 0) {
      this.#break(call.cpu);
      return;
    }
    open.isOver = true;
    open.mask &= ending;
  }

  #said(event: Message, handlers: number): void {
    const { cpu, time, what } = event;
    if (what === "reported" && time !== null) this.#rate.reported(cpu, time);
    const open = this.#open.get(cpu);
    const fits =
      time !== null && open !== undefined && open.claimed === 0 && this.#isWalked(open, handlers);
    if (!fits) {
      // The kernel can panic of an NMI for another reason, and a log may begin after the NMI.
      if (what !== "panicked") this.#events.stray(event);
      return;
    }
    open.said ??= what;
    open.mask &= endingBit(what === "external" ? "external" : "reported");
  }

  #lost(cpu: number | null, why: LossReason, count: number | null): void {
    this.#events.loss(why, count);
    this.#isLost = true;
    if (cpu === null) this.#open.clear();
    else this.#open.delete(cpu);
    this.#events.gap(cpu);
  }

  /** Calls that make no NMI: some are missing, and nothing says where. */
  #break(cpu: number): void {
    this.#open.delete(cpu);
    this.#events.loss("incomplete", 1);
    this.#isLost = true;
    this.#events.gap(cpu);
  }

  /** Handlers before `place` that had not been called by anyone when the NMI began claim nothing. */
  #skipUnregistered({ counts, began }: LoggedNmi, place: number): void {
    const isNew = (first: number | undefined): boolean => first === undefined || first > began;
    while (counts.length < place && isNew(this.#firstCalls.get(counts.length))) counts.push(0);
  }

  /** Whether every handler that is registered was called. */
  #isWalked(open: LoggedNmi, handlers: number): boolean {
    this.#skipUnregistered(open, handlers);
    return open.counts.length === handlers;
  }

  /** An NMI is over, since the next one begins or the log ends. */
  #close(cpu: number, by: "next" | "end"): void {
    const open = this.#open.get(cpu);
    this.#open.delete(cpu);
    if (open === undefined) return;
    const isWhole = this.#isWalked(open, this.#places?.size ?? 0);
    if (!isWhole && (by === "end" || open.claimed === 0 || !this.#mayStop)) {
      // The end of a log may be the middle of an NMI, and no walk stops where nobody has claimed.
      if (by === "next") this.#break(cpu);
      return;
    }
    if (open.claimed === 0) this.#limitEndings(open, by);
    this.#events.nmi(open);
  }

  /** What it means for an NMI that nobody claimed that the log is silent after it. */
  #limitEndings(open: LoggedNmi, by: "next" | "end"): void {
    if (open.isOver || open.said !== null || by === "end") return;
    open.mask &= this.#others.endingWithout;
    const tells = this.#recording.hasConsole && this.#rate.wouldHavePrinted(open.cpu, open.latest);
    if (tells) open.mask &= ANY_ENDING & ~endingBit("reported");
  }
}
