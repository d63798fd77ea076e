import { crc32 } from "node:zlib";
import type { Edge, TracePlan } from "./plan.js";

/** Handlers count from 1 in the guest's lines; 0 is a source that no handler knows. */
function edgeNumbers(edge: Edge): readonly number[] {
  return edge.from === "slot" ? [edge.handler + 1, edge.slot] : [0, 0];
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
    nmi.moveTo ?? 0,
    nmi.edges.length,
    ...nmi.edges.flatMap(edgeNumbers),
    nmi.arrivals.length,
    ...nmi.arrivals.flatMap(({ before, edge }) => [before, ...edgeNumbers(edge)]),
  ]);
  return checkedLine([plan.chain.length, ...plan.chain, plan.nmis.length, ...nmis]);
}

/** The line that tells the guest that there is no more to do. */
export const goodbyeLine: string = checkedLine([]);
