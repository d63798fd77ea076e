import { type AuditCounts, noCounts } from "./audit-counts.js";
import { Automata, type UnknownTo } from "./automata.js";
import type { Verdict } from "./automaton.js";
import { type BehaviourPair, BehaviourPairs } from "./behaviour-pairs.js";
import { expectedText } from "./expected.js";
import { explainedBy } from "./explained-by.js";
import { CpuFollower, type Followed } from "./follow-cpu.js";
import { FollowedChain } from "./followed-chain.js";
import { type NmiEvents, NmiGrouper, type Recording } from "./group-nmis.js";
import { type KernelCount, KernelCounts } from "./kernel-counts.js";
import { OtherChains } from "./known-handlers.js";
import { addCounts } from "./log-count.js";
import type { LinePlace, LogEvent, LossReason } from "./log-event.js";
import { type FileSeen, LogFiles } from "./log-files.js";
import { LogWindow, type WindowPart } from "./log-window.js";
import type { LoggedNmi } from "./logged-nmi.js";
import type { AuditMachine } from "./machine.js";
import { type EndingMask, endingBit, endingsOf, type UnclaimedEnding } from "./observed-nmi.js";
import { SharedSources } from "./shared-sources.js";

/** Logs, and the machine that they are checked against. */
export interface AuditRequest {
  /** Files; `-` is the standard input. */
  readonly files: readonly string[];
  readonly machine: AuditMachine;
  readonly unknownTo: UnknownTo;
  /** Handlers that are on the NMI_UNKNOWN chain as long as the logs go. */
  readonly unknownHandlers: readonly string[];
  /** Handlers whose source is one for all CPUs, beside those that are known to be so. */
  readonly sharedHandlers?: readonly string[];
  /** So many NMIs that nobody claimed are told one by one; the others are counted. */
  readonly most: number;
  /** Whether pairs of behaviours are looked for. */
  readonly shows: boolean;
  /** So many of the first NMIs are kept for another checker; none unless it is said. */
  readonly window?: number;
  readonly signal?: AbortSignal;
  /** The logs are read on while they are written; else up to their end. */
  readonly follow?: Follow;
}

/** How logs are followed, and who hears of what comes. */
export interface Follow {
  /** Aborted when what was read by then is to be all. */
  readonly stop: AbortSignal;
  readonly onUnclaimed: (one: Unclaimed) => void;
  readonly onUnexplained: (one: Unexplained) => void;
}

/** Whether an unknown edge may have been in an NMI. */
export type EdgeAnswer = "surely" | "surely not" | "cannot be told";

/** An NMI that nobody claimed. */
export interface Unclaimed {
  readonly number: number;
  readonly cpu: number;
  readonly time: number;
  readonly place: LinePlace;
  /** How it ended; several where the log does not tell which. */
  readonly endings: readonly UnclaimedEnding[];
  readonly edge: EdgeAnswer;
  /** It has an unknown edge, or another CPU has taken the event of a source that CPUs share. */
  readonly otherCpu: boolean;
  /** An unknown edge may have been in it, and may have been swallowed with it. */
  readonly mayBeLost: boolean;
  /** It found the CPU where the NMI before did; null where the log does not tell. */
  readonly same: boolean | null;
  readonly armedBy: Armed | null;
  /** The number of the pair of behaviours that show why it cannot be told; null for none. */
  readonly pair: number | null;
}

/** The NMI that may have armed the heuristic. */
export interface Armed {
  readonly number: number;
  readonly time: number;
  readonly handlers: readonly { readonly name: string; readonly claimed: number }[];
}

/** An NMI that no behaviour of the machine explains. */
export interface Unexplained {
  readonly number: number;
  readonly cpu: number;
  readonly time: number;
  readonly place: LinePlace;
  /** What the machine could have done instead, as a sentence without a full stop. */
  readonly expected: string;
  /** Options of `audit` that name machines that explain it. */
  readonly explainedBy: readonly string[];
}

/** What became of a handler's calls. */
export interface HandlerCount {
  readonly name: string;
  calls: number;
  /** Calls that claimed something. */
  claiming: number;
  claimed: number;
  /** The most events in one NMI. */
  most: number;
}

/** What some logs say, and what they cannot say. */
export interface Audit {
  readonly request: AuditRequest;
  readonly files: readonly FileSeen[];
  readonly cpus: readonly number[];
  /** Chains that were in force, one after the other. */
  readonly chains: readonly (readonly string[])[];
  readonly handlers: readonly HandlerCount[];
  readonly counts: Readonly<AuditCounts>;
  /** When the first and the last NMI were logged, in microseconds; null where there is none. */
  readonly span: { readonly from: number; readonly to: number } | null;
  readonly losses: ReadonlyMap<LossReason, { readonly places: number; readonly events: number }>;
  readonly unclaimed: readonly Unclaimed[];
  readonly unexplained: readonly Unexplained[];
  readonly pairs: readonly BehaviourPair[];
  /** Handlers of the logs share one of the model: a chain as long would be too large. */
  readonly merged: boolean;
  /** The first NMIs, as many as the request keeps for another checker. */
  readonly window: readonly WindowPart[];
  /** What the kernel's own counts say, where they were read. */
  readonly kernelCounts: readonly KernelCount[];
}

