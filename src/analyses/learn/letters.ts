import { at } from "../../../spec/language.js";
import type { Chain } from "../../../spec/platforms.js";
import type { EngineCall } from "../../engines/engine.js";
import type { Word } from "./automaton/mealy.js";

/** One NMI as a policy can tell it from others: where it came, and how many events each handler has. */
export interface NmiLetter {
  /** The CPU is where the last NMI found it; it has no meaning in the first NMI. */
  readonly sameIp: boolean;
  /** How many events are there for each handler of the chain. */
  readonly events: readonly number[];
}

/**
 * Where "another ip than the last" is: back and forth between two, or on through three, so that it is
 * not that of the NMI before the last. What looks at no more than the last one answers alike.
 */
export type OtherIp = "back" | "on";

/** As many instruction pointers as the NMIs of words come at. */
export const WORD_IPS = 3;

const among: Readonly<Record<OtherIp, number>> = { back: 2, on: WORD_IPS };

/** The instruction pointers of the NMIs of a word. */
function ipsOf(word: Word, letters: readonly NmiLetter[], otherIp: OtherIp): readonly number[] {
  let ip = 1;
  return word.map((letter) => {
    if (!at(letters, letter).sameIp) ip = (ip % among[otherIp]) + 1;
    return ip;
  });
}

/** Every NMI that a chain can have, those without events first. */
export function lettersOf(chain: Chain): readonly NmiLetter[] {
  const counts = chain.reduce<readonly (readonly number[])[]>(
    (before, slots) =>
      before.flatMap((events) =>
        Array.from({ length: slots + 1 }, (_, count) => [...events, count]),
      ),
    [[]],
  );
  return [true, false].flatMap((sameIp) => counts.map((events): NmiLetter => ({ sameIp, events })));
}

/** Whether a word comes to a third ip: any other is the same, back or on. */
export function goesOn(word: Word, letters: readonly NmiLetter[]): boolean {
  return word.filter((letter) => !at(letters, letter).sameIp).length > 1;
}

/** One call of a word, and whether it is the NMI of the letter. */
export interface WordCall {
  readonly call: EngineCall;
  readonly isNmi: boolean;
}

/**
 * The calls that arrange a word from the start of the machine: the CPU goes where the NMI is to find
 * it, the events of its handlers happen, or an edge comes that no handler knows, and the NMI is taken.
 * Events that a walk which stopped early has left over are cleared, so that each NMI has those of its
 * letter alone.
 */
export function* callsOf(
  word: Word,
  letters: readonly NmiLetter[],
  otherIp: OtherIp = "back",
): Generator<WordCall> {
  const plain = (call: EngineCall): WordCall => ({ call, isNmi: false });
  yield plain({ op: "reset" });
  const ips = ipsOf(word, letters, otherIp);
  for (const [index, number] of word.entries()) {
    const { sameIp, events } = at(letters, number);
    if (!sameIp) yield plain({ op: "execute", cpu: 0, rip: at(ips, index) });
    const slots = slotsOf(events);
    for (const { handler, slot } of slots) yield plain({ op: "raise", cpu: 0, handler, slot });
    if (slots.length === 0) yield plain({ op: "external", cpu: 0 });
    yield { call: { op: "nmi", cpu: 0, arrivals: [] }, isNmi: true };
    yield plain({ op: "state", set: { active: cleared(events, letters), pending: false } });
  }
}

function slotsOf(
  events: readonly number[],
): readonly { readonly handler: number; readonly slot: number }[] {
  return events.flatMap((count, handler) =>
    Array.from({ length: count }, (_, slot) => ({ handler, slot })),
  );
}

/** The events that arrange an NMI of a word, as a user writes them, up to the one that takes it. */
export function eventTexts(
  word: Word,
  index: number,
  letters: readonly NmiLetter[],
): readonly string[] {
  const { sameIp, events } = at(letters, at(word, index));
  const raised = slotsOf(events).map(({ handler, slot }) => `raise(${handler}, ${slot})`);
  return [
    ...(sameIp ? [] : [`execute(${at(ipsOf(word, letters, "back"), index)})`]),
    ...(raised.length === 0 ? ["external"] : raised),
    "deliver",
  ];
}

/** No slot of the chain active: as many slots as the letter with the most events has of each handler. */
function cleared(
  events: readonly number[],
  letters: readonly NmiLetter[],
): readonly (readonly boolean[])[] {
  return events.map((_, handler) => {
    const slots = Math.max(...letters.map((letter) => at(letter.events, handler)));
    return Array.from({ length: slots }, () => false);
  });
}

/** An NMI in words: `other ip, 2 events of handler 0 and 1 event of handler 1`. */
export function letterText(letter: NmiLetter): string {
  return `${letter.sameIp ? "same" : "other"} ip, ${eventsText(letter)}`;
}

function eventsText({ events }: NmiLetter): string {
  const parts = events.flatMap((count, handler) =>
    count === 0 ? [] : [`${count === 1 ? "1 event" : `${count} events`} of handler ${handler}`],
  );
  return parts.length === 0 ? "no event" : parts.join(" and ");
}

/** A run of NMIs, one a line, each with what came of it. */
export function runText(
  word: Word,
  outputs: readonly string[],
  letters: readonly NmiLetter[],
  otherIp: OtherIp = "back",
): string {
  return word
    .map((_, index) => {
      const nmi = nmiText(word, index, letters, otherIp);
      return `  NMI ${index + 1} at ${nmi}: ${at(outputs, index)}`;
    })
    .join("\n");
}

/** One NMI of a word: `ip 1, 2 events of handler 0`. */
export function nmiText(
  word: Word,
  index: number,
  letters: readonly NmiLetter[],
  otherIp: OtherIp = "back",
): string {
  const ip = at(ipsOf(word, letters, otherIp), index);
  return `ip ${ip}, ${eventsText(at(letters, at(word, index)))}`;
}
