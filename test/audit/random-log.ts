import { noAxes } from "../../spec/cpu/no-axes.js";
import type { State } from "../../spec/cpu/state.js";
import { at } from "../../spec/language.js";
import type { Chain } from "../../spec/platforms.js";
import { policies } from "../../spec/policies/all.js";
import { endingOf } from "../../src/analyses/audit/automaton.js";
import type { AuditMachine } from "../../src/analyses/audit/machine.js";
import type { UnclaimedEnding } from "../../src/analyses/audit/observed-nmi.js";
import { readAxes } from "../../src/machine/configuration/named-axes.js";
import { namedPlatform, type PlatformName } from "../../src/machine/configuration/platform.js";
import { type NmiEvent, nmiModel } from "../../src/machine/model/nmi-model.js";

/** What really happened with an NMI that nobody claimed. */
export interface Truth {
  readonly unknown: boolean;
  readonly ending: UnclaimedEnding;
}

/** How a log is written: what of a behaviour stays out of it. */
export interface Thinning {
  /** The share of NMIs whose stack trace is not there. */
  readonly withoutStack: number;
  /** Only the names of functions, which are shared by two places. */
  readonly withoutOffsets: boolean;
  /** The kernel's messages are in the stream of each CPU. */
  readonly console: boolean;
  /** Places at which up to ten lines of a CPU are dropped. */
  readonly drops: number;
  /** The first lines of each CPU are not there. */
  readonly cutStart: boolean;
  /** The share of lines that do not name their CPU: streams that were merged without it. */
  readonly withoutCpu: number;
}

export interface RandomLog {
  readonly machine: AuditMachine;
  readonly unknownHandlers: readonly string[];
  readonly text: string;
  /** By CPU and the time of each call in the NMI, for its first may be lost: `0@123.000004`. */
  readonly truths: ReadonlyMap<string, Truth>;
}

/** A number from 0 up to 1, the same in every run of a seed (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const chains: readonly Chain[] = [
  [1],
  [2],
  [2, 1],
  [1, 1],
  [3, 1],
  [1, 2],
  [2, 1, 1],
  [1, 1, 1, 1],
];
const names = ["perf_event_nmi_handler", "ibs_handler", "ghes_notify_nmi", "last_handler [module]"];

/** Every machine that logs are drawn of: the core, and each value of an axis alone. */
export const axesOfLogs: readonly string[] = [
  "latch-depth=2",
  "touch=yes",
  "lvtpc=early",
  "lvtpc=late",
  "lvtpc=forgotten",
  "reason-port=yes",
  "reason-port=known",
  "reason-port=greedy",
  "unknown-chain=own",
  "unknown-chain=greedy",
  "unknown-chain=own-greedy",
  "unknown-chain=greedy-own",
  "handler-quirk=greedy",
  "handler-quirk=no-ack",
  "handler-quirk=double-count",
  "nesting=yes",
  "panic=unknown",
  "panic=unrecovered",
  "panic=io",
  "kvm-host=yes",
  "kvm-host=touch",
];
const platforms: readonly PlatformName[] = ["ideal", "ideal", "sticky", "shadow", "sticky+shadow"];

interface Line {
  readonly cpu: number;
  readonly time: number;
  readonly text: string;
  /** Of a drop: the first event of this CPU after it says so. */
  readonly isEvent: boolean;
}