/** So many NMIs that cannot be explained are told one by one. */
const MOST_UNEXPLAINED = 10;

/**
 * Audits logs: what they say of every NMI that nobody claimed, and what they cannot say.
 *
 * @throws Diagnostic `audit/…`; the signal's reason
 */
export async function audit(request: AuditRequest): Promise<Audit> {
  const { follow } = request;
  const following =
    follow === undefined ? null : { stop: follow.stop, onQuiet: () => auditor.quiet() };
  const files = new LogFiles(request.files, following);
  const auditor: Auditor = new Auditor(request, files);
  await files.read((event) => auditor.add(event), request.signal);
  return auditor.finish(files.seen);
}

/** Takes the events of logs, and answers at their end. */
export class Auditor implements NmiEvents {
  readonly #request: AuditRequest;
  readonly #grouper: NmiGrouper;
  readonly #automata: Automata;
  readonly #followers = new Map<number, CpuFollower>();
  readonly #cpus = new Set<number>();
  readonly #chains: (readonly string[])[] = [];
  readonly #handlers = new Map<string, HandlerCount>();
  #inChain: readonly HandlerCount[] = [];
  readonly #losses = new Map<LossReason, { places: number; events: number }>();
  readonly #unclaimed: Unclaimed[] = [];
  readonly #unexplained: Unexplained[] = [];
  readonly #pairs = new BehaviourPairs();
  readonly #shared: SharedSources;
  readonly #window: LogWindow;
  readonly #kernelCounts = new KernelCounts();
  #from: number | null = null;
  #to = 0;
  #merged = false;
  readonly #counts = noCounts();

