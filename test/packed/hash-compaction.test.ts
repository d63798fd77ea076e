import { describe, expect, test } from "vitest";
import { atMostText } from "../../src/explore/exploration.js";
import { interpretedModel } from "../../src/explore/interpreted-model.js";
import { compileForExploration } from "../../src/packed/compiled-model.js";
import { explorePacked } from "../../src/packed/explore-packed.js";
import {
  drawnHash,
  type HashCompaction,
  hashTable,
  omissionProbability,
  SIGNATURE_BITS,
  signatureMasks,
  tableOffset,
} from "../../src/packed/hash-compaction.js";
import { LevelRecall } from "../../src/packed/level-recall.js";
import { reductionNames } from "../../src/packed/reductions.js";
import { PackedSearch } from "../../src/packed/search.js";
import { searchStates } from "../../src/packed/search-states.js";
import { statesOf } from "../../src/packed/shortest-path.js";
import type { Level } from "../../src/packed/state-store.js";
import { lamps } from "./lamps.js";
import { configuration, nmiIr } from "./nmi.js";

const ideal = { chain: [2, 1], rips: 2, sticky: false, shadow: false } as const;
const whole: HashCompaction = { bits: SIGNATURE_BITS, seed: "0123456789abcdef" };

type Platform = Parameters<typeof configuration>[1];

/** The same configuration compiled to an explorer that keeps signatures. */
function compacted(policy: "none" | "v5" | "mainline", platform: Platform, hash: HashCompaction) {
  const { chain, rips, sticky, shadow } = platform;
  return compileForExploration(
    nmiIr(policy),
    { chain, rips, sticky, shadow },
    {
      hashCompaction: hash,
    },
  );
}

describe("with a signature of 63 bits nothing is left out here", () => {
  test.each([
    ["mainline", ideal],
    ["v5", { ...ideal, sticky: true, shadow: true }],
  ] as const)("%s: the same counts and paths, and `bounded` for what holds", async (policy, on) => {
    const { compiled, model } = configuration(policy, on);
    const exact = await explorePacked(compiled, model);
    const found = await explorePacked(compacted(policy, on, whole), model, { workers: 4 });
    const { distinct, generated, depth, omission } = found;
    expect({ distinct, generated, depth }).toEqual({
      distinct: exact.distinct,
      generated: exact.generated,
      depth: exact.depth,
    });
    const probability = (distinct * (distinct + 1)) / 2 ** 64;
    expect(omission).toEqual({ ...whole, probability });
    expect(found.workers).toBe(1);
    for (const [name, answer] of exact.answers) {
      const bounded = { answer: "bounded", bound: { bound: "omission", ...omission } };
      expect(found.answers.get(name)).toEqual(answer.answer === "holds" ? bounded : answer);
    }
    expect([...found.answers.keys()]).toEqual([...exact.answers.keys()]);
  });

  test("nor in states of three words, nor with every reduction", async () => {
    const wide = compileForExploration(lamps, { count: 70 }, { hashCompaction: whole });
    expect(wide.layout.words).toBe(3);
    expect((await explorePacked(wide, interpretedModel(wide.instance))).distinct).toBe(140);
    const { model } = configuration("mainline", ideal);
    const constants = { chain: [2, 1], rips: 2, sticky: false, shadow: false };
    const reductions = reductionNames;
    const exact = compileForExploration(nmiIr("mainline"), constants, { reductions });
    const hashed = compileForExploration(nmiIr("mainline"), constants, {
      reductions,
      hashCompaction: whole,
    });
    const [one, other] = [await explorePacked(exact, model), await explorePacked(hashed, model)];
    expect(other.distinct).toBe(one.distinct);
    expect(other.answers.get("NoFalseSwallow")).toEqual(one.answers.get("NoFalseSwallow"));
  });
});

describe("states that were expanded are forgotten", () => {
  const large = { ...ideal, chain: [3, 3], rips: 3 } as const;
  const { compiled, model } = configuration("mainline", large);
  const hashed = compacted("mainline", large, whole);

  test("and a path through them is found all the same, also at the bound of memory", async () => {
    const exact = await explorePacked(compiled, model);
    const free = await explorePacked(hashed, model);
    expect(free.distinct).toBe(exact.distinct);
    // Signatures of 8 bytes in a table that is at least 3/8 full, and the states of two levels.
    expect(free.bytes).toBeLessThan(free.distinct * 30);
    const heapBytes = 1_000_000;
    const small = await explorePacked(hashed, model, { heapBytes });
    expect(small.bytes).toBeLessThanOrEqual(heapBytes);
    expect(small.answers.get("NoStranded")).toEqual({
      answer: "bounded",
      bound: { bound: "memory", bytes: heapBytes },
    });
    for (const property of ["NoMasked", "NoFalseSwallow"] as const) {
      expect(exact.answers.get(property)?.answer).toBe("violated");
      expect(small.answers.get(property)).toEqual(exact.answers.get(property));
    }
  });

  test("they are found again all at once, or one by one where memory is short", async () => {
    const { levels } = await searchStates(compiled, {});
    const sorted = (level: Level | undefined): readonly string[] =>
      level === undefined ? [] : [...statesOf(level, 1)].map((state) => state.join()).sort();
    const heapBytes = 1_750_000;
    const atOnce = new PackedSearch(hashed, { maxDepth: 26, heapBytes }, true);
    await atOnce.run();
    expect(atOnce.levels.length).toBeLessThan(26);
    for (const heap of [undefined, heapBytes]) {
      const recall = new LevelRecall(hashed, heap);
      for (const index of [25, 24, 10, 0]) {
        expect(sorted(await recall.level(index))).toEqual(sorted(levels[index]));
      }
    }
  });
});

