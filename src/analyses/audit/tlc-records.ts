import { canonicalText } from "../../checkers/explore/state-keys.js";
import { toJson } from "../../compiler/tla/value/json.js";
import { TlaValueReader } from "../../compiler/tla/value/reader.js";
import type { TlaValue } from "../../compiler/tla/value/value.js";
import { notCertified } from "./diagnostics.js";
import { POSSIBLE, REACHED } from "./log-module.js";
import type { WindowNmi } from "./log-window.js";
import { endingBit, endings } from "./observed-nmi.js";
import { stateText } from "./state-record.js";
import type { TlcWindow } from "./tlc-window.js";

/** Texts by the place of their NMI in the module, from 1. */
type Texts = Map<number, Set<string>>;

const EDGE = " with an unknown edge";

/** What TLC has printed of a window: each record once, and none that is of something else. */
export class LogRecords {
  /** In which ways each NMI can have ended. */
  readonly possible: Texts = new Map();
  /** In which states the machine can be after it. */
  readonly reached: Texts = new Map();

  /**
   * Reads the records.
   *
   * @throws Diagnostic `audit/not-certified` for a record that is none, or comes twice
   */
  static async read(printed: readonly string[], nmis: number): Promise<LogRecords> {
    const reader = await TlaValueReader.load();
    const records = new LogRecords();
    for (const text of printed) {
      const value = reader.parse(text, "what TLC prints");
      if (!records.#take(value, nmis)) throw notCertified(`it prints ${text}`);
    }
    return records;
  }

  /** Whether it is a record that has not come before. */
  #take(value: TlaValue, nmis: number): boolean {
    const [kind, number, ...told] = value.kind === "tuple" ? value.items : [];
    if (kind?.kind !== "string" || number?.kind !== "integer") return false;
    if (number.value < 1 || number.value > nmis) return false;
    const [first, second, ...more] = told;
    if (first === undefined || more.length > 0) return false;
    if (kind.value === REACHED && first.kind === "record" && second === undefined) {
      return add(this.reached, number.value, canonicalText(toJson(first, "what TLC prints")));
    }
    if (kind.value !== POSSIBLE || first.kind !== "boolean" || second?.kind !== "string") {
      return false;
    }
    const isClaimed = second.value === "claimed";
    // The log does not tell what was in a claimed NMI: TLC compares the claim alone.
    const way = isClaimed ? `${second.value} ${first.value}` : wayText(second.value, first.value);
    return add(this.possible, number.value, way);
  }
}

function add(texts: Texts, number: number, text: string): boolean {
  const known = texts.get(number) ?? new Set();
  texts.set(number, known);
  if (known.has(text)) return false;
  known.add(text);
  return true;
}

function wayText(ending: string, hasEdge: boolean): string {
  return hasEdge ? `${ending}${EDGE}` : ending;
}

/**
 * Compares what TLC says of a window with what the observers say.
 *
 * @param variables of the states in its records
 * @throws Diagnostic `audit/not-certified` where they differ
 */
export function requireSame(
  { possible, reached }: LogRecords,
  { nmis, stretches }: TlcWindow,
  variables: readonly string[],
): void {
  for (const [index, nmi] of nmis.entries()) {
    const theirs = sorted([...(possible.get(index + 1) ?? [])].map(withoutClaim));
    const mine = sorted(expected(nmi));
    if (theirs.join() !== mine.join()) {
      throw notCertified(
        `of NMI #${nmi.number} it says ${words(theirs)}, and the observers ${words(mine)}`,
      );
    }
  }
  const lasts = new Map(stretches.map((one) => [one.last, one.to]));
  for (const [index, { number }] of nmis.entries()) {
    const theirs = sorted([...(reached.get(index + 1) ?? [])]);
    const mine = sorted((lasts.get(index) ?? []).map((state) => stateText(state, variables)));
    if (theirs.join() !== mine.join()) {
      const [more, less] = [without(theirs, mine), without(mine, theirs)];
      throw notCertified(
        `after NMI #${number} it has ${theirs.length} states, and the observers ${mine.length}: ${more.length} more and ${less.length} less, the first of them ${[...more, ...less][0] ?? ""}`,
      );
    }
  }
}

function withoutClaim(way: string): string {
  return way.startsWith("claimed ") ? "claimed" : way;
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

function without(texts: readonly string[], others: readonly string[]): readonly string[] {
  const known = new Set(others);
  return texts.filter((text) => !known.has(text));
}

function words(ways: readonly string[]): string {
  return ways.length === 0 ? "that nothing explains it" : ways.join(" or ");
}

/** In which ways the observers say that an NMI can have ended; none for one that is not explained. */
function expected({ isExplained, verdict }: WindowNmi): readonly string[] {
  if (!isExplained) return [];
  if (verdict === null) return ["claimed"];
  return endings.flatMap((ending) => [
    ...((verdict.withEdge & endingBit(ending)) === 0 ? [] : [wayText(ending, true)]),
    ...((verdict.withoutEdge & endingBit(ending)) === 0 ? [] : [wayText(ending, false)]),
  ]);
}
