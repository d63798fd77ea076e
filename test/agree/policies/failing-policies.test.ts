import { expect, test } from "vitest";
import { slice } from "../../slice.js";
import { comparePolicies } from "./policy-agreement.js";

/** A policy whose memory is a vector and a place in it, with one part of it given. */
function policyWith(
  part: Readonly<Partial<Record<"enter" | "finish" | "helper", string>>>,
): string {
  return `import { at, type Policy, type Range, type Seen, type Vector } from "nmicheck/policy";

interface Memory {
  readonly items: Vector<boolean, 2>;
  readonly place: Range<0, 2>;
}

${part.helper ?? ""}

export const random: Policy<Memory> = {
  initial: { items: [false, true], place: 0 },
  enter(memory: Memory, seen: Seen): Memory {
    ${part.enter ?? "return memory;"}
  },
  proceed: (memory) => ({ memory, walk: "on" }),
  finish(memory: Memory, seen: Seen) {
    ${part.finish ?? 'return { memory: { ...memory, place: Math.min(memory.place + 1, 2) }, unclaimed: "report" };'}
  },
};

export const read: (items: readonly boolean[]) => boolean = (items) => at(items, 0);
`;
}

/** What TypeScript computes and fails at, and nothing needs. The place comes to be 2, outside. */
const failing: Readonly<Record<string, Parameters<typeof policyWith>[0]>> = {
  "a change at the index that is the length": {
    enter: "return { ...memory, items: memory.items.with(memory.place, seen.backToBack) };",
  },
  "a change that reads the same item": {
    enter:
      "return { ...memory, items: memory.items.with(memory.place, !at(memory.items, memory.place)) };",
  },
  "a change at a negative index": {
    enter: "return { ...memory, items: memory.items.with(memory.place - 1, seen.backToBack) };",
  },
  "a constant before an early return": {
    enter: `const now = at(memory.items, memory.place);
    if (memory.place === 2) return memory;
    return { ...memory, items: memory.items.with(0, now) };`,
  },
  "a constant that nothing uses": {
    enter: `const pair = { now: at(memory.items, memory.place), place: memory.place };
    return { ...memory, place: pair.place };`,
  },
  "an argument that is not needed": {
    helper: `function both(one: boolean, other: boolean): boolean {
  return one && other;
}`,
    enter: "return both(false, at(memory.items, memory.place)) ? { ...memory, place: 0 } : memory;",
  },
  "an argument of a function that has no such parameter": {
    helper: "const keep: (memory: Memory, item: boolean) => Memory = (memory) => memory;",
    enter: "return keep(memory, at(memory.items, memory.place));",
  },
  "an item behind the one that is looked for": {
    enter: `const items = [true, at(memory.items, memory.place)];
    return items.includes(true) ? memory : { ...memory, place: 0 };`,
  },
  "an item of an array of which another is read": {
    enter: `const items = memory.items.map((_, index) => at(memory.items, index + memory.place));
    return at(items, 0) ? memory : memory;`,
  },
  "a condition whose alternatives are the same": {
    enter: "return at(memory.items, memory.place) ? memory : memory;",
  },
};

test("what fails in TypeScript fails in the explorer and in TLC", async () => {
  const sources = slice(Object.values(failing), 3).map(policyWith);
  const { differences, ...compared } = await comparePolicies(sources);
  expect(differences).toEqual([]);
  expect(compared).toEqual({
    agreed: sources.length,
    failing: sources.length,
    refused: 0,
    states: 0,
  });
}, 120_000);
