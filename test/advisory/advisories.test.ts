import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { policyNames } from "../../spec/policies/all.js";
import { packageRoot } from "../../src/base/package/root.js";
import { advisories, type ExaminedRun, touching } from "../../src/checkers/advisory/advisories.js";
import { jarSentence } from "../../src/checkers/advisory/jar-sentence.js";
import { knownBugNames } from "../../src/checkers/tlc/canaries/canary.js";
import type { JarBugs } from "../../src/checkers/tlc/canaries/kept.js";
import { commandLine, type TlcTask } from "../../src/checkers/tlc/command-line.js";
import type { Fairness, Model } from "../../src/compiler/ir/model.js";
import { printModule } from "../../src/compiler/tla/module.js";
import { builtInBoard } from "../../src/machine/policy/compile-policy.js";
import { compiledPolicy } from "../agree/nmi-configurations.js";
import { wholeModel } from "../agree/path-configurations.js";
import { randomModel } from "../agree/random/random-model.js";
import { compileSources } from "../lang/sources.js";

const task: TlcTask = {
  module: "/x/MC.tla",
  config: "/x/MC.cfg",
  workers: 1,
  fingerprintIndex: 0,
  checkDeadlock: false,
  tuning: "short",
};
const line = commandLine(task, "/x/tla.jar", "/x");

/** Every module that is generated, with its configurations. */
function generated(): readonly {
  readonly modules: readonly string[];
  readonly configs: readonly string[];
}[] {
  const root = join(packageRoot, "generated");
  const files = readdirSync(root, { recursive: true, encoding: "utf8" });
  const text = (file: string): string => readFileSync(join(root, file), "utf8");
  return files
    .filter((file) => file.endsWith(".tla"))
    .map((file) => ({
      modules: [text(file)],
      configs: files
        .filter((other) => other.endsWith(".cfg") && other.startsWith(`${file.slice(0, -4)}_`))
        .map(text),
    }));
}

const model = compiledPolicy("mainline").model;
const usual: ExaminedRun = { model, modules: [], config: "", fairness: null, line };
const bugs = (run: ExaminedRun): readonly string[] => touching(run).map(({ bug }) => bug);

test("every known bug has one advisory", () => {
  expect(advisories.map(({ bug }) => bug)).toEqual([...knownBugNames]);
});

describe("nothing that a known bug needs is generated", () => {
  test("in the text of the generated modules and configurations", () => {
    const all = generated();
    expect(all.length).toBeGreaterThan(20);
    for (const { modules, configs } of all) {
      for (const config of ["", ...configs])
        expect(bugs({ ...usual, modules, config })).toEqual([]);
    }
  });

  test.each(policyNames)("in the models of the policy %s, and what is asked in the end", (name) => {
    for (const one of [compiledPolicy(name).model, wholeModel(name), builtInBoard(name)]) {
      for (const fairness of [null, ...one.liveness]) {
        expect(bugs({ ...usual, model: one, fairness })).toEqual([]);
      }
    }
  });

  test("in random models and their modules", () => {
    const decisions = fc.noBias(
      fc.array(fc.nat({ max: 9_999 }), { minLength: 1_500, maxLength: 3_000, size: "max" }),
    );
    for (const { source } of fc.sample(decisions, { seed: 1145, numRuns: 3 }).map(randomModel)) {
      const result = compileSources({ "model.ts": source });
      if (result.kind === "refused") throw new Error(result.diagnostics.join("\n"));
      const modules = [printModule(result.model).text];
      expect(bugs({ ...usual, model: result.model, modules })).toEqual([]);
    }
  });

  test("by any flag of a run", () => {
    const tasks: readonly TlcTask[] = [
      { ...task, workers: 4, heap: "1g", tuning: "long", dump: "/x/d.dot", coverageMinutes: 1 },
      { ...task, checkpoint: { states: "/x/s", recover: null } },
      { ...task, checkpoint: { states: "/x/s", recover: "/x/s/1" } },
      { ...task, temporal: true, checkDeadlock: true },
    ];
    for (const one of tasks) {
      const given = commandLine(one, "/x/tla.jar", "/x");
      const fairness = one.temporal === true ? (model.liveness[0] ?? null) : null;
      expect(bugs({ ...usual, fairness, line: given })).toEqual([]);
    }
    expect(() => commandLine({ ...task, temporal: true, workers: 2 }, "/x/tla.jar", "/x")).toThrow(
      "temporal properties need one worker, not 2",
    );
  });
});

