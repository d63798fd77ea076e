// What the start of nmicheck costs: `--help` against an empty Node script, and a policy file that is
// compiled against the same one again. Medians of CPU seconds (user and system) and of wall seconds.
// Ends with 1 if `--help` takes more than 2.5 times the CPU of the empty script. Build first.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { runs: { type: "string", default: "21" } } });
const runs = Number(values.runs);
const MOST = 2.5;

function median(numbers) {
  return [...numbers].sort((left, right) => left - right)[Math.floor(numbers.length / 2)];
}

/** CPU and wall seconds of one run. */
async function timed(args, env) {
  const began = performance.now();
  // Node tells only its own CPU time; the shell tells that of its children.
  const { stderr } = await execa(
    "bash",
    ["-c", 'TIMEFORMAT="%U %S"; time "$@" >/dev/null 2>&1', "bash", process.execPath, ...args],
    { env, reject: false },
  );
  const [user, system] = stderr.trim().split(/\s+/).slice(-2).map(Number);
  return { cpu: user + system, wall: (performance.now() - began) / 1000 };
}

async function medians(count, args, env = () => ({})) {
  const all = [];
  for (let run = 0; run < count; run++) all.push(await timed(args, await env()));
  return { cpu: median(all.map(({ cpu }) => cpu)), wall: median(all.map(({ wall }) => wall)) };
}

const row = (name, { cpu, wall }) =>
  console.log(`${name.padEnd(44)} ${cpu.toFixed(3).padStart(8)} ${wall.toFixed(3).padStart(8)}`);

const folder = await mkdtemp(join(tmpdir(), "nmicheck-bench-start-"));
try {
  const empty = join(folder, "empty.mjs");
  await writeFile(empty, "");
  const cli = join(root, "dist", "cli.js");
  const check = [cli, "check", "--checker", "explorer", "--platform", "ideal"];
  const own = [...check, "--policy", join(root, "examples", "policies", "perf-2.6.36.ts")];
  const cached = { XDG_CACHE_HOME: join(folder, "cache") };
  console.log(`${"".padEnd(44)} ${"CPU s".padStart(8)} ${"wall s".padStart(8)}`);
  const nothing = await medians(runs, [empty]);
  row("an empty script", nothing);
  const help = await medians(runs, [cli, "--help"]);
  row("--help", help);
  row(
    "check --policy FILE, compiled",
    await medians(3, own, async () => ({
      XDG_CACHE_HOME: await mkdtemp(join(folder, "empty-")),
    })),
  );
  await timed(own, cached);
  row("check --policy FILE, the same again", await medians(5, own, () => cached));
  const ratio = help.cpu / nothing.cpu;
  console.log(
    `\n--help takes ${ratio.toFixed(2)} times the CPU of an empty script; at most ${MOST}.`,
  );
  if (!(ratio <= MOST)) process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
