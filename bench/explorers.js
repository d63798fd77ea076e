// The compiled explorer against TLC, SPIN and Rumur on the same work: the whole state space of the
// policy `mainline` on the ideal platform, checked for NoSpurious. The specifications are those of
// bench/promela, bench/murphi and bench/tla, written by hand with the same steps; the states must
// agree. Debian packages: spin, rumur, gcc, time. Build first (`npm run build`).
import { copyFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const { values } = parseArgs({
  options: {
    chain: { type: "string", default: "3,3,3,3" },
    rips: { type: "string", default: "4" },
    runs: { type: "string", default: "3" },
    only: { type: "string", default: "" },
    without: { type: "string", default: "nothing" },
  },
});
const chain = values.chain.split(",").map(Number);
const slots = chain.reduce((sum, count) => sum + count, 0);

/** Runs a program to its end, and says what it took: GNU time's numbers are those of the process. */
async function measured(command, args, options) {
  const run = await execa("/usr/bin/time", ["-f", "%e %U %S %M", command, ...args], options);
  const [wall, user, system, kilobytes] = run.stderr
    .trim()
    .split("\n")
    .at(-1)
    .split(" ")
    .map(Number);
  return { stdout: run.stdout, wall, cpu: user + system, megabytes: kilobytes / 1024 };
}

function number(text) {
  return Number(text.replaceAll(",", ""));
}

async function spin(folder) {
  const cwd = join(folder, "spin");
  await execa("mkdir", [cwd]);
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
  await execa("mkdir", [cwd]);
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
  const { findJava } = await import(join(root, "dist", "src", "tlc", "java.js"));
  const { locateJar } = await import(join(root, "dist", "src", "tlc", "jar.js"));
  const [java, jar] = [await findJava(), await locateJar()];
  const cwd = join(folder, `tlc-${workers}`);
  await execa("mkdir", [cwd]);
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

function explorer(reductions, workers) {
  const args = ["--chain", values.chain, "--rips", values.rips, "--workers", String(workers)];
  return async () => {
    const script = join(root, "bench", "explore-once.js");
    const run = await measured(process.execPath, [script, ...args, "--reductions", reductions]);
    const result = JSON.parse(run.stdout);
    if (result.answer !== "holds") throw new Error(run.stdout);
    return { ...run, states: result.distinct, bytes: result.bytes };
  };
}

const contenders = {
  "explorer, 1 core": async () => explorer("none", 1),
  "explorer, 2 workers": async () => explorer("none", 2),
  "explorer, 1 core, all reductions": async () => explorer("all", 1),
  "SPIN, 1 core": spin,
  "Rumur, 1 thread": (folder) => rumur(folder, 1),
  "Rumur, 2 threads": (folder) => rumur(folder, 2),
  "TLC, 2 workers": (folder) => tlc(folder, 2),
};

function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-bench-"));
try {
  const chosen = Object.entries(contenders).filter(
    ([name]) => name.includes(values.only) && !name.includes(values.without),
  );
  const ready = [];
  for (const [name, prepare] of chosen) ready.push([name, await prepare(folder), []]);
  // In turns, so that what else the machine does hits all of them alike.
  for (let run = 0; run < Number(values.runs); run++) {
    for (const [name, contender, results] of ready) {
      results.push(await contender());
      process.stderr.write(`${name}: ${results.at(-1).wall} s\n`);
    }
  }
  const rows = ready.map(([name, , results]) => ({
    checker: name,
    states: results[0].states,
    "seconds (median)": median(results.map((result) => result.wall)),
    "CPU seconds": Number(median(results.map((result) => result.cpu)).toFixed(2)),
    "peak MB": Math.round(median(results.map((result) => result.megabytes))),
    "bytes a state":
      results[0].bytes === undefined ? "" : (results[0].bytes / results[0].states).toFixed(1),
  }));
  process.stdout.write(`policy mainline, ideal, chain [${chain}], R=${values.rips}\n`);
  console.table(rows);
  const counts = new Set(
    rows.filter((row) => !row.checker.includes("reductions")).map((row) => row.states),
  );
  if (counts.size !== 1) {
    process.stderr.write("error: the checkers do not agree on the number of states\n");
    process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
