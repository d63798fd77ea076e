import { crc32 } from "node:zlib";
import type { GuestAxes } from "./guest-axes.js";
import { GUEST_LIMITS } from "./limits.js";
import type { LateEdge, NmiPlan, TracePlan } from "./plan.js";

/** What comes that is no slot's, in the order of `enum` in guest/nmicheck.h. */
const OTHER = {
  outside: 0,
  own: 1,
  silentOwn: 2,
  nest: 3,
  nestSending: 4,
  vanish: 5,
  lapse: 6,
} as const;

/**
 * Handlers count from 1 in the guest's lines, silent ones from behind those; 0 is what is no slot's.
 */
function edgeNumbers(edge: LateEdge["edge"]): readonly number[] {
  switch (edge.from) {
    case "slot": {
      const behind = edge.silent === true ? GUEST_LIMITS.handlers : 0;
      return [behind + edge.handler + 1, edge.slot];
    }
    case "own":
      return [0, edge.silent === true ? OTHER.silentOwn : OTHER.own];
    case "nest":
      return [0, edge.sends ? OTHER.nestSending : OTHER.nest];
    case "outside":
    case "vanish":
    case "lapse":
      return [0, OTHER[edge.from]];
  }
}

const HANDLER_QUIRKS: readonly GuestAxes["handlerQuirk"][] = [
  "none",
  "greedy",
  "no-ack",
  "double-count",
];
const UNKNOWN_CHAINS: readonly GuestAxes["unknownChain"][] = [
  "none",
  "own",
  "greedy",
  "own-greedy",
  "greedy-own",
];

const PMUS: readonly GuestAxes["pmu"][] = ["prompt", "vanishing", "stopped", "late", "window"];

/** What is done around an NMI: the sum of `TOUCH_BEFORE`, `TOUCH_AFTER` and `SEND_BEHIND`. */
function alsoNumber({ touchedBefore, touchedAfter, sendsBehind }: NmiPlan): number {
  const flags = [touchedBefore, touchedAfter, sendsBehind];
  return flags.reduce((sum, flag, bit) => sum + (flag === true ? 1 << bit : 0), 0);
}

/** The place that the CPU goes on at; 0 where it stays. */
function moveNumber({ rip, moveTo, sendsBehind }: NmiPlan): number {
  return moveTo ?? (sendsBehind === true ? rip : 0);
}

const BASE = 78;

/** One character from "0" on for each digit; a number of two digits has "~" before them. */
function numberText(number: number): string {
  const digit = (value: number) => String.fromCharCode("0".charCodeAt(0) + value);
  if (number < BASE) return digit(number);
  return `~${digit(Math.floor(number / BASE))}${digit(number % BASE)}`;
}

function checkedLine(numbers: readonly number[]): string {
  const text = numbers.map(numberText).join("");
  return `${crc32(text).toString(16).padStart(8, "0")}${text}\n`;
}

/** The line that asks the guest for a trace; `guest/program.c` describes and reads it. */
export function traceLine(plan: TracePlan): string {
  const nmis = plan.nmis.flatMap((nmi) => [
    nmi.latched ? 0 : nmi.rip,
    moveNumber(nmi),
    alsoNumber(nmi),
    nmi.edges.length,
    ...nmi.edges.flatMap(edgeNumbers),
    nmi.arrivals.length,
    ...nmi.arrivals.flatMap(({ before, edge }) => [before, ...edgeNumbers(edge)]),
  ]);
  const { handlerQuirk, unknownChain, pmu } = plan.axes;
  const axes = [
    HANDLER_QUIRKS.indexOf(handlerQuirk),
    UNKNOWN_CHAINS.indexOf(unknownChain),
    PMUS.indexOf(pmu),
  ];
  return checkedLine([plan.chain.length, ...plan.chain, ...axes, plan.nmis.length, ...nmis]);
}

/** The line that tells the guest that there is no more to do. */
export const goodbyeLine: string = checkedLine([]);
