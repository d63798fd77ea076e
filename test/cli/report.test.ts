import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { atlasDocumentSchema } from "../../src/analyses/atlas/document.js";
import { limitsDocumentSchema } from "../../src/analyses/limits/document.js";
import { packageRoot } from "../../src/base/package/root.js";
import { everyStateProperty } from "../../src/machine/model/property-names.js";
import { type ReportDocument, reportSchema } from "../../src/report/document.js";
import { carried } from "../report/carried.js";
import { whole } from "../slice.js";
import { nmicheck } from "./nmicheck.js";
import { type EndedOf, nmicheckEach } from "./nmicheck-each.js";
import { nmicheckServed } from "./nmicheck-served.js";

let folder: string;
let env: Readonly<Record<string, string>>;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "nmicheck-report-"));
  env = { XDG_CACHE_HOME: join(folder, "cache"), HOME: folder };
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const small = ["report", "--policy", "v5", "--platform", "ideal", "--chain", "1,1"];

/** The same without what takes time, for what is not about the contents. */
const bare = [...small, "--no-find", "--no-limits", "--no-atlas"];

/** What the report in an HTML file is made of. */
async function documentIn(file: string): Promise<ReportDocument> {
  return carried(await readFile(file, "utf8"));
}

whole("without options: the scorecard, as recorded, in the folder where one is", async () => {
  const { exitCode, stdout } = await nmicheck(["report", "--no-find"], env, folder);
  expect(stdout).toMatch(/^nmicheck-report\.html: 48 verdicts, 57 timelines, \d+ kB\.$/);
  expect(exitCode).toBe(0);
  const file = join(folder, "nmicheck-report.html");
  const { verdicts, traces } = await documentIn(file);
  expect(verdicts.every(({ asRecorded }) => asRecorded === true)).toBe(true);
  expect(traces.every(({ engines }) => engines.every((one) => one.verdict === "agrees"))).toBe(
    true,
  );
  expect((await readFile(file)).length).toBeLessThan(1_000_000);
});

whole(
  "--log shows what a machine's log says, also where the rest is known; without it there is none",
  async () => {
    const log = join(packageRoot, "test", "audit", "logs", "6.12", "false-swallow-1.log");
    const ask = async (...args: readonly string[]): Promise<ReportDocument> => {
      const { stdout } = await nmicheck([...bare, "--json", ...args], env);
      return reportSchema.parse(JSON.parse(stdout));
    };
    expect((await ask()).log).toBeUndefined();
    expect((await ask("--log", log)).log?.counts).toMatchObject({ nmis: 3, unclaimed: 1 });
    expect((await ask()).log).toBeUndefined();
  },
);

test("every name in the document stands for something in it", async () => {
  const file = join(folder, "small.html");
  expect((await nmicheck([...small, "--out", file], env)).exitCode).toBe(0);
  const { verdicts, scenarios, traces, graphs, notes, pairs, limits } = await documentIn(file);
  const ids = traces.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  const named = [
    ...verdicts.flatMap(({ counterexample }) => counterexample ?? []),
    ...scenarios.flatMap(({ classes }) => classes.map(({ example }) => example)),
    ...pairs.flatMap(({ left, right }) => [left, right]),
    ...limits.flatMap(({ best }) => best.flatMap(({ shown }) => shown.map(({ trace }) => trace))),
  ];
  expect(named.sort()).toEqual([...ids].sort());
  expect(scenarios.length).toBe(verdicts.filter((one) => one.verdict === "violated").length);
  const known = new Set(pairs.map(({ id }) => id));
  const observers = limits.flatMap((one) => one.observers);
  for (const { pair, perfectPolicy } of observers) {
    expect(perfectPolicy).toBe(pair === undefined || !known.has(pair));
  }
  expect(graphs).toHaveLength(1);
  expect(notes).toEqual([]);
});