/** Draws a machine, a behaviour of it on some CPUs, and what of it comes into a log. */
export function randomLog(seed: number, nmis = 40): RandomLog {
  const random = randomNumbers(seed);
  // Of its own, so that what a seed draws otherwise stays.
  const unmarked = randomNumbers(seed ^ 0x5bd1e995);
  const pick = <Item>(items: readonly Item[]): Item =>
    at(items, Math.floor(random() * items.length));
  const axis = random() < 0.4 ? null : pick(axesOfLogs);
  const machine: AuditMachine = {
    policy: { name: "mainline", policy: policies.mainline },
    platform: pick(platforms),
    axes: axis === null ? undefined : readAxes([axis]),
  };
  const chain = pick(chains);
  const thinning: Thinning = {
    withoutStack: pick([0, 0, 0.3, 1]),
    withoutOffsets: random() < 0.2,
    console: random() < 0.6,
    drops: pick([0, 0, 1, 3]),
    cutStart: random() < 0.3,
    withoutCpu: unmarked() < 0.2 ? 0.02 : 0,
  };
  const cpus = pick([1, 1, 2, 3]);
  const truths = new Map<string, Truth>();
  const written = new Reports();
  const all = Array.from({ length: cpus }, (_, cpu) =>
    cpuLines(machine, chain, cpu, nmis, thinning, random, truths),
  );
  const printed = inOrder(all.flat()).filter((line) => written.isPrinted(line));
  const lines = inOrder(
    all.flatMap((_, cpu) =>
      thinned(
        printed.filter((line) => line.cpu === cpu),
        cpu,
        thinning,
        random,
      ),
    ),
  );
  const head = [
    "# tracer: nop",
    `# entries-in-buffer/entries-written: 100/${thinning.cutStart ? 200 : 100}   #P:3`,
    ...(thinning.console ? ["# nmicheck-audit: console 1"] : []),
  ];
  const text = lines.map((line) =>
    line.isEvent && unmarked() < thinning.withoutCpu
      ? line.text.replace(/ \[\d{3}\] /, " ")
      : line.text,
  );
  return {
    machine,
    unknownHandlers: axis?.startsWith("unknown-chain") === true ? ["unknown_handler"] : [],
    text: `${[...head, ...text].join("\n")}\n`,
    truths,
  };
}

function inOrder(lines: readonly Line[]): readonly Line[] {
  return [...lines].sort((left, right) => left.time - right.time || left.cpu - right.cpu);
}

/** The rate limit of "Uhhuh", over all CPUs: ten in five seconds. */
class Reports {
  #begin = Number.NEGATIVE_INFINITY;
  #printed = 0;

  isPrinted({ time, text }: Line): boolean {
    if (!text.includes("Uhhuh")) return true;
    if (time > this.#begin + 5_000_000) {
      this.#begin = time;
      this.#printed = 0;
    }
    return ++this.#printed <= 10;
  }
}

function stamp(time: number): string {
  const text = String(Math.round(time)).padStart(7, "0");
  return `${text.slice(0, -6)}.${text.slice(-6)}`;
}

function cpuLines(
  machine: AuditMachine,
  chain: Chain,
  cpu: number,
  nmis: number,
  thinning: Thinning,
  random: () => number,
  truths: Map<string, Truth>,
): readonly Line[] {
  const axes = machine.axes?.machine ?? noAxes;
  const model = nmiModel({
    policy: machine.policy.policy,
    platform: namedPlatform(machine.platform, chain, 3),
    axes,
  });
  const lines: Line[] = [];
  const unknownWeight = [0.02, 0.2, 1][Math.floor(random() * 3)] ?? 1;
  const slow = random() < 0.5 ? 300_000 : 300;
  let time = 100_000_000 + cpu;
  let state = model.initial();
  let counted = 0;
  let calls: readonly number[] = [];
  let done = 0;
  const event = (body: string, isEvent = true): void => {
    const head = `          <idle>-0       [${String(cpu).padStart(3, "0")}] d.Z1.   ${stamp(time)}: `;
    lines.push({ cpu, time, text: head + body, isEvent });
  };
  const call = (name: string, handled: number): void => {
    time += 2;
    event(`nmi_handler: ${name}() delta_ns: 900 handled: ${handled}`);
  };
  while (done < nmis && lines.length < 2000) {
    const weighted = model.events.flatMap((one) => {
      const next = model.apply(one, state);
      return next === null ? [] : [{ one, next, weight: weightOf(one, unknownWeight) }];
    });
    let left = random() * weighted.reduce((sum, { weight }) => sum + weight, 0);
    const chosen =
      weighted.find(({ weight }) => {
        left -= weight;
        return left <= 0;
      }) ?? weighted.at(-1);
    // After a panic nothing happens.
    if (chosen === undefined) break;
    const { one, next } = chosen;
    const { position } = state;
    if (one.name === "deliver" || (one.name === "execute" && next.rip !== state.rip)) {
      time += one.name === "deliver" ? 3 : 1 + Math.floor(random() * slow);
    }
    if (one.name === "poll" && position.at === "polling") {
      const { handler, slot } = position;
      const handlerQuirk = handler === 0 ? axes.handlerQuirk : "none";
      if (at(at(state.active, handler), slot)) counted += handlerQuirk === "double-count" ? 2 : 1;
      if (slot + 1 === at(chain, handler)) {
        if (handlerQuirk === "greedy" && counted === 0) counted = 1;
        call(at(names, handler), counted);
        calls = handler === 0 ? [time] : [...calls, time];
        if (random() >= thinning.withoutStack) {
          stackLines(state.rip, thinning.withoutOffsets, event, lines, cpu, time);
        }
        counted = 0;
      }
    }
    if (one.name === "decide") {
      done++;
      const ending = endingOf(next);
      if (ending !== null) {
        const truth = { unknown: state.carriesUnknown, ending };
        for (const one of calls) truths.set(`${cpu}@${stamp(one)}`, truth);
        endLines(ending, next, axes, call, (body) => {
          if (!thinning.console) return;
          time++;
          event(`console: ${body} on CPU ${cpu}.`);
        });
      }
      time += 2;
    }
    state = next;
  }
  return lines;
}

