// What the certified scorecard costs: with machines that share runs of TLC, and with runs for each
// machine alone, which a time limit asks for. Medians of CPU seconds (user and system, of nmicheck and
// all its Javas) and of wall seconds. Ends with 1 if the two differ in a verdict or a length. Build
// first.
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" } },
});
/** A day: no run takes so long. */
const ALONE = ["--timeout", "86400"];

const median = (numbers) =>
  [...numbers].sort((left, right) => left - right)[Math.floor(numbers.length / 2)];

/** The verdicts of one run, with their lengths, and what it took. */
async function timed(folder, args) {
  const said = join(folder, "said.json");
  const line = [join(root, "dist", "cli.js"), "check", "--checker", "tlc", "--json", ...args];
  const began = performance.now();
  // The shell tells the CPU time of Node and of all that it has started.
  const { stderr } = await execa(
    "bash",
    ["-c", `TIMEFORMAT="%U %S"; time "$@" >'${said}' 2>/dev/null`, "bash", process.execPath].concat(
      line,
      ["--out", join(folder, "traces")],
    ),
    { reject: false },
  );
  const wall = (performance.now() - began) / 1000;
  const [user, system] = stderr.trim().split(/\s+/).slice(-2).map(Number);
  const { results } = JSON.parse(await readFile(said, "utf8"));
  const verdicts = results.map(({ policy, platform, axes, property, verdict, trace, certified }) =>
    JSON.stringify([policy, platform.name, axes, property, verdict, trace?.length, certified]),
  );
  return { cpu: user + system, wall, verdicts };
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-bench-scorecard-"));
try {
  const rounds = [];
  for (let round = 0; round < Number(values.runs); round++) {
    const shared = await timed(folder, positionals);
    rounds.push({ shared, alone: await timed(folder, [...positionals, ...ALONE]) });
  }
  const said = (of) => ({
    cpu: median(rounds.map((round) => round[of].cpu)),
    wall: median(rounds.map((round) => round[of].wall)),
  });
  const [shared, alone] = [said("shared"), said("alone")];
  console.log(`${"".padEnd(28)} ${"CPU s".padStart(8)} ${"wall s".padStart(8)}`);
  for (const [name, { cpu, wall }] of [
    ["machines share runs", shared],
    ["each machine alone", alone],
  ]) {
    console.log(`${name.padEnd(28)} ${cpu.toFixed(2).padStart(8)} ${wall.toFixed(2).padStart(8)}`);
  }
  const ratios = [alone.cpu / shared.cpu, alone.wall / shared.wall].map((one) => one.toFixed(2));
  console.log(`${"alone / shared".padEnd(28)} ${ratios.map((one) => one.padStart(8)).join(" ")}`);
  const differ = rounds.filter(
    ({ shared, alone }) => shared.verdicts.join() !== alone.verdicts.join(),
  );
  console.log(
    `${rounds[0].shared.verdicts.length} verdicts, ${differ.length === 0 ? "the same both ways" : "which DIFFER"}`,
  );
  process.exitCode = differ.length === 0 ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
