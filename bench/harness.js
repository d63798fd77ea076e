// What the harness and the compiler cost: `check --checker tlc` against the bare TLC on the same
// files with the same flags, and the generated TLA+ against the specification written by hand. Wall
// seconds and CPU seconds of whole process trees; ratios of medians from one run on one machine.
// `--chain 3,3,1` is a try of seconds. Build first (`npm run build`); Debian package: time.
import { copyFile, mkdtemp, realpath, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { writeTlcFiles } from "../dist/src/analyses/check/tlc-files.js";
import { commandLine } from "../dist/src/checkers/tlc/command-line.js";
import { locateJar } from "../dist/src/checkers/tlc/jar.js";
import { findJava, JAVA_ENVIRONMENT } from "../dist/src/checkers/tlc/java.js";
import { namedPlatform } from "../dist/src/machine/configuration/platform.js";
import { loadPolicy } from "../dist/src/machine/policy/load.js";
import { inTurns, measured, summary } from "./measure.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const { values } = parseArgs({
  options: {
    chain: { type: "string", default: "3,3,3,2" },
    rips: { type: "string", default: "4" },
    workers: { type: "string", default: "2" },
    runs: { type: "string", default: "5" },
  },
});
const workers = Number(values.workers);
const chain = values.chain.split(",").map(Number);
const rips = Number(values.rips);

/** The files that `check` writes for TLC. */
async function generated(folder) {
  const { policy } = await loadPolicy("mainline");
  const subject = { policy, platform: namedPlatform("ideal", chain, rips) };
  return await writeTlcFiles(folder, "generated", subject, await policy.compile(), ["NoSpurious"]);
}

/** The specification written by hand, for the same question. */
async function byHand(folder) {
  await copyFile(join(root, "bench", "tla", "NmiByHand.tla"), join(folder, "NmiByHand.tla"));
  const tuple = `<<${chain.join(", ")}>>`;
  const text = `---- MODULE BenchByHand ----\nEXTENDS NmiByHand\nMCChain == ${tuple}\n====\n`;
  const files = {
    module: join(folder, "BenchByHand.tla"),
    config: join(folder, "BenchByHand.cfg"),
  };
  await writeFile(files.module, text);
  await writeFile(
    files.config,
    [
      "SPECIFICATION Spec",
      "CONSTANTS",
      "  Chain <- MCChain",
      `  Rips = ${rips}`,
      "  Sticky = FALSE",
      "  Shadow = FALSE",
      "INVARIANTS TypeOK NoSpurious",
      "",
    ].join("\n"),
  );
  return files;
}

const folder = await mkdtemp(join(await realpath(tmpdir()), "nmicheck-bench-"));
try {
  const java = await findJava();
  const jar = await locateJar();
  const bare = ({ module, config }) => {
    return async () => {
      const metadir = await mkdtemp(join(folder, "run-"));
      const task = {
        ...{ module, config, workers },
        ...{ fingerprintIndex: 0, checkDeadlock: true, tuning: "long" },
      };
      const run = await measured(java.command, commandLine(task, jar.path, metadir), {
        cwd: metadir,
        env: JAVA_ENVIRONMENT,
      });
      const states = / ([\d,]+) distinct states found, 0 states left/.exec(run.stdout);
      await rm(metadir, { recursive: true });
      return { ...run, states: Number(states[1].replaceAll(",", "")) };
    };
  };
  const harness = async () => {
    const run = await measured(process.execPath, [
      ...[join(root, "dist", "cli.js"), "check", "--json", "--checker", "tlc"],
      ...["--policy", "mainline", "--platform", "ideal", "--property", "NoSpurious"],
      ...["--chain", values.chain, "--ips", values.rips, "--workers", values.workers],
    ]);
    return { ...run, states: JSON.parse(run.stdout).results[0].states.distinct };
  };
  const contenders = [
    { name: "nmicheck check --checker tlc", run: harness },
    { name: "bare TLC, generated TLA+", run: bare(await generated(folder)) },
    { name: "bare TLC, TLA+ by hand", run: bare(await byHand(folder)) },
  ];
  const results = await inTurns(contenders, Number(values.runs));
  const counts = new Set([...results.values()].flat().map(({ states }) => states));
  if (counts.size !== 1) throw new Error(`the counts differ: ${[...counts].join(", ")}`);
  const [states] = counts;
  console.log(
    `mainline, chain [${chain}], R = ${rips}, ${workers} workers: ${states.toLocaleString("en-US")} distinct states; medians of ${values.runs}`,
  );
  const rows = contenders.map(({ name }) => ({ name, ...summary(results.get(name)) }));
  console.table(
    rows.map(({ name, wall, least, most, cpu }) => ({
      "": name,
      "wall seconds": wall,
      "least to most": `${least} to ${most}`,
      "CPU seconds": cpu,
    })),
  );
  const [ours, generatedBare, handBare] = rows;
  const ratio = (of, left, right, wanted) =>
    console.log(
      `${of.padEnd(22)} wall ${(left.wall / right.wall).toFixed(3)}, CPU ${(left.cpu / right.cpu).toFixed(3)}  (wanted: at most ${wanted})`,
    );
  ratio("harness / bare TLC", ours, generatedBare, 1.05);
  ratio("generated / by hand", generatedBare, handBare, 1.1);
} finally {
  await rm(folder, { recursive: true, force: true });
}