describe("with a tiny hash states are left out, and the bound is honest", () => {
  const { compiled, model } = configuration("mainline", { ...ideal, chain: [1] });
  const explored = (bits: number, seed: number) =>
    explorePacked(
      compacted("mainline", { ...ideal, chain: [1] }, { bits, seed: String(seed) }),
      model,
    );

  test("of 8 bits: most states are left out, and it says that this is certain", async () => {
    const exact = await explorePacked(compiled, model);
    const { distinct, omission } = await explored(8, 0);
    expect(exact.distinct).toBeGreaterThan(200);
    expect(distinct).toBeLessThan(exact.distinct);
    expect(distinct).toBeLessThanOrEqual(256);
    expect(omission?.probability).toBe(1);
  });

  test.each([14, 16, 18])("of %i bits: by no more seeds than it says", async (bits) => {
    const { distinct } = await explorePacked(compiled, model);
    const seeds = 150;
    let omitted = 0;
    for (let seed = 0; seed < seeds; seed++) {
      const found = await explored(bits, seed);
      expect(found.distinct).toBeLessThanOrEqual(distinct);
      if (found.distinct < distinct) omitted++;
    }
    const bound = (distinct * (distinct + 1)) / 2 ** (bits + 1);
    expect(omissionProbability(distinct, bits)).toBe(Math.min(1, bound));
    // Near the bound while it is small: it is no mere guess. Three standard deviations each way.
    const expected = 1 - Math.exp(-bound);
    const deviation = Math.sqrt((expected * (1 - expected)) / seeds);
    expect(omitted / seeds).toBeGreaterThan(expected - 3 * deviation - 1 / seeds);
    expect(omitted / seeds).toBeLessThan(expected + 3 * deviation + 1 / seeds);
    expect(omitted).toBeGreaterThan(0);
    expect(expected).toBeLessThanOrEqual(bound);
  });

  test("a path is a behaviour of the model all the same, and may be longer", async () => {
    const exact = (await explorePacked(compiled, model)).answers.get("NoMasked");
    const length = exact?.answer === "violated" ? exact.path.steps.length : 0;
    const lengths = new Set<number>();
    for (let seed = 0; seed < 60; seed++) {
      const answer = (await explored(7, seed)).answers.get("NoMasked");
      if (answer?.answer !== "violated") continue;
      let state = answer.path.initial;
      for (const step of answer.path.steps) {
        expect(model.apply(step.event, state)).toEqual(step.state);
        state = step.state;
      }
      lengths.add(answer.path.steps.length);
    }
    expect(Math.min(...lengths)).toBe(length);
    expect(lengths.size).toBeGreaterThan(1);
  });
});

describe("the hash function", () => {
  test("gives two states the same signature as seldom as its bits say", () => {
    const signature = (table: Int32Array, word: number): number => {
      const { low: mask } = signatureMasks(6);
      let low = 0;
      for (let byte = 0; byte < 4; byte++) {
        low ^= table[tableOffset(byte) + 2 * ((word >>> (8 * byte)) & 255)] ?? 0;
      }
      return low & mask;
    };
    const pairs = [
      [0, 1],
      [0x12345678, 0x12345679],
      [0xff, 0xff00],
    ] as const;
    let same = 0;
    const seeds = 2000;
    for (let seed = 0; seed < seeds; seed++) {
      const table = hashTable(String(seed), 1);
      for (const [one, other] of pairs) {
        if (signature(table, one) === signature(table, other)) same++;
      }
    }
    const tries = seeds * pairs.length;
    expect(same / tries).toBeGreaterThan(1 / 64 - 0.005);
    expect(same / tries).toBeLessThan(1 / 64 + 0.005);
  });

  test("keeps as many bits as it says, and one to say that something is there", () => {
    const ones = (word: number): number => (word >>> 0).toString(2).replaceAll("0", "").length;
    for (const bits of [1, 7, 30, 31, 32, 40, 62, 63]) {
      const { low, high } = signatureMasks(bits);
      expect(low & 1).toBe(0);
      expect(ones(low) + ones(high)).toBe(bits);
    }
  });

  test("is another one each time", () => {
    expect(drawnHash()).toEqual({ bits: 63, seed: expect.stringMatching(/^[0-9a-f]{32}$/) });
    expect(drawnHash().seed).not.toBe(drawnHash().seed);
  });
});

test("the bound is that of all pairs of signatures, and is never rounded down", () => {
  expect(omissionProbability(1, 1)).toBe(0.5);
  expect(omissionProbability(15_595_764, 63)).toBeCloseTo(1.3185e-5, 8);
  expect(omissionProbability(2 ** 40, 63)).toBe(1);
  expect(atMostText(1.3185e-5)).toBe("1.4e-5");
  expect(atMostText(9.96e-5)).toBe("1.0e-4");
  expect(atMostText(9.91e-5)).toBe("1.0e-4");
  expect(atMostText(0.5)).toBe("5.0e-1");
  expect(atMostText(1)).toBe("1");
});
