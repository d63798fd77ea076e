// What people wait for, against an older nmicheck: the certified scorecard, `check --axes` by TLC, the
// same about the older one's machines alone, a report of what was never asked, the gates from the
// cache. `--before FOLDER` is a clone of the older commit, installed and built. Both run in turns;
// medians of wall and CPU seconds go into bench/waits.json, from which bench/waits-page.js makes the
// table of docs/performance.md. With `--only WAIT` the other waits stay as they are recorded. Ends
// with 1 where the two differ in a verdict, a length or a count of a question that both were asked.
// Build first; Debian package: time.
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { machinesOf, namedNow } from "./axes-asked.js";
import { inTurns, machine, measured, summary } from "./measure.js";

const now = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    before: { type: "string" },
    runs: { type: "string", default: "3" },
    only: { type: "string", multiple: true },
  },
});
if (values.before === undefined) {
  console.error("give the older clone: npm run bench:waits -- --before FOLDER");
  process.exit(2);
}
const runs = Number(values.runs);
const folder = await mkdtemp(join(tmpdir(), "nmicheck-bench-waits-"));

/** The two programs, each with a cache in which TLC is set up and nothing else. */
const programs = [
  { side: "before", root: values.before, setUp: join(folder, "before") },
  { side: "now", root: now, setUp: join(folder, "now") },
];

const check = ["check", "--checker", "tlc", "--json"];
/** What is waited for, and how long at most: a part of what the older one takes, or seconds. */
const all = [
  { wait: "certified scorecard", args: check, wanted: 1 / 5, verdicts: true },
  {
    wait: "check --axes --policy mainline, by TLC",
    args: [...check, "--axes", "--policy", "mainline"],
    wanted: 1 / 5,
    verdicts: true,
  },
  {
    wait: "the older one's machines of it, by TLC",
    isSameMachines: true,
    args: [],
    wanted: 1 / 5,
    verdicts: true,
  },
  { wait: "report, from an empty cache", args: ["report", "--force"], wanted: 1 / 2 },
  { wait: "gates, from the cache", args: ["gate"], fromCache: true, seconds: 0.25 },
];
const unknown = values.only?.find((name) => all.every(({ wait }) => wait !== name));
if (unknown !== undefined) {
  console.error(`there is no wait "${unknown}": ${all.map(({ wait }) => wait).join("; ")}`);
  process.exit(2);
}
const WAITS = all.filter(({ wait }) => values.only === undefined || values.only.includes(wait));

/** A run to its end; only `check` may end otherwise than with 0, where something is violated. */
const run = (root, cache, args, program = join(root, "dist", "cli.js")) =>
  measured(process.execPath, [program, ...args], {
    cwd: root,
    env: { XDG_CACHE_HOME: cache },
    reject: args[0] !== "check",
  });

const asker = join(now, "bench", "axes-asked.js");

/** What a run of `check` was asked and what it answered. */
function answers(stdout) {
  const { results } = JSON.parse(stdout);
  return new Map(
    results.map(({ policy, platform, axes, property, verdict, trace, states }) => [
      JSON.stringify([policy, platform, axes === undefined ? [] : namedNow(axes), property]),
      // A run that stops at a violation has not seen all states.
      JSON.stringify([
        verdict,
        trace?.length ?? null,
        verdict === "holds" ? states?.distinct : null,
      ]),
    ]),
  );
}

/** How many questions both were asked, and those that they answer otherwise. */
function compared(before, later) {
  const both = [...before].filter(([question]) => later.has(question));
  return {
    before: before.size,
    now: later.size,
    both: both.length,
    differ: both.flatMap(([question, answer]) =>
      later.get(question) === answer ? [] : [`${question}: ${answer}, now ${later.get(question)}`],
    ),
  };
}

async function setUpTlc({ root, setUp }) {
  const env = { XDG_CACHE_HOME: setUp };
  await execa(process.execPath, [join(root, "dist", "cli.js"), "setup"], { env });
}

try {
  for (const program of programs) await setUpTlc(program);
  const isAsked = WAITS.some(({ isSameMachines }) => isSameMachines);
  const machines = isAsked ? JSON.stringify(await machinesOf(values.before)) : null;
  const rows = [];
  for (const { wait, args, wanted, seconds, verdicts, fromCache, isSameMachines } of WAITS) {
    const said = {};
    const contenders = programs.map(({ side, root, setUp }) => ({
      name: `${wait}, ${side}`,
      async run() {
        const cache = fromCache ? setUp : await mkdtemp(join(folder, "cache-"));
        if (!fromCache) await cp(setUp, cache, { recursive: true });
        const out = args[0] === "gate" ? [] : ["--out", join(cache, "out.html")];
        const result = isSameMachines
          ? await run(root, cache, [root, machines], asker)
          : await run(root, cache, [...args, ...out]);
        if (verdicts) said[side] = answers(result.stdout);
        if (!fromCache) await rm(cache, { recursive: true });
        return result;
      },
    }));
    // Whoever answers from the cache has been asked before.
    if (fromCache) for (const { run } of contenders) await run();
    const took = await inTurns(contenders, fromCache ? runs * 7 : runs);
    const [before, later] = contenders.map(({ name }) => summary(took.get(name)));
    const same = verdicts ? compared(said.before, said.now) : null;
    for (const one of same?.differ ?? []) console.error(one);
    if ((same?.differ.length ?? 0) > 0) process.exitCode = 1;
    const row = {
      wait,
      wanted: wanted ?? null,
      seconds: seconds ?? null,
      before,
      now: later,
      same,
    };
    rows.push(row);
    console.log(
      `${wait}: ${before.wall} s, now ${later.wall} s (${(later.wall / before.wall).toFixed(2)})`,
    );
  }
  const { stdout: commit } = await execa("git", ["rev-parse", "HEAD"], { cwd: values.before });
  const file = join(now, "bench", "waits.json");
  const known = JSON.parse(await readFile(file, "utf8"));
  if (values.only !== undefined && (known.commit !== commit || known.runs !== runs)) {
    throw new Error(
      `the other waits are recorded against ${known.commit} in ${known.runs} runs, not ${commit} in ${runs}`,
    );
  }
  const recorded = all.flatMap(({ wait }) =>
    [rows, known.rows].flatMap((some) => some.filter((row) => row.wait === wait)).slice(0, 1),
  );
  const record = { commit, runs, machine: machine(), rows: recorded };
  await writeFile(file, `${JSON.stringify(record, null, 2)}\n`);
  await execa(process.execPath, [join(now, "bench", "waits-page.js")], { stdio: "inherit" });
} finally {
  await rm(folder, { recursive: true, force: true });
}