test("a number comes from the command beside it", async () => {
  const { verdicts, scenarios } = await documentIn(join(folder, "small.html"));
  const [verdict] = verdicts;
  const [scenario] = scenarios;
  if (verdict === undefined || scenario === undefined) throw new Error("the report is empty");
  const words = (command: string): readonly string[] => command.split(" ").slice(1);
  const checked = await nmicheckServed([...words(verdict.command), "--json"], env);
  expect(JSON.parse(checked.stdout).results[0]).toMatchObject({
    verdict: verdict.verdict,
    states: verdict.states,
    depth: verdict.depth,
  });
  const found = await nmicheckServed([...words(scenario.command), "--json"], env);
  expect(JSON.parse(found.stdout)).toMatchObject({
    minimalRuns: scenario.minimalRuns,
    mazurkiewiczClasses: scenario.mazurkiewiczClasses,
  });
});

whole(
  "a pair comes from the command beside it, and both runs look the same to the kernel",
  async () => {
    const { pairs, traces } = await documentIn(join(folder, "small.html"));
    expect(pairs.length).toBeGreaterThan(1);
    const [pair] = pairs;
    if (pair === undefined) throw new Error("the report has no pair");
    const args = [...pair.command.split(" ").slice(1), "--checker", "explorer", "--json"];
    const limits = limitsDocumentSchema.parse(JSON.parse((await nmicheck(args, env)).stdout));
    const eventsOf = (id: string) => traces.find((trace) => trace.id === id)?.events ?? [];
    expect(limits.pair?.seen).toEqual(pair.seen);
    expect(limits.pair?.reported.events).toHaveLength(eventsOf(pair.left).length);
    expect(limits.pair?.swallowed.events).toHaveLength(eventsOf(pair.right).length);
    const shows = (id: string) =>
      eventsOf(id).flatMap((event) => (event.event === "decide" ? [event.shows] : []));
    expect(shows(pair.left)).toEqual(shows(pair.right));
  },
);

whole("a machine with axes, each number from the command beside it", async () => {
  const machine = ["--policy", "mainline", "--platform", "ideal", "--chain", "1", "--ips", "1"];
  const nested = [...machine, "--axis", "nesting=yes"];
  const args = ["report", ...nested, "--checker", "explorer", "--json"];
  const { verdicts, scenarios, graphs, traces, limits } = reportSchema.parse(
    JSON.parse((await nmicheck(args, env)).stdout),
  );
  expect(verdicts.map(({ property }) => property)).toEqual([...everyStateProperty]);
  expect([...verdicts, ...scenarios, ...graphs].map(({ axes }) => axes?.nesting)).not.toContain(
    undefined,
  );
  expect(limits.map(({ axes }) => axes)).toEqual([{ nesting: "yes" }]);
  expect(traces.flatMap(({ engines }) => engines.map(({ verdict }) => verdict))).not.toContain(
    "diverges",
  );
  const [found, graph] = [scenarios[0], graphs[0]];
  if (found === undefined || graph === undefined) throw new Error("the report is empty");
  const told = await nmicheck([...found.command.split(" ").slice(1), "--json"], env);
  expect(JSON.parse(told.stdout)).toMatchObject({ minimalRuns: found.minimalRuns });
  const checked = await nmicheck([...graph.command.split(" ").slice(1), "--json"], env);
  const { states } = JSON.parse(checked.stdout).results[0];
  expect(states).toEqual({
    distinct: graph.variables[0]?.of.length,
    generated: graph.edges.length + 1,
  });
});

whole("a machine with two CPUs: its verdicts, causes and runs, each played", async () => {
  const file = join(folder, "two.html");
  const machine = ["--policy", "mainline", "--platform", "ideal", "--chain", "1", "--ips", "1"];
  const args = ["report", ...machine, "--cpus", "2", "--checker", "explorer", "--out", file];
  const { exitCode, stderr } = await nmicheck(args, env);
  const { verdicts, scenarios, traces, graphs, limits, notes, leftOut } = await documentIn(file);
  expect(verdicts.map(({ property }) => property)).toEqual([...everyStateProperty]);
  expect(verdicts.filter(({ verdict }) => verdict === "violated")).toHaveLength(1);
  expect(scenarios).toHaveLength(1);
  expect(traces.map(({ kind, engines }) => [kind, ...engines.map((one) => one.verdict)])).toEqual(
    traces.map(() => ["board", "agrees"]),
  );
  expect({ graphs, limits, notes }).toEqual({ graphs: [], limits: [], notes: [] });
  expect(leftOut).toHaveLength(2);
  for (const part of leftOut) expect(stderr).toContain(part);
  expect(exitCode).toBe(0);
});

