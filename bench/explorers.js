// The compiled explorer against TLC, SPIN and Rumur on the same work: the whole state space of the
// policy `mainline` on the ideal platform, checked for NoSpurious. The specifications are those of
// bench/promela, bench/murphi and bench/tla, written by hand with the same steps; the states must
// agree. And what nmicheck takes from its start to the prompt: the default scorecard by the explorer,
// and `--help` against an empty script. Medians of wall and CPU seconds, and the ratios between them.
// The whole run is recorded in bench/explorers.json, of which bench/explorers-page.js makes the
// tables of docs/performance.md; `--chain 3,2` is a try of seconds, and records nothing. Debian
// packages: spin, rumur, gcc, time. Build first (`npm run build`).
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";
import { locateJar } from "../dist/src/checkers/tlc/jar.js";
import { findJava } from "../dist/src/checkers/tlc/java.js";
import { inTurns, machine, measured, summary } from "./measure.js";
import { ratiosOf } from "./ratios.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const WHOLE = { chain: "3,3,3,3", rips: "4" };

const { values } = parseArgs({
  options: {
    chain: { type: "string", default: WHOLE.chain },
    rips: { type: "string", default: WHOLE.rips },
    runs: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    without: { type: "string", default: "nothing" },
  },
});
const chain = values.chain.split(",").map(Number);
const slots = chain.reduce((sum, count) => sum + count, 0);

function number(text) {
  return Number(text.replaceAll(",", ""));
}

async function spin(folder) {
  const cwd = join(folder, "spin");
  await mkdir(cwd);
  await copyFile(join(root, "bench", "promela", "nmi.pml"), join(cwd, "nmi.pml"));
  await execa("spin", [`-DSLOTS=${slots}`, `-DPLACES=${values.rips}`, "-a", "nmi.pml"], { cwd });
  const flags = ["-O2", "-w", "-DSAFETY", "-DNOREDUCE", "-DMEMLIM=16000"];
  await execa("gcc", [...flags, "-o", "pan", "pan.c"], { cwd });
  return async () => {
    const run = await measured("./pan", ["-w25", "-m20000000"], { cwd });
    if (!/errors: 0/.test(run.stdout)) throw new Error(run.stdout);
    return { ...run, states: number(/(\d+) states, stored/.exec(run.stdout)[1]) };
  };
}

async function rumur(folder, threads) {
  const cwd = join(folder, `rumur-${threads}`);
  await mkdir(cwd);
  const text = await readFile(join(root, "bench", "murphi", "nmi.m"), "utf8");
  const sized = text
    .replace(/SLOTS: \d+/, `SLOTS: ${slots}`)
    .replace(/PLACES: \d+/, `PLACES: ${values.rips}`);
  await writeFile(join(cwd, "nmi.m"), sized);
  const options = ["--symmetry-reduction", "off", "--deadlock-detection", "off"];
  await execa("rumur", ["--output", "nmi.c", "--threads", String(threads), ...options, "nmi.m"], {
    cwd,
  });
  const flags = ["-std=c11", "-O3", "-march=native", "-mcx16", "-w"];
  await execa("gcc", [...flags, "-o", "nmi", "nmi.c", "-lpthread"], { cwd });
  return async () => {
    const run = await measured("./nmi", [], { cwd });
    if (!/No error found/.test(run.stdout)) throw new Error(run.stdout);
    // Its reports of progress come first.
    const last = [...run.stdout.matchAll(/(\d+) states/g)].at(-1);
    return { ...run, states: number(last[1]) };
  };
}

async function tlc(folder, workers) {
  const [java, jar] = [await findJava(), await locateJar()];
  const cwd = join(folder, `tlc-${workers}`);
  await mkdir(cwd);
  await copyFile(join(root, "bench", "tla", "NmiByHand.tla"), join(cwd, "NmiByHand.tla"));
  const module = "---- MODULE MC ----\nEXTENDS NmiByHand\n";
  await writeFile(join(cwd, "MC.tla"), `${module}MCChain == <<${chain.join(", ")}>>\n====\n`);
  const constants = `CONSTANTS\n  Chain <- MCChain\n  Rips = ${values.rips}\n  Sticky = FALSE\n  Shadow = FALSE\n`;
  await writeFile(join(cwd, "MC.cfg"), `SPECIFICATION Spec\n${constants}INVARIANTS NoSpurious\n`);
  const args = ["-Xmx8g", "-XX:+UseParallelGC", "-cp", jar.path, "tlc2.TLC"];
  return async () => {
    const run = await measured(
      java.command,
      [...args, "-workers", String(workers), "-cleanup", "MC"],
      { cwd },
    );
    const states = /([\d,]+) distinct states found, 0 states left/.exec(run.stdout);
    return { ...run, states: number(states[1]) };
  };
}

