// `npm run campaign:gate [-- RUNS [SEED]]`: gates under load. Two runs at a time on one cache, of
// which some are killed (nmicheck, TLC or the engine), and some find the disk full. A run that comes
// to its end must have the right answer or say that a tool broke; in the end the cache is whole,
// nothing runs any more, and a last run passes and leaves no folder behind.
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from "node:fs/promises";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { execa } from "execa";
import { readKept } from "../dist/src/certificate/store.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const cli = join(root, "dist", "cli.js");
const [runs = 500, seed = 1] = process.argv.slice(2).map(Number);

let state = seed >>> 0;
/** A number below `limit`, the same for the same seed. */
function below(limit) {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return Math.floor((state / 2 ** 32) * limit);
}

const scratch = await mkdtemp(join(tmpdir(), "nmicheck-campaign-"));
const temp = join(scratch, "tmp");
const cache = join(scratch, "cache", "nmicheck");
const project = join(scratch, "project");
const { XDG_CACHE_HOME: base = join(homedir(), ".cache") } = process.env;
for (const folder of [temp, cache, project]) await mkdir(folder, { recursive: true });
await symlink(join(base, "nmicheck", "tlc"), join(cache, "tlc"));
const environment = { XDG_CACHE_HOME: join(scratch, "cache"), TMPDIR: temp, CI: "" };

/** One platform that holds and one that is violated; NoMasked needs the engine. */
const config = `import { defineConfig } from "nmicheck";
export default defineConfig({ gates: [{ name: "small", policy: "none", chain: [1], rips: 1,
  expect: { ideal: { NoFalseSwallow: "holds", NoMasked: "violated" } } }] });
`;
await writeFile(join(project, "nmicheck.config.ts"), config);

function gate(args, options = {}) {
  return execa(process.execPath, [cli, "gate", ...args], {
    cwd: project,
    env: environment,
    reject: false,
    stdin: "ignore",
    timeout: 300_000,
    ...options,
  });
}

/** The processes that carry the campaign's folder in their environment, by their command lines. */
async function own() {
  const found = [];
  for (const pid of await readdir("/proc")) {
    if (!/^\d+$/.test(pid) || Number(pid) === process.pid) continue;
    const environ = await readFile(join("/proc", pid, "environ"), "utf8").catch(() => "");
    if (!environ.includes(`TMPDIR=${temp}`)) continue;
    const command = await readFile(join("/proc", pid, "cmdline"), "utf8").catch(() => "");
    if (command !== "") found.push({ pid: Number(pid), command: command.replaceAll("\0", " ") });
  }
  return found;
}

const kinds = ["nothing", "nmicheck", "nmicheck", "tlc", "engine", "disk"];
const victims = { nmicheck: /cli\.js gate/, tlc: /tlc2\.TLC/, engine: /reference\/main\.js/ };
const counts = { runs: 0, passed: 0, told: 0, killed: 0, wrong: [], sabotage: {} };

async function one(number) {
  const kind = kinds[below(kinds.length)];
  counts.sabotage[kind] = (counts.sabotage[kind] ?? 0) + 1;
  const delay = below(5000);
  const args = ["--no-cache", ...(below(4) === 0 ? ["--checker", "explorer"] : [])].slice(below(2));
  // A limit on the size of a file stands for a disk that takes no more.
  const run =
    kind === "disk"
      ? execa(
          "bash",
          ["-c", 'ulimit -f 1; exec "$@"', "-", process.execPath, cli, "gate", ...args],
          {
            cwd: project,
            env: environment,
            reject: false,
            stdin: "ignore",
            timeout: 300_000,
          },
        )
      : gate(args);
  if (kind in victims) {
    await sleep(delay);
    const pids = (await own()).filter(({ command }) => victims[kind].test(command));
    const victim = pids[below(Math.max(1, pids.length))];
    if (victim !== undefined) {
      try {
        process.kill(victim.pid, "SIGKILL");
      } catch {
        // It has ended meanwhile.
      }
    }
  }
  const { exitCode, signal, stdout, stderr, timedOut } = await run;
  counts.runs++;
  if (timedOut) counts.wrong.push({ number, kind, why: "it hung" });
  else if (signal !== undefined || exitCode === undefined || exitCode > 128) counts.killed++;
  else if (exitCode === 0 && stdout.includes("1 gate passed")) counts.passed++;
  // A tool that broke is told: exit code 3, or 2 where nmicheck itself may not write.
  else if ((exitCode === 3 || exitCode === 2) && kind !== "nothing") counts.told++;
  // Of two runs at a time the other one's Java or engine may have been the victim.
  else if (exitCode === 3) counts.told++;
  else
    counts.wrong.push({
      number,
      kind,
      exitCode,
      stdout: stdout.slice(-800),
      stderr: stderr.slice(-800),
    });
  if (number % 20 === 0)
    console.error(
      `${number} of ${runs}: ${JSON.stringify({ ...counts, wrong: counts.wrong.length })}`,
    );
}

try {
  const { exitCode: pinned, stderr } = await gate(["--update", "--checker", "explorer"], {
    env: { ...environment, CI: "false" },
  });
  if (pinned !== 0) throw new Error(`the pins were not written: ${stderr}`);
  let next = 0;
  const lane = async () => {
    while (next < runs) await one(next++);
  };
  await Promise.all([lane(), lane()]);
  await sleep(5000);
  const left = await own();
  const broken = [];
  for (const name of await readdir(join(cache, "gates")).catch(() => [])) {
    if (!/^[0-9a-f]{64}\.json$/.test(name)) continue;
    const kept = await readKept(name.slice(0, 64), join(cache, "gates"));
    if (kept.kind !== "found") broken.push(`${name}: ${kept.kind}`);
  }
  const last = await gate(["--no-cache"]);
  const folders = (await readdir(temp)).filter((name) => name.startsWith("nmicheck-"));
  const stats = await stat(project);
  const result = {
    ...counts,
    processesLeftAfterFiveSeconds: left.map(({ command }) => command),
    brokenCacheEntries: broken,
    lastRunPassed: last.exitCode === 0,
    foldersLeftAfterTheNextStart: folders,
    projectKept: stats.isDirectory(),
  };
  console.log(JSON.stringify(result, null, 2));
  const isClean =
    counts.wrong.length + left.length + broken.length + folders.length === 0 && last.exitCode === 0;
  process.exitCode = isClean ? 0 : 1;
} finally {
  await rm(scratch, { recursive: true, force: true });
}
