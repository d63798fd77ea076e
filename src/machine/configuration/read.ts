import type { Platform } from "../../../spec/platforms.js";
import { badChain, badNumber, badRips, unknownName } from "./diagnostics.js";
import { type PlatformName, platformNames } from "./platform.js";

/** More handlers than any kernel registers for NMI_LOCAL; each one multiplies the states. */
const MAX_HANDLERS = 16;
/** All slots of a chain together: a state holds a bit for each. */
const MAX_SLOTS = 32;
const MAX_RIPS = 16;

/**
 * Reads a chain as the command line has it: `2,1`, or `[2,1]`.
 *
 * @throws Diagnostic `configuration/chain`
 */
export function readChain(text: string): Platform["chain"] {
  const inner = text
    .trim()
    .replace(/^\[(.*)\]$/, "$1")
    .trim();
  if (inner === "") throw badChain(text, "has no handler");
  const counts = inner.split(",").map((part) => {
    const count = readDigits(part.trim());
    if (count === null) {
      throw badChain(text, `has \`${part.trim()}\` where a whole number should be`);
    }
    if (count < 1)
      throw badChain(text, `has a handler with ${count} slots; each needs at least one`);
    return count;
  });
  const [first, ...rest] = counts;
  if (first === undefined) throw badChain(text, "has no handler");
  if (counts.length > MAX_HANDLERS) {
    throw badChain(text, `has ${counts.length} handlers; at most ${MAX_HANDLERS} can be checked`);
  }
  const slots = counts.reduce((sum, count) => sum + count, 0);
  if (slots > MAX_SLOTS) {
    throw badChain(text, `has ${slots} slots; at most ${MAX_SLOTS} can be checked`);
  }
  return [first, ...rest];
}

/**
 * Reads a number of RIPs.
 *
 * @throws Diagnostic `configuration/ips`
 */
export function readRips(text: string): number {
  const rips = readDigits(text);
  if (rips === null || rips < 1 || rips > MAX_RIPS) throw badRips(text);
  return rips;
}

/**
 * Reads a positive whole number for `option`.
 *
 * @throws Diagnostic `configuration/number`
 */
export function readPositive(option: string, text: string): number {
  const value = readDigits(text);
  if (value === null || value < 1) throw badNumber(option, text, "a whole number above 0");
  return value;
}

/** A whole number in plain decimal digits, as people write it; null for anything else: `0x10`, `1e3`. */
function readDigits(text: string): number | null {
  const value = /^-?(0|[1-9][0-9]*)$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(value) ? value : null;
}

/**
 * Reads an amount of memory as Java takes it: `512m`, `4g`.
 *
 * @throws Diagnostic `configuration/number`
 */
export function readHeap(text: string, option = "--heap"): string {
  if (!/^[1-9]\d*[kmgt]?$/i.test(text))
    throw badNumber(option, text, "an amount such as 512m or 4g");
  return text;
}

const UNITS: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40 };

/** The bytes of an amount of memory that `readHeap` has read. */
export function heapBytes(heap: string): number {
  const [, number, unit = ""] = /^(\d+)([kmgt]?)$/i.exec(heap) ?? [];
  return Math.max(1, Number(number ?? 0) * (UNITS[unit.toLowerCase()] ?? 1));
}

/**
 * Reads one of `known` names of a `what`.
 *
 * @throws Diagnostic `configuration/unknown-name`, with the nearest name
 */
export function readName<Name extends string>(
  what: string,
  text: string,
  known: readonly Name[],
): Name {
  const found = known.find((name) => name === text);
  if (found === undefined) throw unknownName(what, text, known);
  return found;
}

/** Reads the name of a platform. */
export function readPlatformName(text: string): PlatformName {
  return readName("platform", text, platformNames);
}
