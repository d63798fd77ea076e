import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Obligation, ProofScript } from "../../src/compiler/smt/script.js";
import { askSolver } from "../../src/compiler/smt/solver/answers.js";
import { npmZ3, type Solver } from "../../src/compiler/smt/solver/solvers.js";
import { conclude } from "../../src/machine/proof/conclude.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-solvers-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A program that says the names of the obligations as a solver does, and to each of them what it is told. */
async function solverSaying(name: string, answer: string): Promise<Solver> {
  const file = join(folder, `${name}.mjs`);
  await writeFile(
    file,
    `import { createInterface } from "node:readline";
for await (const line of createInterface({ input: process.stdin })) {
  const [, echoed] = /^\\(echo (".*")\\)$/.exec(line) ?? [];
  if (echoed !== undefined) console.log(echoed);
  if (line.startsWith("(check-sat")) ${answer}
}
`,
  );
  return { name, command: process.execPath, line: () => [file], preamble: () => "" };
}

const asked = (name: string, expected: Obligation["expected"], text: string): Obligation => ({
  name,
  expected,
  action: null,
  clause: null,
  text,
});

/** One canary, and one obligation that is met. */
const script: ProofScript = {
  head: "(declare-fun x () Bool)\n",
  sections: [
    {
      title: "A proof",
      text: "",
      obligations: [
        asked("Some state satisfies the invariant", "sat", "(assert x)\n"),
        asked("Nothing is true and false", "unsat", "(assert (and x (not x)))\n"),
      ],
    },
  ],
};

/** What a proof comes to by these solvers. */
async function proofBy(...solvers: readonly Solver[]) {
  const answers = await Promise.all(
    solvers.map(async (solver) => {
      const [said = new Map()] = await askSolver(solver, [script], { milliseconds: 500 });
      return [solver.name, said] as const;
    }),
  );
  return conclude(script, answers);
}

test("a solver that is one proves it", async () => {
  expect(await proofBy(npmZ3)).toEqual({ kind: "proven", obligations: 2 });
});

describe("a solver that is no solver proves nothing", () => {
  test("one that says unsat to everything: the first canary tells", async () => {
    const liar = await solverSaying("liar", 'console.log("unsat");');
    expect(await proofBy(liar)).toMatchObject({
      kind: "not proven",
      obligation: { name: "Some state satisfies the invariant" },
      said: "unsat",
    });
  });

  test("beside one that is one, it contradicts that one", async () => {
    const liar = await solverSaying("second liar", 'console.log("unsat");');
    await expect(proofBy(npmZ3, liar)).rejects.toThrow("the solvers disagree");
  });

  test("one that says sat to everything: the first obligation is refuted", async () => {
    const liar = await solverSaying("denier", 'console.log("sat");');
    expect(await proofBy(liar)).toMatchObject({ kind: "not proven", said: "sat" });
  });

  test("one that never finds out in time: not proven, and not refuted", async () => {
    const slow = await solverSaying("slow", 'console.log("unknown");');
    expect(await proofBy(slow)).toMatchObject({
      kind: "not proven",
      said: "unknown",
    });
  });

  test("one that skips an obligation is broken", async () => {
    const skipping = await solverSaying("skipping", "process.exit(0);");
    await expect(proofBy(skipping)).rejects.toThrow("it ended after 0 of");
  });
});
