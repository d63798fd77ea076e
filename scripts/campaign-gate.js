// `npm run campaign:gate [-- RUNS [SEED]]`: gates under load. Two runs at a time on one cache, with
// something done to most of them: nmicheck, TLC or the engine is killed, nmicheck is interrupted, or
// a disk is full. A run that comes to its end must have the right answer, or say that a tool broke;
// five seconds later none of its processes is left; at the end every cache entry is whole, a next
// run passes, and no folder is left after it.
import { mkdir, readdir, rm, utimes } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { readKept } from "../dist/src/gates/certificate/store.js";
import { hit, marked, markOf } from "./campaign/processes.js";
import { judge, makeProjects } from "./campaign/projects.js";
import { makeScratch, runIn } from "./campaign/scratch.js";
import { seeded } from "./campaign/seeded.js";

const cli = join(dirname(dirname(fileURLToPath(import.meta.url))), "dist", "cli.js");
const [runs = 500, seed = 1] = process.argv.slice(2).map(Number);
const below = seeded(seed);

const scratch = await makeScratch();
const { temp } = scratch;
const gates = join(scratch.cache, "gates");
for (const folder of [gates, join(scratch.folder, "projects")]) {
  await mkdir(folder, { recursive: true });
}

/** A command for which `folder` is a file system of so many kilobytes, which only it sees. */
function withDisk(folder, kilobytes) {
  const script = `mount -t tmpfs -o size=${kilobytes}k none "$0" && exec "$@"`;
  return (command) => ["unshare", "-rm", "sh", "-c", script, folder, ...command];
}

/** Disks that take no more: for temporary files, for the cache, or, anywhere, for a long file. */
const [program, ...args] = withDisk(temp, 64)(["true"]);
const mayMount = (await execa(program, args, { reject: false })).exitCode === 0;
const fullDisks = [
  (command) => ["bash", "-c", 'ulimit -f 1; exec "$@"', "-", ...command],
  ...(mayMount ? [withDisk(temp, 4), withDisk(temp, 64), withDisk(temp, 512)] : []),
  ...(mayMount ? [withDisk(gates, 4), withDisk(gates, 8)] : []),
];

function gate(project, args, { disk, number = "last", ...options } = {}) {
  const command = [process.execPath, cli, "gate", ...args];
  return runIn(scratch, disk === undefined ? command : disk(command), {
    number,
    cwd: project,
    timeout: 300_000,
    ...options,
  });
}

/** What may be done to a run: to which of its processes, with which signal. */
const sabotages = {
  nothing: null,
  nmicheck: { victim: /cli\.js gate/, signal: "SIGKILL", within: 3000 },
  "nmicheck while TLC runs": { victim: /cli\.js gate/, after: /tlc2\.TLC/, signal: "SIGKILL" },
  interrupt: { victim: /cli\.js gate/, signal: "SIGTERM", within: 3000 },
  TLC: { victim: /tlc2\.TLC/, signal: "SIGKILL", within: 800 },
  engine: { victim: /reference\/main\.js/, signal: "SIGKILL", within: 50 },
  disk: null,
};
const names = Object.keys(sabotages);
const counts = { runs: 0, right: 0, told: 0, killed: 0, hit: {}, wrong: [], left: [] };

/** A cache entry that goes has its gate proven again. */
async function forget() {
  const entries = await readdir(gates).catch(() => []);
  const name = entries[below(Math.max(1, entries.length))];
  if (name !== undefined) await rm(join(gates, name), { force: true });
}

async function one(number, projects) {
  const name = names[below(names.length)];
  const project = projects[below(projects.length)];
  const args = [...(below(3) === 0 ? ["--checker", "explorer"] : [])];
  if (below(2) === 0) args.push("--no-cache");
  else if (below(4) > 0) await forget();
  const disk = fullDisks[below(fullDisks.length)];
  const delay = below(1000) / 1000;
  const run = gate(project.folder, args, { number, ...(name === "disk" ? { disk } : {}) });
  let hasEnded = false;
  const ended = run.finally(() => {
    hasEnded = true;
  });
  const sabotage = sabotages[name];
  if (sabotage !== null) {
    const { victim, after = victim, signal, within = 500 } = sabotage;
    if (after !== victim) await hit(markOf(number), after, 0, 0, () => hasEnded);
    if (await hit(markOf(number), victim, signal, delay * within, () => hasEnded)) {
      counts.hit[name] = (counts.hit[name] ?? 0) + 1;
    }
  }
  const result = await ended;
  const { exitCode, stdout, stderr } = result;
  const verdict = judge(result, project, name.replace(/ .*/, ""));
  counts.runs++;
  if (verdict in counts) counts[verdict]++;
  else {
    const shown = { stdout: stdout.slice(-800), stderr: stderr.slice(-800) };
    const wrong = { number, name, project: project.name, args, verdict, exitCode, ...shown };
    console.error(JSON.stringify(wrong, null, 2));
    counts.wrong.push(wrong);
  }
  if (counts.runs % 20 === 0) {
    const { wrong, left, ...rest } = counts;
    console.error(JSON.stringify({ ...rest, wrong: wrong.length, left: left.length }));
  }
}

/** Five seconds after a run none of its processes is left. */
async function lookForProcesses(number) {
  await sleep(5000);
  for (const { command } of await marked(markOf(number))) counts.left.push(`${number}: ${command}`);
}

async function brokenEntries() {
  const broken = [];
  for (const name of await readdir(gates).catch(() => [])) {
    if (!/^[0-9a-f]{64}\.json$/.test(name)) continue;
    const kept = await readKept(name.slice(0, 64), gates);
    if (kept.kind !== "found") broken.push(`${name}: ${kept.kind}`);
  }
  return broken;
}

/** What killed runs have left half written goes with the next start, once nobody can be at it. */
async function makeOld() {
  const longAgo = Date.now() / 1000 - 3600;
  for (const name of await readdir(gates).catch(() => [])) {
    if (/\.json\.\d+$/.test(name)) await utimes(join(gates, name), longAgo, longAgo);
  }
}

try {
  const projects = await makeProjects(join(scratch.folder, "projects"), async (project) => {
    const update = ["--update", "--checker", "explorer"];
    const { exitCode, stderr } = await gate(project, update, { env: { CI: "false" } });
    if (exitCode !== 0) throw new Error(`the pins were not written: ${stderr}`);
  });
  const looks = [];
  let next = 0;
  const lane = async () => {
    while (next < runs) {
      const number = next++;
      await one(number, projects);
      looks.push(lookForProcesses(number));
    }
  };
  await Promise.all([lane(), lane()]);
  await Promise.all(looks);
  const broken = await brokenEntries();
  await makeOld();
  // Each gate is proven and kept once more.
  for (const name of await readdir(gates)) {
    if (name.endsWith(".json")) await rm(join(gates, name));
  }
  const last = [];
  for (const project of projects) {
    last.push(judge(await gate(project.folder, []), project, "nothing"));
  }
  const half = (await readdir(gates)).filter((name) => /\.json\.\d+$/.test(name));
  const folders = (await readdir(temp)).filter((name) => name.startsWith("nmicheck-"));
  const result = {
    seed,
    ...counts,
    brokenCacheEntries: broken,
    lastRuns: last,
    leftAfterTheNextStart: [...folders, ...half],
  };
  console.log(JSON.stringify(result, null, 2));
  const isClean =
    [counts.wrong, counts.left, broken, folders, half].every(({ length }) => length === 0) &&
    last.every((verdict) => verdict === "right");
  process.exitCode = isClean ? 0 : 1;
} finally {
  await scratch.remove();
}