function explorer(reductions) {
  const args = ["--chain", values.chain, "--ips", values.rips];
  return async () => {
    const script = join(root, "bench", "explore-once.js");
    const run = await measured(process.execPath, [script, ...args, "--reductions", reductions]);
    const result = JSON.parse(run.stdout);
    if (result.answer !== "holds") throw new Error(run.stdout);
    return { ...run, states: result.distinct, bytes: result.bytes };
  };
}

/** The default scorecard as somebody without TLC gets it: 48 results, each expected. */
async function scorecard(folder) {
  const cache = join(folder, "cache");
  const env = { XDG_CACHE_HOME: cache, TLA2TOOLS_JAR: undefined };
  return async () => {
    const run = await measured(process.execPath, [join(root, "dist", "cli.js"), "check"], { env });
    if (!run.stdout.includes("48 verdicts")) throw new Error(run.stdout);
    return run;
  };
}

async function empty(folder) {
  const script = join(folder, "empty.mjs");
  await writeFile(script, "");
  return () => measured(process.execPath, [script]);
}

async function help() {
  return () => measured(process.execPath, [join(root, "dist", "cli.js"), "--help"]);
}

const checkers = {
  explorer: async () => explorer("none"),
  "explorer, all reductions": async () => explorer("all"),
  "SPIN, 1 core": spin,
  "Rumur, 1 thread": (folder) => rumur(folder, 1),
  "Rumur, 2 threads": (folder) => rumur(folder, 2),
  "TLC, 2 workers": (folder) => tlc(folder, 2),
};

const starts = {
  "default scorecard": scorecard,
  "an empty script": empty,
  "--help": help,
};

/** Runs of what takes a fraction of a second: many, since they are short. */
const START_RUNS = 3;

async function prepared(contenders, folder) {
  const chosen = Object.entries(contenders).filter(
    ([name]) => name.includes(values.only) && !name.includes(values.without),
  );
  const ready = [];
  for (const [name, prepare] of chosen) ready.push({ name, run: await prepare(folder) });
  return ready;
}

const rounds = Number(values.runs);
const folder = await mkdtemp(join(tmpdir(), "nmicheck-bench-"));
try {
  const work = await inTurns(await prepared(checkers, folder), rounds);
  const started = await inTurns(await prepared(starts, folder), rounds * START_RUNS);
  const rows = [...work].map(([checker, runs]) => {
    const [{ states, bytes }] = runs;
    return { checker, states, ...summary(runs), ...(bytes === undefined ? {} : { bytes }) };
  });
  const start = [...started].map(([name, runs]) => ({ name, ...summary(runs) }));
  const whole = { chain, rips: Number(values.rips), runs: rounds, machine: machine(), rows, start };

  process.stdout.write(`policy mainline, ideal, chain [${chain}], R=${values.rips}\n`);
  console.table(
    rows.map(({ checker, states, wall, least, most, cpu, megabytes, bytes }) => ({
      ...{ checker, states, "wall s": wall, "least to most": `${least} to ${most}`, "CPU s": cpu },
      "peak MB": megabytes,
      "bytes a state": bytes === undefined ? "" : Number((bytes / states).toFixed(1)),
    })),
  );
  console.table(start.map(({ name, wall, cpu }) => ({ name, "wall s": wall, "CPU s": cpu })));
  for (const { what, wall, cpu, wanted } of ratiosOf(whole)) {
    console.log(`${what}: wall ${wall.toFixed(2)}, CPU ${cpu.toFixed(2)}; wanted ${wanted}`);
  }

  const counts = new Set(
    rows.filter((row) => !row.checker.includes("reductions")).map((row) => row.states),
  );
  if (counts.size > 1) {
    process.stderr.write("error: the checkers do not agree on the number of states\n");
    process.exitCode = 1;
  } else if (
    values.chain === WHOLE.chain &&
    values.rips === WHOLE.rips &&
    rows.length === Object.keys(checkers).length &&
    start.length === Object.keys(starts).length
  ) {
    const file = join(root, "bench", "explorers.json");
    await writeFile(file, `${JSON.stringify(whole, null, 2)}\n`);
  } else {
    process.stderr.write("Not recorded: a part of the whole run.\n");
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
