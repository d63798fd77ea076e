import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exploreSubject } from "../../src/analyses/check/explorer.js";
import { Diagnostic } from "../../src/base/diagnostic/diagnostic.js";
import { renderDiagnostic } from "../../src/base/diagnostic/render.js";
import { explore } from "../../src/checkers/explore/breadth-first.js";
import { namedPlatform } from "../../src/machine/configuration/platform.js";
import { loadPolicy } from "../../src/machine/policy/load.js";
import type { Subject } from "../../src/machine/subject.js";
import { modelOf } from "../../src/machine/subject.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-unusual-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Unusual {
  readonly type: string;
  readonly initial: string;
  /** The body of `finish`. */
  readonly finish: string;
  readonly before?: string;
}

const IDLE = 'return { memory, unclaimed: "report" };';

/** The policy on a small machine; what the compiler says, where it refuses it. */
async function subject({ type, initial, finish, before = "" }: Unusual): Promise<Subject> {
  const file = join(folder, "unusual.ts");
  await writeFile(
    file,
    `import type { Policy, Range, Vector } from "nmicheck/policy";
${before}
export const unusual: Policy<${type}> = {
  initial: ${initial},
  enter: (memory) => memory,
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => { ${finish} },
};
export type Unused = [Range<0, 1>, Vector<boolean, 1>];
`,
  );
  const result = await loadPolicy(file);
  if (result.kind === "refused") throw result.diagnostics[0];
  return { policy: result.policy, platform: namedPlatform("ideal", [2], 2) };
}

describe("a memory that is explored as it runs", () => {
  const field = (type: string, initial: string, condition: string): Unusual => ({
    type: `{ readonly f: ${type} }`,
    initial: `{ f: ${initial} }`,
    finish: `return { memory: { f: seen.handled > 1 }, unclaimed: ${condition} ? "swallow" : "report" };`,
  });
  test.each<[string, Unusual]>([
    [
      "a truth value after `!== null`",
      field("boolean | null", "null", "memory.f !== null && memory.f"),
    ],
    ["one after `=== null`", field("boolean | null", "true", "memory.f === null || !memory.f")],
    [
      "one in a conditional",
      field("boolean | null", "null", "(memory.f !== null ? memory.f : true)"),
    ],
    [
      "one that is the whole memory",
      {
        type: "boolean | null",
        initial: "null",
        finish:
          'return { memory: seen.handled > 1, unclaimed: memory !== null && memory ? "swallow" : "report" };',
      },
    ],
    [
      "numbers with separators",
      {
        type: "{ readonly n: Range<-1_0, 1_0> }",
        initial: "{ n: -1_0 }",
        finish:
          'return { memory: { n: memory.n < 1_0 ? memory.n + 5 : -1_0 }, unclaimed: "report" };',
      },
    ],
    [
      "a field that is there in one alternative and `null` in the other",
      {
        type: "Memory",
        before:
          'type Memory = { readonly at: "a"; readonly v: null } | { readonly at: "b"; readonly v: { readonly z: boolean } };',
        initial: '{ at: "a", v: null }',
        finish:
          'return { memory: { at: "b", v: { z: seen.backToBack } }, unclaimed: memory.at === "b" && memory.v.z ? "swallow" : "report" };',
      },
    ],
  ])("%s", async (_, unusual) => {
    const one = await subject(unusual);
    const [packed, plain] = [
      await exploreSubject(one, { properties: ["NoSpurious"], version: "0" }),
      await explore(modelOf(one), { properties: ["NoSpurious"] }),
    ];
    const { distinct, generated, depth } = plain;
    expect(packed).toMatchObject({ distinct, generated, depth });
    expect(packed.answers.get("NoSpurious")?.answer).toBe(plain.answers.get("NoSpurious")?.answer);
    expect(distinct).toBeGreaterThan(300);
  });
});

describe("a memory that is refused at its place", () => {
  const initial = (type: string, value: string, before = ""): Unusual => {
    return { type, initial: value, finish: IDLE, before };
  };
  test.each<[string, Unusual, string]>([
    [
      "a field of several kinds",
      initial(
        "Memory",
        '{ at: "a", n: 0 }',
        'type Memory = { readonly at: "a"; readonly n: 0 | 1 } | { readonly at: "b"; readonly n: boolean };',
      ),
      "error[L125]: `n` is of one kind in one alternative, and of another in another.\nFOLDER/unusual.ts:2:15\n",
    ],
    [
      "one in a record of several alternatives",
      initial(
        "Memory",
        '{ at: "a", r: { n: 0 } }',
        'type Memory = { readonly at: "a"; readonly r: { readonly n: 0 | 1 } } | { readonly at: "b"; readonly r: { readonly n: "x" } };',
      ),
      "error[L125]: `r.n` is of one kind in one alternative, and of another in another.\nFOLDER/unusual.ts:2:15\n",
    ],
    [
      "a value of several kinds on the way",
      {
        ...initial("boolean", "false"),
        finish:
          'const v = seen.backToBack ? 1 : "a"; return { memory: v === "a", unclaimed: "report" };',
      },
      "error[L125]: this is of several kinds.\nFOLDER/unusual.ts:7:41\n",
    ],
    [
      "a function that returns several kinds",
      {
        ...initial("boolean", "false"),
        before: 'function f(b: boolean): 1 | "a" { if (b) return 1; return "a"; }',
        finish: 'return { memory: f(seen.backToBack) === "a", unclaimed: "report" };',
      },
      "error[L125]: this is of several kinds.\nFOLDER/unusual.ts:2:1\n",
    ],
    [
      "alternatives with one tag",
      initial(
        "Memory",
        '{ at: "a", n: false }',
        'type Memory = { readonly at: "a"; readonly n: boolean } | { readonly at: "a"; readonly m: boolean };',
      ),
      "error[L123]: the alternatives of this union have no tag that tells them apart.\nFOLDER/unusual.ts:2:15\n",
    ],
    [
      "a field that begins out of its range",
      initial("{ readonly n: Range<0, 2> }", "{ n: 3 }"),
      "error[packed/impossible-initial]: `policyMemory.n` begins as 3, which is not a whole number from 0 to 2.\nFOLDER/unusual.ts:4:17\n",
    ],
    [
      "one in an alternative",
      initial(
        "Memory",
        '{ at: "b", n: 7 }',
        'type Memory = { readonly at: "a" } | { readonly at: "b"; readonly n: Range<0, 2> };',
      ),
      "error[packed/impossible-initial]: `policyMemory.n` begins as 7, which is not a whole number from 0 to 2.\nFOLDER/unusual.ts:4:26\n",
    ],
    [
      "an array that begins too short",
      initial("Vector<boolean, 2>", "[true]"),
      "error[packed/impossible-initial]: `policyMemory` begins as [true], which is not an array of 2 items.\nFOLDER/unusual.ts:4:12\n",
    ],
    [
      "a range without numbers",
      initial("Range<3, 1>", "2"),
      "error[packed/impossible-initial]: `policyMemory` begins as 2, which is not a whole number from 3 to 1.\nFOLDER/unusual.ts:4:12\n",
    ],
  ])("%s", async (_, unusual, text) => {
    const refused = await Promise.resolve(unusual)
      .then(subject)
      .then((one) => exploreSubject(one, { properties: ["NoSpurious"], version: "0" }))
      .then(
        () => "",
        (error: unknown) => {
          if (!(error instanceof Diagnostic)) throw error;
          return renderDiagnostic(error).replaceAll(folder, "FOLDER");
        },
      );
    expect(refused.slice(0, text.length)).toBe(text);
  });
});