function weightOf({ name }: NmiEvent, unknownWeight: number): number {
  switch (name) {
    case "external":
    case "portError":
    case "ownEvent":
      return unknownWeight;
    case "poll":
    case "decide":
      return 4;
    case "deliver":
      return 3;
    default:
      return 1;
  }
}

function stackLines(
  rip: number,
  withoutOffsets: boolean,
  event: (body: string) => void,
  lines: Line[],
  cpu: number,
  time: number,
): void {
  event("<stack trace>");
  const function_ = rip < 3 ? "default_idle" : "memcpy";
  const place = withoutOffsets ? function_ : `${function_}+0x${rip}/0x10 <ffffffff8100000${rip}>`;
  for (const frame of ["nmi_handle", "default_do_nmi", "exc_nmi", "end_repeat_nmi", place, "x"]) {
    lines.push({ cpu, time, text: ` => ${frame}`, isEvent: false });
  }
}

function endLines(
  ending: UnclaimedEnding,
  next: State<unknown>,
  { unknownChain, reasonPort }: typeof noAxes,
  call: (name: string, handled: number) => void,
  print: (body: string) => void,
): void {
  if (ending === "external") {
    if (reasonPort === "unhandled") {
      print("NMI: PCI system error (SERR) for reason b1");
    } else {
      call("hpwdt_pretimeout", 1);
    }
    return;
  }
  if (ending === "swallowed") return;
  if (unknownChain !== "none") call("unknown_handler", next.elsewhere === null ? 0 : 1);
  if (next.elsewhere === null) print("Uhhuh. NMI received for unknown reason 2d");
}

/** Drops lines of a CPU, and says so where they were, as ftrace does. */
function thinned(
  lines: readonly Line[],
  cpu: number,
  { drops, cutStart }: Thinning,
  random: () => number,
): readonly Line[] {
  let left = [...lines];
  const cut = (from: number, count: number, says: boolean): void => {
    let to = Math.min(left.length, from + count);
    // Frames go with their event.
    while (to < left.length && left[to]?.isEvent === false) to++;
    const next = left[to];
    const lost: Line = {
      cpu,
      time: next?.time ?? Number.MAX_SAFE_INTEGER,
      text: `CPU:${cpu} [LOST ${count} EVENTS]`,
      isEvent: true,
    };
    left = [...left.slice(0, from), ...(says ? [lost] : []), ...left.slice(to)];
  };
  if (cutStart) cut(0, 1 + Math.floor(random() * 20), false);
  for (let drop = 0; drop < drops; drop++) {
    cut(Math.floor(random() * left.length), 1 + Math.floor(random() * 10), true);
  }
  return left;
}
