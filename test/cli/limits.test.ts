import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { limitsDocumentSchema } from "../../src/analyses/limits/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { whole, wholly } from "../slice.js";
import { provisioned } from "../tlc/provisioned.js";
import { nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-limits-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const quick = ["limits", "--checker", "explorer"];

whole("one JSON document: no perfect policy, the pair, and the best that there is", async () => {
  const { exitCode, stdout } = await nmicheck([...quick, "--json", "--out", folder]);
  expect(exitCode).toBe(0);
  const document = limitsDocumentSchema.parse(JSON.parse(stdout));
  expect(document.perfectPolicy).toBe(false);
  expect(document.decisions).toMatchObject({ surelyUnknown: 2, surelyNot: 0, cannotTell: 1 });
  expect(document.pair?.length).toBe(25);
  const shown = document.everyChain?.pairs.map(({ chain, length }) => [chain, length]);
  expect(shown).toEqual([
    [[1, 1], 21],
    [[2], 21],
  ]);
  for (const run of [document.pair?.reported, document.pair?.swallowed]) {
    expect(run?.engines).toEqual([{ engine: "reference", verdict: "agrees" }]);
  }
  const [most, none] = document.best;
  expect(most).toMatchObject({ promise: "NoSpurious", improvesOnMainline: true, states: 2 });
  expect(none).toMatchObject({ promise: "NoFalseSwallow", improvesOnMainline: false, states: 1 });
  expect(most?.traces.map(({ kind, length }) => [kind, length])).toEqual([["losesLess", 19]]);
  expect(most?.amendment?.map(({ name }) => name)).toEqual(["disarm"]);
  for (const best of document.best) {
    const held = best.scorecard.find(
      ({ platform, property }) => platform === "ideal" && property === best.promise,
    );
    expect(held?.verdict).toBe("holds");
  }
  // Each of them is read again, confirmed by the typed model, and happens on the engine.
  const { pair, best } = document;
  const files = [pair?.reported, pair?.swallowed, ...best.flatMap(({ traces }) => traces)].map(
    (run) => run?.file ?? "",
  );
  expect(files.length).toBeGreaterThan(3);
  expect((await nmicheck(["replay", ...files])).exitCode).toBe(0);
  expect((await readdir(folder)).filter((name) => name.endsWith(".ts"))).toHaveLength(2);
  // What the findings say is what the command gives that stands beside it there.
  const findings = await readFile(join(packageRoot, "docs", "findings.md"), "utf8");
  expect(findings).toContain(most?.policyText?.trimEnd() ?? "no policy");
  for (const { observation, perfectPolicy } of document.observations) {
    const answer = perfectPolicy ? "possible" : "impossible";
    expect(findings).toContain(`| ${observation.join(", ")} | ${answer}`);
  }
});

whole(
  "a machine with axes: both best policies keep their promises there, and traces replay",
  async () => {
    const on = ["--axis", "lvtpc=late", "--axis", "nesting=yes"];
    const args = [...quick, ...on, "--chain", "1", "--ips", "1", "--out", join(folder, "axes")];
    const { exitCode, stdout } = await nmicheck([...args, "--json"]);
    expect(exitCode).toBe(0);
    const document = limitsDocumentSchema.parse(JSON.parse(stdout));
    expect(document.axes).toEqual({ lvtpc: "late", nesting: "yes" });
    expect(document.perfectPolicy).toBe(false);
    for (const best of document.best) {
      const alone = ["--policy", best.policyFile ?? "", ...on, "--platform", "ideal"];
      const machine = ["--chain", "1", "--ips", "1", "--property", best.promise];
      const checked = await nmicheck(["check", "--checker", "explorer", ...alone, ...machine]);
      expect(checked.stdout).toContain("holds");
    }
    const files = document.best.flatMap(({ traces }) => traces.map(({ file }) => file ?? ""));
    expect((await nmicheck(["replay", ...files])).exitCode).toBe(0);
  },
);

const silent = [
  ["panic=unknown", "what a kernel says is then the end of the machine"],
  ["unknown-chain=own", "a report goes to the handlers of the NMI_UNKNOWN chain there"],
  ["handler-quirk=greedy", "what handlers claim is then not what there was"],
  ["policy-input=bitmap", "`--observe` says what is seen"],
  ["cpus=2", "what it may know of those of another is open"],
] as const;

const mistakes: readonly (readonly [args: readonly string[], message: string])[] = [
  [["limits", "--walk", "chian"], "did you mean `chain`?"],
  [["limits", "--observe", "rip,handler"], "did you mean `handlers`?"],
  [["limits", "--engine", "nowhere"], "there is no engine `nowhere`"],
];

let ended: EndedOf;
beforeAll(async () => {
  ended = await nmicheckEach([
    ...silent.map(([axis]) => [...quick, "--axis", axis]),
    ...mistakes.map(([args]) => args),
  ]);
});

test.each(silent)("nothing is said of a machine with %s", (axis, because) => {
  const { exitCode, stderr } = ended([...quick, "--axis", axis]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(
    `error[limits/axis]: \`limits\` says nothing of machines with ${axis}: `,
  );
  expect(stderr).toContain(because);
});

whole("where mainline decides otherwise, and what fixes it, can be read line by line", async () => {
  const { stdout } = await nmicheck([...quick, "--chain", "1,1", "--out", folder]);
  expect(stdout).toContain(`
  mainline decides otherwise, first at the last of these NMIs:
    NMI 1: claimed, other rip, claimed 1+1
    NMI 2: unclaimed, same rip, claimed 0+0
    NMI 3: unclaimed, same rip, claimed 0+0
`);
  expect(stdout).toContain(`
    -__this_cpu_add(nmi_stats.swallow, 1);
    +{
    +\t__this_cpu_add(nmi_stats.swallow, 1);
    +\t__this_cpu_write(swallow_nmi, false);
    +}
`);
});

whole("a table tells what can be known, and who is perfect", async () => {
  const { exitCode, stdout } = await nmicheck([...quick, "--chain", "1", "--out", folder]);
  expect(exitCode).toBe(0);
  expect(stdout).toContain(
    "A perfect policy is possible: no false swallow and no spurious report.",
  );
  expect(stdout).toContain("Found by the explorer; TLC has not certified it: it was not asked.");
});

const bitmap = ["limits", "--observe", "rip,handlers,bitmap", "--out"];

whole("the best policies that look at a bitmap are files for machines that tell it", async () => {
  const asked = [...bitmap, folder, "--chain", "1,1", "--checker", "explorer"];
  const { exitCode, stdout } = await nmicheck(asked);
  expect(exitCode).toBe(0);
  const file = join(folder, "neverSwallowsFalsely-ideal-chain-1-1-mainline-rip-handlers-bitmap.ts");
  expect(stdout).toContain(`  ${file} (1 state, no machine has fewer)\n`);
  expect(stdout).toContain(
    "  which looks at the NMI-source bitmap: a bit for each handler, and one for unknown sources\n",
  );
  expect(stdout).toContain("  no known change of nmi.c decides so, which is told no bitmap.\n");
  expect(stdout).toMatch(/ {2}scorecard: 12 hold, 4 violated: .* --axis policy-input=bitmap\n/);
  expect(stdout).toContain(
    "  on sticky, beside mainline: better, swallows less that is unknown (from 12 states on) and reports less spuriously (from 11 states on)\n",
  );
  const told = ["--axis", "policy-input=bitmap", "--platform", "ideal", "--checker", "explorer"];
  const checked = await nmicheck(["check", "--policy", file, ...told, "--property", "NoSpurious"]);
  expect(checked.stdout).toContain("1 verdict: 1 holds");
  expect(checked.exitCode).toBe(0);
  const refused = await nmicheck(["check", "--policy", file]);
  expect(refused.stderr).toContain("error[L146]: this model does not tell a policy `SeenMore`.");
  expect(refused.exitCode).toBe(2);
});

whole(
  "TLC certifies a perfect policy, with its table and as its file, in one JSON document",
  async () => {
    await provisioned();
    const { exitCode, stdout } = await nmicheck([
      ...[...bitmap, folder, "--chain", "1,1", "--checker", "tlc", "--json"],
    ]);
    expect(exitCode).toBe(0);
    const document = limitsDocumentSchema.parse(JSON.parse(stdout));
    expect(document.perfectPolicy).toBe(true);
    expect(document.pair).toBeUndefined();
    expect(document.certified?.shows).toBe("perfectPolicy");
    const best = document.best.find(({ promise }) => promise === "NoFalseSwallow");
    expect(best).toMatchObject({ told: "bitmap", states: 1, improvesOnMainline: true });
    expect(best?.noFileBecause).toBeUndefined();
    expect(best?.policyText).toContain("if (seen.sources.other) return");
    expect(best?.table.looksAt).toEqual(["bitmap"]);
    expect(best?.table.rows.map(({ unclaimed, says }) => [unclaimed, says])).toEqual([
      [true, "report"],
      [true, "swallow"],
      [false, null],
    ]);
    expect(best?.scorecard.filter(({ verdict }) => verdict !== "holds")).toEqual([
      { platform: "ideal", property: "NoMasked", verdict: "violated", length: 7 },
      { platform: "sticky", property: "NoMasked", verdict: "violated", length: 7 },
      { platform: "shadow", property: "NoMasked", verdict: "violated", length: 7 },
      { platform: "sticky+shadow", property: "NoMasked", verdict: "violated", length: 7 },
    ]);
    const tla = join(folder, "perfect-ideal-chain-1-1-rips-2-chain-rip-handlers-bitmap-tla");
    expect((await readdir(tla)).sort()).toEqual([
      "MCNmiTable.cfg",
      "MCNmiTable.tla",
      "NmiNone.tla",
      "NmiTable.tla",
    ]);
  },
);

test.each(wholly(["bitmap-shared", "rip"]))(
  "a pair that mainline tells apart, since it sees the sum, is one for who sees %s",
  async (observation) => {
    const args = ["--chain", "2", "--observe", observation, "--json", "--out", folder];
    const { exitCode, stdout, stderr } = await nmicheck([...quick, ...args]);
    expect(stderr).not.toContain("error[");
    expect(exitCode).toBe(0);
    const { pair } = limitsDocumentSchema.parse(JSON.parse(stdout));
    for (const run of [pair?.reported, pair?.swallowed]) {
      expect(run?.engines).toEqual([{ engine: "reference", verdict: "agrees" }]);
    }
  },
);

test.each(mistakes)("2 for the user's mistake: %s", (args, message) => {
  const { exitCode, stderr } = ended(args);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});