  /** @param recording how the logs were recorded: asked when it matters */
  constructor(
    request: AuditRequest,
    recording: Recording,
    automata: Automata = new Automata(request.machine, request.unknownTo),
  ) {
    this.#request = request;
    this.#window = new LogWindow(request.window ?? 0);
    this.#automata = automata;
    this.#shared = new SharedSources(request.machine, request.sharedHandlers ?? []);
    this.#grouper = new NmiGrouper(
      this,
      new OtherChains(request.unknownHandlers),
      recording,
      this.#automata.mayStop,
    );
  }

  /** Takes the next event. */
  add(event: LogEvent): void {
    this.#grouper.add(event);
  }

  /** Nothing has come for a while. */
  quiet(): void {
    this.#grouper.quiet();
  }

  /** The logs are over: what they say. */
  finish(files: readonly FileSeen[]): Audit {
    this.#grouper.end();
    this.#counts.mayBeLost -= this.#kernelCounts.notLost;
    return {
      request: this.#request,
      files,
      cpus: [...this.#cpus].sort((left, right) => left - right),
      chains: this.#chains,
      handlers: [...this.#handlers.values()],
      counts: this.#counts,
      span: this.#from === null ? null : { from: this.#from, to: this.#to },
      losses: this.#losses,
      unclaimed: this.#unclaimed,
      unexplained: this.#unexplained,
      pairs: this.#pairs.found,
      merged: this.#merged,
      window: this.#window.parts,
      kernelCounts: this.#kernelCounts.found,
    };
  }

  chain(names: readonly string[]): void {
    this.#chains.push(names);
    this.#shared.chain(names);
    this.#inChain = names.map((name) => {
      const known = this.#handlers.get(name) ?? {
        name,
        calls: 0,
        claiming: 0,
        claimed: 0,
        most: 0,
      };
      this.#handlers.set(name, known);
      return known;
    });
    this.#followers.clear();
  }

  gap(cpu: number | null): void {
    for (const [own, follower] of this.#followers) {
      if (cpu === null || own === cpu) follower.gap();
    }
  }

  loss(why: LossReason, count: number | null): void {
    const known = this.#losses.get(why) ?? { places: 0, events: 0 };
    known.places++;
    known.events = addCounts(known.events, count ?? 0);
    this.#losses.set(why, known);
  }

  counted(event: Parameters<NmiEvents["counted"]>[0]): void {
    this.#kernelCounts.read(event);
  }

  stray({ cpu, inOrder }: Parameters<NmiEvents["stray"]>[0]): void {
    this.#counts.strayReports++;
    // An NMI is missing: the clock is another one, or the log is not whole.
    this.gap(inOrder ? cpu : null);
  }

  nmi(logged: LoggedNmi): void {
    const counts = this.#counts;
    const number = ++counts.nmis;
    this.#cpus.add(logged.cpu);
    this.#from = Math.min(this.#from ?? logged.time, logged.time);
    this.#to = Math.max(this.#to, logged.latest);
    this.#countHandlers(logged);
    if (logged.interrupted === null) counts.withoutPlace++;
    const follower = this.#follower(logged.cpu);
    const followed = follower.nmi(logged, number);
    this.#window.add(followed, this.#chains.length);
    if (followed.nmi.chain.isMerged) this.#merged = true;
    if (logged.claimed > 0) counts.claimed++;
    else counts.unclaimed++;
    if (!followed.isExplained) this.#isUnexplained(followed, follower);
    else if (followed.verdict !== null) this.#isUnclaimed(followed, followed.verdict, follower);
  }

  #follower(cpu: number): CpuFollower {
    const known = this.#followers.get(cpu);
    if (known !== undefined) return known;
    const chain = new FollowedChain(this.#inChain.map(() => 0));
    const follower = new CpuFollower((own) => this.#automata.of(cpu, own), chain);
    this.#followers.set(cpu, follower);
    return follower;
  }

  #countHandlers({ counts }: LoggedNmi): void {
    for (let place = 0; place < counts.length; place++) {
      const handler = this.#inChain[place];
      const count = counts[place] ?? 0;
      if (handler === undefined) continue;
      handler.calls++;
      handler.claimed = addCounts(handler.claimed, count);
      if (count > 0) handler.claiming++;
      if (count > handler.most) handler.most = count;
    }
  }

  #isUnclaimed(followed: Followed, verdict: Verdict, follower: CpuFollower): void {
    const counts = this.#counts;
    const { withEdge, withoutEdge } = verdict;
    const edge = edgeAnswer(this.#shared.judged(verdict));
    const otherCpu = edge !== edgeAnswer(verdict);
    const possible: EndingMask = withEdge | withoutEdge;
    const [ending, ...others] = endingsOf(possible);
    if (others.length > 0 || ending === undefined) counts.unknownWhich++;
    else counts[ending]++;
    if (edge === "surely") counts.surely++;
    else if (edge === "surely not") counts.surelyNot++;
    else counts.cannotTell++;
    const mayBeLost = (withEdge & endingBit("swallowed")) !== 0;
    if (mayBeLost) counts.mayBeLost++;
    this.#kernelCounts.unclaimed(
      followed.nmi.logged.cpu,
      possible === endingBit("swallowed"),
      mayBeLost,
    );
    const { most, shows, follow } = this.#request;
    const isKept = this.#unclaimed.length < most;
    if (!isKept && follow === undefined) return;
    const { nmi, armedBy } = followed;
    const one: Unclaimed = {
      ...whereOf(followed),
      endings: endingsOf(possible),
      edge,
      otherCpu,
      mayBeLost,
      same: nmi.same,
      armedBy: armedBy === null ? null : this.#armed(armedBy.number, armedBy.logged),
      pair:
        isKept && shows && edge === "cannot be told" && !otherCpu
          ? this.#pairs.of(follower.window, this.#namesOf(followed))
          : null,
    };
    if (isKept) this.#unclaimed.push(one);
    follow?.onUnclaimed(one);
  }

  #armed(number: number, { time, counts }: LoggedNmi): Armed {
    const handlers = counts.flatMap((claimed, place) =>
      claimed === 0 ? [] : [{ name: this.#inChain[place]?.name ?? "", claimed }],
    );
    return { number, time, handlers };
  }

  #isUnexplained(followed: Followed, follower: CpuFollower): void {
    this.#counts.unexplained++;
    const { machine, follow } = this.#request;
    const isKept = this.#unexplained.length < MOST_UNEXPLAINED;
    if (isKept || follow !== undefined) {
      const isFirst = this.#unexplained.length === 0;
      const one: Unexplained = {
        ...whereOf(followed),
        expected: expectedText(followed, this.#namesOf(followed)),
        explainedBy: isFirst ? explainedBy(machine, follower.window) : [],
      };
      if (isKept) this.#unexplained.push(one);
      follow?.onUnexplained(one);
    }
    follower.gap();
  }

  /** The names of the handlers of the model's chain. */
  #namesOf({ nmi }: Followed): readonly string[] {
    return nmi.chain.names(this.#inChain.map(({ name }) => name));
  }
}

function whereOf({ nmi: { number, logged } }: Followed) {
  const { cpu, time, place } = logged;
  return { number, cpu, time, place: { file: place.file, line: place.line } };
}

function edgeAnswer({ withEdge, withoutEdge }: Verdict): EdgeAnswer {
  if (withoutEdge === 0) return "surely";
  return withEdge === 0 ? "surely not" : "cannot be told";
}