whole("what any heuristic can know and the machines with axes can be left out", async () => {
  const all = [...small, "--no-find", "--json"];
  const without = await nmicheck([...all, "--no-limits"], env);
  expect(JSON.parse(without.stdout)).toMatchObject({ pairs: [], limits: [], atlas: null });
  // The survey that comes along is of another chain; one of another file is shown all the same.
  const survey = join(packageRoot, "data", "atlas.json");
  const asked = await nmicheck([...all, "--atlas", survey], env);
  const { atlas } = reportSchema.parse(JSON.parse(asked.stdout));
  const own = atlasDocumentSchema.parse(JSON.parse(await readFile(survey, "utf8")));
  const machines = atlas?.policies.flatMap((one) => one.machines) ?? [];
  expect(machines).toHaveLength(own.machines.length);
  const index = atlas?.properties.findIndex(({ name }) => name === "NoStranded") ?? -1;
  const lengths = own.machines.map(
    ({ findings }) => findings.find(({ property }) => property === "NoStranded")?.length ?? 0,
  );
  expect(machines.map(([, , found]) => found[index])).toEqual(lengths);
});

whole("`--json` prints the document, and writes no file that was not asked for", async () => {
  const { exitCode, stdout, stderr } = await nmicheck([...bare, "--json"], env, folder);
  expect(exitCode).toBe(0);
  expect(reportSchema.parse(JSON.parse(stdout)).verdicts).toHaveLength(4);
  expect(stderr).not.toContain("html");
});

whole("a file that is no report is left as it is, unless it is said", async () => {
  const file = join(folder, "mine.html");
  await writeFile(file, "mine");
  const refused = await nmicheck([...bare, "--out", file], env);
  expect(refused.stderr).toContain("error[report/not-ours]");
  expect(refused.exitCode).toBe(2);
  expect(await readFile(file, "utf8")).toBe("mine");
  expect((await nmicheck([...bare, "--out", file, "--force"], env)).exitCode).toBe(0);
  expect((await nmicheck([...bare, "--out", file], env)).exitCode).toBe(0);
});

whole("`--open` hands the file to the user's browser, and tells if there is none", async () => {
  const file = join(folder, "opened.html");
  const browser = join(folder, "browser");
  await writeFile(browser, `#!/bin/sh\necho "$1" > ${join(folder, "opened")}\n`);
  await chmod(browser, 0o755);
  const args = [...bare, "--out", file, "--open"];
  expect((await nmicheck(args, { ...env, BROWSER: browser })).exitCode).toBe(0);
  expect(await readFile(join(folder, "opened"), "utf8")).toContain("opened.html");
  const without = await nmicheck(args, { ...env, BROWSER: "/nowhere" });
  expect(without.stderr).toContain("error[report/not-opened]");
  expect(without.exitCode).toBe(3);
});

const mistakes: readonly (readonly [args: readonly string[], message: string])[] = [
  [["--engine", "nowhere"], "there is no engine `nowhere`"],
  [["--max-events", "0"], "`--max-events` takes a whole number above 0"],
  [["--checker", "spin"], "there is no checker `spin`"],
  [["--atlas", "nowhere.json"], "nowhere.json` is not an atlas: ENOENT"],
  [["--atlas", join(packageRoot, "package.json")], "package.json` is not an atlas: at schema"],
  [["--policy", "mainlin"], "did you mean `mainline`?"],
  [["--trace", "nowhere.json"], "error[trace/no-file]"],
];

let ended: EndedOf;
beforeAll(async () => {
  const asked = mistakes.map(([args]) => ["report", ...args]);
  ended = await nmicheckEach(asked, env, folder);
});

test.each(mistakes)("2 for the user's mistake: %s", (args, message) => {
  const { exitCode, stderr } = ended(["report", ...args]);
  expect(stderr).toContain(message);
  expect(exitCode).toBe(2);
});
