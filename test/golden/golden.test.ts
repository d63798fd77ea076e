import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { z } from "zod";
import type { Board } from "../../spec/board/state.js";
import type { Axes } from "../../spec/cpu/axes.js";
import { noAxes } from "../../spec/cpu/no-axes.js";
import { type PolicyName, policyNames } from "../../spec/policies/all.js";
import { machines } from "../../src/analyses/atlas/machine.js";
import { packageRoot } from "../../src/base/package/root.js";
import { compileForExploration } from "../../src/checkers/packed/compiled-model.js";
import { searchStates } from "../../src/checkers/packed/search-states.js";
import type { Model } from "../../src/compiler/ir/model.js";
import type { ConstantValues } from "../../src/compiler/ir/value.js";
import { boards } from "../../src/machine/configuration/boards.js";
import { specialisedTo } from "../../src/machine/policy/specialised.js";
import { wholeModel } from "../agree/path-configurations.js";
import { compiledSmp, onBoard } from "../agree/smp-configurations.js";
import { slice } from "../slice.js";

/**
 * `machines.jsonl` was written by the models that stood before all machines had one: a core, a whole
 * path with its axes as constants of TLA+, and several CPUs. Each line is one machine under one policy:
 * how large its graph is, and in which level of the search each property is violated first. Axes that
 * have come since are not in it, nor are values that have.
 */
const rowSchema = z.strictObject({
  policy: z.enum(policyNames),
  sticky: z.boolean().optional(),
  shadow: z.boolean().optional(),
  axes: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  board: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  states: z.int(),
  transitions: z.int(),
  depth: z.int(),
  violated: z.record(z.string(), z.int()),
});

type Row = z.infer<typeof rowSchema>;

const golden = readFileSync(join(packageRoot, "test", "golden", "machines.jsonl"), "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => rowSchema.parse(JSON.parse(line)));

/** Whether a machine has a value of an axis that has come since. */
function isNewer({ nmiSource }: Pick<Axes, "nmiSource">): boolean {
  return ["empty", "handlerUnnamed", "handlerLint1"].includes(nmiSource);
}

async function graphOf(model: Model, constants: ConstantValues) {
  const compiled = compileForExploration(model, constants);
  const { end, progress, violations } = await searchStates(compiled, {});
  if (end.end !== "exhausted") throw new Error(`the search ended with ${end.end}`);
  const { distinct: states, generated: transitions, depth } = progress;
  const violated = compiled.properties.flatMap((name, number) => {
    const found = violations.get(number);
    return found === undefined ? [] : [[name, found] as const];
  });
  return { states, transitions, depth, violated: Object.fromEntries(violated) };
}

function recorded(policy: PolicyName, question: Partial<Row>): Row {
  const found = golden.filter(
    (row) =>
      row.policy === policy &&
      Object.entries(question).every(
        ([name, value]) =>
          JSON.stringify(new Map(Object.entries(row)).get(name)) === JSON.stringify(value),
      ),
  );
  const [row, ...more] = found;
  if (row === undefined || more.length > 0) throw new Error(`${found.length} rows of it`);
  return row;
}

describe.each(policyNames)("every machine has the graph that it always had: %s", (policy) => {
  const all = machines({ chain: [2, 1], rips: 2 }).flatMap(
    ({ platform, axes: { kvmHost, pmu, nmiInjection, frontHandler, ...axes } }) =>
      kvmHost === noAxes.kvmHost &&
      pmu === noAxes.pmu &&
      nmiInjection === noAxes.nmiInjection &&
      frontHandler === noAxes.frontHandler &&
      !isNewer(axes)
        ? [{ platform, axes }]
        : [],
  );

  test("one CPU", { timeout: 300_000 }, async () => {
    let compared = 0;
    const asked = slice(all, 67);
    for (const { platform, axes } of asked) {
      const { chain, rips, sticky, shadow } = platform;
      const model = specialisedTo(wholeModel(policy), policy, {
        machine: { ...noAxes, ...axes },
        board: null,
        names: {},
      });
      const { states, transitions, depth, violated } = recorded(policy, {
        sticky,
        shadow,
        axes: {
          ...(axes satisfies Omit<Axes, "kvmHost" | "pmu" | "nmiInjection" | "frontHandler">),
        },
      });
      expect(await graphOf(model, { chain, rips, sticky, shadow })).toEqual({
        states,
        transitions,
        depth,
        violated,
      });
      compared++;
    }
    expect(compared).toBe(asked.length);
  });

  test.each(slice(boards, 3))("two CPUs: $name", { timeout: 300_000 }, async ({ board }) => {
    const row = recorded(policy, { board: { ...(board satisfies Board) } });
    const model = compiledSmp(policy, onBoard(board));
    const found = await graphOf(model, {
      chain: [1],
      rips: 1,
      sticky: false,
      shadow: false,
      cpus: board.cpus,
    });
    const before = new Map(Object.entries(row.violated));
    const now = new Map(Object.entries(found.violated));
    const names = [
      ["NoFalseSwallow", "NoCpuFalselySwallows"],
      ["NoSpurious", "NoCpuIsDazed"],
      ["NoMasked", "NoCpuMasks"],
    ] as const;
    for (const [name, old] of names) expect(now.get(name), name).toBe(before.get(old));
    // An event that strands and a bit of the port that is forgotten were one property.
    const stranded = [now.get("NoStranded"), now.get("NoForgottenSource")].filter(
      (depth) => depth !== undefined,
    );
    expect(stranded.length === 0 ? undefined : Math.min(...stranded)).toBe(
      before.get("NoEventStrands"),
    );
    if (board.portTo === "none") {
      const { states, transitions, depth } = row;
      expect(found).toMatchObject({ states, transitions, depth });
    } else {
      // A board now tells how an NMI ended elsewhere too, as one CPU always did.
      expect(found.states).toBeGreaterThan(row.states);
    }
  });
});
