// `npm run campaign:signals [-- RUNS [SEED [MILLISECONDS]]]`: every long command, each interrupted
// once in a while by a random signal at a random time. It must end within so many milliseconds (1,000
// if not given), by that signal; then none of its processes and none of its temporary folders is
// left, and what it has said is one sentence.
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { marked, markOf, signalTo } from "./campaign/processes.js";
import { makeScratch, runIn } from "./campaign/scratch.js";
import { seeded } from "./campaign/seeded.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, "dist", "cli.js");
const [runs = 200, seed = 1, limit = 1000] = process.argv.slice(2).map(Number);
const below = seeded(seed);

const scratch = await makeScratch();
const traces = join(scratch.folder, "traces");
const policy = join(scratch.folder, "own.ts");

/** A policy of the user's, `mainline` under another name. */
const ownPolicy = `import type { Policy } from "nmicheck/policy";
interface Memory {
  readonly armed: boolean;
}
export const own: Policy<Memory> = {
  initial: { armed: false },
  enter: (memory, seen) => (seen.backToBack ? memory : { armed: false }),
  proceed: (memory) => ({ memory, walk: "on" }),
  finish: (memory, seen) => ({
    memory: seen.handled > 1 ? { armed: true } : memory,
    unclaimed: seen.backToBack && memory.armed ? "swallow" : "report",
  }),
};
`;

const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
/** Says nothing, so that nmicheck waits for it. */
const mute = ["--engine-command", `${process.execPath} -e 'setInterval(() => {}, 1e3)'`];
const large = ["--chain", "3,3,3,3", "--ips", "4"];

/** What is interrupted: the arguments, and within how many milliseconds of its start. */
const commands = {
  check: { args: ["check"], within: 12_000 },
  "check, explorer": { args: ["check", "--checker", "explorer", ...large], within: 5000 },
  "check, one run": { args: ["check", "--policy", "v5", "--platform", "ideal", ...large] },
  "check, liveness": { args: ["check", "--property", "EveryEventHandled"], within: 8000 },
  "check, own policy": { args: ["check", "--policy", policy] },
  "check --axes": { args: ["check", "--axes"], within: 12_000 },
  "check --axes, explorer": { args: ["check", "--axes", "--checker", "explorer"] },
  "check --distributed": {
    args: ["check", "--checker", "tlc", "--distributed", "--workers", "2", ...large],
    within: 8000,
  },
  // Ctrl-C is how a watch ends: there is nothing unexpected in it.
  "check --watch": { args: ["check", "--watch", "--policy", policy], code: 0 },
  report: {
    args: ["report", "--out", join(scratch.folder, "report.html"), "--no-cache"],
    within: 15_000,
  },
  find: { args: ["find", "NoFalseSwallow", "--chain", "4,1,1,1", "--no-cache"] },
  limits: {
    args: ["limits", "--chain", "4,1,1,1", "--out", join(scratch.folder, "limits"), "--no-cache"],
  },
  gate: { args: ["gate", "--no-cache", "--config", join(root, "nmicheck.config.ts")] },
  mutate: { args: ["mutate", "--policy", "mainline", "--platform", "ideal", "--no-cache"] },
  atlas: { args: ["atlas", "--no-cache"] },
  axes: { args: ["axes"] },
  conform: { args: ["conform"] },
  "conform --cpus": { args: ["conform", "--cpus", "2"] },
  "conform, mute engine": { args: ["conform", ...mute], within: 2000 },
  replay: { args: ["replay", traces], within: 1500 },
  "replay, mute engine": { args: ["replay", traces, ...mute], within: 2000 },
  "engine-test, mute engine": { args: ["engine-test", ...mute], within: 2000 },
  generate: { args: ["generate", "--out", join(scratch.folder, "generated")] },
  doctor: { args: ["doctor"], within: 1500 },
  setup: { args: ["setup"], within: 1000 },
  worker: { args: ["worker", "--join", "127.0.0.1:9"], within: 3000 },
};
const names = Object.keys(commands);
const counts = { runs: 0, interrupted: 0, told: 0, endedBefore: 0, wrong: [] };
const times = [];
/** The longest that each command took to end. */
const slowest = {};

function start(args, { number, temp = scratch.temp }) {
  return runIn(scratch, [process.execPath, cli, ...args], {
    number,
    cwd: scratch.folder,
    env: { TMPDIR: temp },
    detached: true,
    timeout: 120_000,
    // How long it takes is what is measured.
    forceKillAfterDelay: false,
  });
}

async function one(number, name) {
  const { args, within = 5000, code = null } = commands[name];
  const temp = join(scratch.folder, `tmp-${number}`);
  await mkdir(temp);
  const signal = signals[below(signals.length)];
  const after = 50 + below(within);
  const run = start(args, { number, temp });
  const isLong = await Promise.race([run.then(() => false), sleep(after, true)]);
  counts.runs++;
  const began = performance.now();
  if (!isLong || !signalTo(run.pid, signal)) {
    counts.endedBefore++;
    await run;
    return;
  }
  const { exitCode, signal: by, stderr } = await run;
  const took = Math.round(performance.now() - began);
  times.push(took);
  slowest[name] = Math.max(slowest[name] ?? 0, took);
  // Children and folders have as long as nmicheck itself.
  await sleep(Math.max(0, limit - took));
  const left = (await marked(markOf(number))).map(({ command }) => command);
  const folders = await readdir(temp);
  const told = stderr.split("\n").filter((line) => line.startsWith("interrupted: ")).length;
  counts.interrupted++;
  counts.told += told;
  const isEndedSo = code === null ? by === signal : exitCode === code || by === signal;
  const isRight = isEndedSo && took <= limit && told <= 1;
  if (isRight && left.length === 0 && folders.length === 0) return;
  const how = { exitCode, by, took, left, folders, stderr: stderr.slice(-300) };
  const wrong = { number, name, signal, after, ...how };
  console.error(JSON.stringify(wrong));
  counts.wrong.push(wrong);
}

try {
  await writeFile(policy, ownPolicy);
  const made = ["check", "--checker", "explorer", "--out", traces];
  await start([...made, "--policy", "none", "--platform", "ideal"], { number: "first" });
  // Each command in its turn, in an order that the seed draws anew for every round.
  let round = [];
  for (let number = 0; number < runs; number++) {
    if (round.length === 0) round = [...names];
    const [name] = round.splice(below(round.length), 1);
    await one(number, name);
  }
  times.sort((left, right) => left - right);
  const at = (part) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? null;
  const milliseconds = { median: at(0.5), ninetieth: at(0.9), most: at(1) };
  console.log(JSON.stringify({ seed, limit, ...counts, milliseconds, slowest }, null, 2));
  process.exitCode = counts.wrong.length === 0 ? 0 : 1;
} finally {
  await scratch.remove();
}