describe("what a known bug needs is seen", () => {
  const fair: Fairness = {
    name: "Fair",
    weaklyFair: [],
    stronglyFair: Array.from({ length: 17 }, (_, index) => `act${index}`),
    ceasing: [],
    properties: [],
    doc: "",
  };
  const workers = (count: number): readonly string[] =>
    commandLine({ ...task, workers: count }, "", "");
  const cases: readonly (readonly [string, Partial<ExaminedRun>])[] = [
    ["tlaplus#725", { modules: ["Inner == INSTANCE Other WITH a <- b", "Can == ENABLED Step"] }],
    ["tlaplus#742", { fairness: fair }],
    ["tlaplus#971", { fairness: model.liveness[0] ?? fair, line: workers(2) }],
    ["tlaplus#971", { config: "SPECIFICATION Spec\nPROPERTIES\n  Live\n", line: workers(4) }],
    [
      "tlaplus#1112",
      { line: ["-Dtlc2.tool.fp.FPSet.impl=tlc2.tool.fp.OffHeapDiskFPSet", ...line] },
    ],
    ["tlaplus#1145", { modules: ["Row == [i \\in 1 .. 3 |-> 0]"] }],
    ["tlaplus#1302", { model: changedTwice() }],
    ["tlaplus#1385", { line: [...line, "-continue"] }],
  ];
  test.each(cases)("%s", (bug, run) => {
    expect(bugs({ ...usual, ...run })).toEqual([bug]);
  });

  test("but not where the specification itself records what is violated", () => {
    const run = { ...usual, line: [...line, "-continue"] };
    const recording = (text: string) => bugs({ ...run, modules: [...run.modules, text] });
    expect(recording("NoFirstViolation ==\n  TRUE\n")).toEqual([]);
    expect(recording("\\* NoFirstViolation ==\n")).toEqual(["tlaplus#1385"]);
  });

  test("but not in comments and texts", () => {
    const text = '\\* INSTANCE\n(* [i \\in 1 .. 2 |-> 0] *)\nName == "INSTANCE"';
    expect(bugs({ ...usual, modules: [text] })).toEqual([]);
  });

  /** A model whose module was printed without telling TLC to evaluate what it changes twice. */
  function changedTwice(): Model {
    const made = {
      kind: "generate",
      index: "i",
      length: { kind: "literal", value: 2 },
      item: { kind: "literal", value: 0 },
    } as const;
    const change = (
      of: Model["operators"][number]["body"],
    ): Model["operators"][number]["body"] => ({
      kind: "with",
      of,
      path: [{ kind: "item", index: { kind: "literal", value: 0 } }],
      value: { kind: "literal", value: 1 },
    });
    const body = {
      kind: "let",
      name: "one",
      value: change(made),
      body: change({ kind: "local", name: "one" }),
    } as const;
    return {
      ...model,
      operators: [
        ...model.operators,
        { name: "twice", parameters: [], body, doc: "", section: "" },
      ],
    };
  }
});

test("a sentence tells which bugs a jar has, and what they can touch", () => {
  const absent = { state: "absent" } as const;
  const none: JarBugs = {
    "tlaplus#725": absent,
    "tlaplus#742": absent,
    "tlaplus#971": absent,
    "tlaplus#1112": absent,
    "tlaplus#1145": absent,
    "tlaplus#1302": absent,
    "tlaplus#1348": absent,
    "tlaplus#1385": absent,
    "tlaplus#1440": absent,
  };
  expect(jarSentence(none)).toBe("this jar has none of the known bugs that were looked for.");
  expect(
    jarSentence({
      ...none,
      "tlaplus#1145": { state: "present" },
      "tlaplus#1302": { state: "present" },
      "tlaplus#1112": { state: "unknown", because: "no canary" },
    }),
  ).toBe(
    "this jar has tlaplus #1145 and #1302; none of them can touch a run of nmicheck, which avoids what they need.\n#1112 is not known (no canary).",
  );
});
