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

const among: Readonly<Record<OtherIp, number>> = { back: 2, on: 3 };

/** An NMI of a word as it is arranged: where it finds the CPU, and the events of each handler. */
export interface NmiAt {
  readonly ip: number;
  readonly events: readonly number[];
}

/** The NMIs of a word. */
export function nmisOf(
  word: Word,
  letters: readonly NmiLetter[],
  otherIp: OtherIp = "back",
): readonly NmiAt[] {
  let ip = 1;
  return word.map((letter) => {
    const { sameIp, events } = at(letters, letter);
    ip = nextIp(ip, sameIp, otherIp);
    return { ip, events };
  });
}

function nextIp(ip: number, sameIp: boolean, otherIp: OtherIp): number {
  return sameIp ? ip : (ip % among[otherIp]) + 1;
}

/** Every NMI that a chain can have, those without events first. */
export function lettersOf(chain: Chain): readonly NmiLetter[] {
  const counts = eventsOf(chain);
  return [true, false].flatMap((sameIp) => counts.map((events): NmiLetter => ({ sameIp, events })));
}

/** How many events each handler of a chain can have, in every way, none first. */
export function eventsOf(chain: Chain): readonly (readonly number[])[] {
  return chain.reduce<readonly (readonly number[])[]>(
    (before, slots) =>
      before.flatMap((events) =>
        Array.from({ length: slots + 1 }, (_, count) => [...events, count]),
      ),
    [[]],
  );
}

/** Whether a word comes to a third ip: any other is the same, back or on. */
export function goesOn(word: Word, letters: readonly NmiLetter[]): boolean {
  return word.filter((letter) => !at(letters, letter).sameIp).length > 1;
}

/** One call of a word, and whether it is an NMI. */
export interface WordCall {
  readonly call: EngineCall;
  readonly isNmi: boolean;
}

/**
 * The calls that arrange NMIs from the start of the machine: the CPU goes where the NMI is to find it,
 * the events of its handlers happen, or an edge comes that no handler knows, and the NMI is taken.
 * Events that a walk which stopped early has left over are cleared, so that each NMI has its own alone.
 */
export function* callsOf(nmis: readonly NmiAt[], chain: Chain): Generator<WordCall> {
  const plain = (call: EngineCall): WordCall => ({ call, isNmi: false });
  yield plain({ op: "reset" });
  const active = chain.map((slots) => Array.from({ length: slots }, () => false));
  for (const [index, { ip, events }] of nmis.entries()) {
    if (ip !== ipBefore(nmis, index)) yield plain({ op: "execute", cpu: 0, rip: ip });
    const slots = slotsOf(events);
    for (const { handler, slot } of slots) yield plain({ op: "raise", cpu: 0, handler, slot });
    if (slots.length === 0) yield plain({ op: "external", cpu: 0 });
    yield { call: { op: "nmi", cpu: 0, arrivals: [] }, isNmi: true };
    yield plain({ op: "state", set: { active, pending: false } });
  }
}

/** Where the CPU is when the events of an NMI are arranged: at ip 1 before the first one. */
function ipBefore(nmis: readonly NmiAt[], index: number): number {
  return index === 0 ? 1 : at(nmis, index - 1).ip;
}

function slotsOf(
  events: readonly number[],
): readonly { readonly handler: number; readonly slot: number }[] {
  return events.flatMap((count, handler) =>
    Array.from({ length: count }, (_, slot) => ({ handler, slot })),
  );
}

/** The events that arrange one of the NMIs, as a user writes them, up to the one that takes it. */
export function eventTexts(nmis: readonly NmiAt[], index: number): readonly string[] {
  const { ip, events } = at(nmis, index);
  const raised = slotsOf(events).map(({ handler, slot }) => `raise(${handler}, ${slot})`);
  return [
    ...(ip === ipBefore(nmis, index) ? [] : [`execute(${ip})`]),
    ...(raised.length === 0 ? ["external"] : raised),
    "deliver",
  ];
}

/** An NMI in words: `other ip, 2 events of handler 0 and 1 event of handler 1`. */
export function letterText(letter: NmiLetter): string {
  return `${letter.sameIp ? "same" : "other"} ip, ${eventsText(letter)}`;
}

function eventsText({ events }: Pick<NmiAt, "events">): string {
  const parts = events.flatMap((count, handler) =>
    count === 0 ? [] : [`${count === 1 ? "1 event" : `${count} events`} of handler ${handler}`],
  );
  return parts.length === 0 ? "no event" : parts.join(" and ");
}

/** A run of NMIs, one a line, each with what came of it. */
export function runText(nmis: readonly NmiAt[], outputs: readonly string[]): string {
  return nmis
    .map((nmi, index) => `  NMI ${index + 1} at ${nmiText(nmi)}: ${at(outputs, index)}`)
    .join("\n");
}

/** One NMI: `ip 1, 2 events of handler 0`. */
export function nmiText(nmi: NmiAt): string {
  return `ip ${nmi.ip}, ${eventsText(nmi)}`;
}

/** The letters that words of NMIs are made of, by their numbers. */
export interface Alphabet {
  readonly size: number;
  /** As many ips as the NMIs of words come at. */
  readonly ips: number;
  /** The NMIs of a word, as they are arranged. */
  nmis(word: Word): readonly NmiAt[];
  /** The NMI that a letter is where the last one came at `ip`; null before the first. */
  after(ip: number | null, letter: number): NmiAt;
}

/** The letters of `lettersOf`. */
export function plainAlphabet(chain: Chain, otherIp: OtherIp = "back"): Alphabet {
  const letters = lettersOf(chain);
  return {
    size: letters.length,
    ips: among.on,
    nmis: (word) => nmisOf(word, letters, otherIp),
    after: (ip, letter) => {
      const { sameIp, events } = at(letters, letter);
      return { ip: nextIp(ip ?? 1, sameIp, otherIp), events };
    },
  };
}
