import { at } from "../../../spec/language.js";
import type { Policy, SeenMore } from "../../../spec/policy.js";
import { canonicalText } from "../../checkers/explore/state-keys.js";
import {
  type AskedOn,
  entryNumber,
  type Question,
  questionsOn,
  type SeenEntry,
  seenEntries,
} from "./seen-entries.js";

/** More memories than a heuristic needs, and fewer than would take long to ask about. */
const MOST_MEMORIES = 256;

/** More answers than a policy on a small machine has; one that has more is executed instead. */
const MOST_ANSWERS = 20_000;

/** Calls that are made once more, to see whether they are answered as before. */
const CALLS_AGAIN = 5000;

/** What a policy does with a memory and what it sees: the number of its next memory, and its word. */
export interface TableAnswer<Word extends string> {
  readonly memory: number;
  readonly word: Word;
}

/** The answers to one memory and one thing to see. */
export interface TableRow {
  readonly enter: number;
  readonly proceed: TableAnswer<"on" | "stop">;
  readonly finish: TableAnswer<"report" | "swallow">;
}

/** A policy as what it answers to everything that it could be asked on a machine. */
export interface PolicyTable {
  /** The memories that it can have, the first one first: their numbers are those of the rows. */
  readonly memories: readonly unknown[];
  /** The parts of what it can see, the one that changes fastest last. */
  readonly questions: readonly Question[];
  /** For each memory the rows of all that can be seen, in the order of `questions`. */
  readonly rows: readonly (readonly TableRow[])[];
}

/** A policy as a table; or why there is none. */
export type Tabulated =
  | { readonly kind: "table"; readonly table: PolicyTable }
  /** It throws, answers something else than a policy, or has too many answers: it can be executed only. */
  | { readonly kind: "none" }
  /** It answered the same question in two ways: `why` says which, to stand after "here". */
  | { readonly kind: "unsteady"; readonly why: string };

/** What is no answer of a policy. */
class NoAnswer extends Error {}

/**
 * Asks a policy everything that it could be asked on a machine, from its first memory on, and again in
 * another order: each question right after each other one, as far as the calls reach. So a policy
 * that keeps something beside its memory is found out, whatever is checked of it.
 */
export function tabulate(policy: Policy<unknown>, machine: AskedOn): Tabulated {
  const entries = seenEntries(machine);
  const asked = new AskedPolicy(policy);
  const rows: TableRow[][] = [];
  try {
    asked.numberOf(policy.initial);
    for (let memory = 0; memory < asked.memories.length; memory++) {
      if (memory >= MOST_MEMORIES || (memory + 1) * entries.length * 3 > MOST_ANSWERS) {
        return { kind: "none" };
      }
      rows.push(entries.map((seen) => asked.row(memory, seen)));
    }
  } catch {
    // Whether a behaviour comes to this call is found out by executing it.
    return { kind: "none" };
  }
  const why = unsteadiness(asked, rows, entries);
  if (why !== null) return { kind: "unsteady", why };
  return {
    kind: "table",
    table: { memories: asked.memories, questions: questionsOn(machine), rows },
  };
}

/** A policy, and the memories that it has shown so far. */
class AskedPolicy {
  readonly #policy: Policy<unknown>;
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();
  readonly memories: unknown[] = [];

  constructor(policy: Policy<unknown>) {
    this.#policy = policy;
  }

  /** The number of a memory, by its value. */
  numberOf(memory: unknown): number {
    const text = canonicalText(memory);
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const number = this.memories.push(memory) - 1;
    this.#texts.push(text);
    this.#numbers.set(text, number);
    return number;
  }

  enter(memory: number, seen: SeenEntry): number {
    return this.numberOf(this.#policy.enter(this.memories[memory], seen()));
  }

  proceed(memory: number, seen: SeenEntry): TableRow["proceed"] {
    const answer = this.#policy.proceed(this.memories[memory], seen());
    if (answer.walk !== "on" && answer.walk !== "stop") throw new NoAnswer();
    return { memory: this.numberOf(answer.memory), word: answer.walk };
  }

  finish(memory: number, seen: SeenEntry): TableRow["finish"] {
    const answer = this.#policy.finish(this.memories[memory], seen());
    if (answer.unclaimed !== "report" && answer.unclaimed !== "swallow") throw new NoAnswer();
    return { memory: this.numberOf(answer.memory), word: answer.unclaimed };
  }

  row(memory: number, seen: SeenEntry): TableRow {
    return {
      enter: this.enter(memory, seen),
      proceed: this.proceed(memory, seen),
      finish: this.finish(memory, seen),
    };
  }

  /** A memory that is no longer what it was when it was first shown; null where all are. */
  changedMemory(): string | null {
    const changed = this.memories.findIndex(
      (memory, n) => canonicalText(memory) !== this.#texts[n],
    );
    return this.#texts[changed] ?? null;
  }
}

/** A call that was made, and how it was answered. */
interface Call {
  readonly name: "enter" | "proceed" | "finish";
  readonly memory: number;
  readonly seen: SeenEntry;
  readonly answer: string;
}

/** How the policy depends on more than it is given; null if nothing of the kind is seen. */
function unsteadiness(
  asked: AskedPolicy,
  rows: readonly (readonly TableRow[])[],
  entries: readonly SeenEntry[],
): string | null {
  const calls = rows.flatMap((row, memory) =>
    row.flatMap((answers, n) =>
      (["enter", "proceed", "finish"] as const).map((name): Call => {
        return { name, memory, seen: at(entries, n), answer: JSON.stringify(answers[name]) };
      }),
    ),
  );
  const other = otherwise(asked, calls);
  const changed = asked.changedMemory();
  if (changed !== null) return `it changes the memory ${changed} that it is given`;
  if (other === null) return null;
  return `\`${other.name}\` answers otherwise when it is asked the same once more: ${callText(asked, other)}`;
}

/** The first call that is not answered as before. */
function otherwise(asked: AskedPolicy, calls: readonly Call[]): Call | null {
  let made = 0;
  for (const call of eachAfterEach(calls)) {
    if (made++ === CALLS_AGAIN) break;
    const { name, memory, seen, answer } = call;
    try {
      if (JSON.stringify(asked[name](memory, seen)) !== answer) return call;
    } catch {
      // It did not throw before.
      return call;
    }
  }
  return null;
}

function callText({ memories }: AskedPolicy, { memory, seen }: Call): string {
  return `with the memory ${canonicalText(memories[memory])} and seeing ${JSON.stringify(seen())}`;
}

/** The items in an order in which each comes right after each, itself included: 0, 01, 02, 1, 12, 2. */
function* eachAfterEach<Item>(items: readonly Item[]): Generator<Item> {
  for (const [n, item] of items.entries()) {
    yield item;
    for (const later of items.slice(n + 1)) {
      yield item;
      yield later;
    }
  }
}

/** The policy that answers as the table does; its memories are their numbers. */
export function policyOfTable({ questions, rows }: PolicyTable): Policy<number, SeenMore> {
  const row = (memory: number, seen: SeenMore): TableRow =>
    at(at(rows, memory), entryNumber(questions, seen));
  return {
    initial: 0,
    enter: (memory, seen) => row(memory, seen).enter,
    proceed: (memory, seen) => {
      const { memory: next, word } = row(memory, seen).proceed;
      return { memory: next, walk: word };
    },
    finish: (memory, seen) => {
      const { memory: next, word } = row(memory, seen).finish;
      return { memory: next, unclaimed: word };
    },
  };
}
