// What the harness and the compiler cost: `check --checker tlc` against the bare TLC on the same
// files with the same flags, and the generated TLA+ against the specification written by hand.
// Ratios of medians from one run on one machine. Build first (`npm run build`).
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const dist = (path) => import(join(root, "dist", "src", path));
const { commandLine } = await dist("tlc/command-line.js");
const { findJava } = await dist("tlc/java.js");
const { locateJar } = await dist("tlc/jar.js");

const { values } = parseArgs({
  options: {
    chain: { type: "string", default: "3,3,3,2" },
    rips: { type: "string", default: "4" },
    workers: { type: "string", default: "2" },
    runs: { type: "string", default: "3" },
  },
});
const workers = Number(values.workers);
const tuple = `<<${values.chain.replaceAll(",", ", ")}>>`;

function median(numbers) {
  const sorted = [...numbers].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)];
}

/** The files of one specification for this chain and number of RIPs, in a folder of their own. */
async function specification(folder, name, module, text, none) {
  const mc = `Bench${name}`;
  await writeFile(join(folder, `${module}.tla`), text);
  await writeFile(
    join(folder, `${mc}.tla`),
    `---- MODULE ${mc} ----\nEXTENDS ${module}\nMCChain == ${tuple}\n====\n`,
  );
  await writeFile(
    join(folder, `${mc}.cfg`),
    [
      "SPECIFICATION Spec",
      "CONSTANTS",
      "  Chain <- MCChain",
      `  Rips = ${values.rips}`,
      "  Sticky = FALSE",
      "  Shadow = FALSE",
      ...(none ? ["  None = None"] : []),
      "INVARIANTS TypeOK NoSpurious",
      "",
    ].join("\n"),
  );
  return { module: join(folder, `${mc}.tla`), config: join(folder, `${mc}.cfg`) };
}

async function timed(run) {
  const began = performance.now();
  const distinct = await run();
  return { seconds: (performance.now() - began) / 1000, distinct };
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-bench-"));
try {
  const java = await findJava();
  const jar = await locateJar();
  const generated = await specification(
    folder,
    "Generated",
    "NmiMainline",
    await readFile(join(root, "generated", "NmiMainline.tla"), "utf8"),
    true,
  );
  const byHand = await specification(
    folder,
    "ByHand",
    "NmiByHand",
    await readFile(join(root, "bench", "tla", "NmiByHand.tla"), "utf8"),
    false,
  );
  const bare = async (files) => {
    const metadir = await mkdtemp(join(folder, "run-"));
    const task = { ...files, workers, fingerprintIndex: 0, checkDeadlock: true, tuning: "long" };
    const { stdout } = await execa(java.command, commandLine(task, jar.path, metadir));
    return Number(
      / ([\d,]+) distinct states found, 0 states left/.exec(stdout)[1].replaceAll(",", ""),
    );
  };
  const harness = async () => {
    const args = [
      "check",
      "--json",
      "--checker",
      "tlc",
      "--policy",
      "mainline",
      "--platform",
      "ideal",
    ];
    const { stdout } = await execa(process.execPath, [
      join(root, "dist", "cli.js"),
      ...args,
      ...["--property", "NoSpurious", "--chain", values.chain, "--rips", values.rips],
      ...["--workers", values.workers],
    ]);
    return JSON.parse(stdout).results[0].states.distinct;
  };
  const contenders = {
    "nmicheck check --checker tlc": harness,
    "bare TLC, generated TLA+": () => bare(generated),
    "bare TLC, TLA+ by hand": () => bare(byHand),
  };
  const seconds = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
  const counts = new Set();
  for (let run = 0; run < Number(values.runs); run++) {
    for (const [name, contender] of Object.entries(contenders)) {
      const result = await timed(contender);
      seconds[name].push(result.seconds);
      counts.add(result.distinct);
    }
  }
  if (counts.size !== 1) throw new Error(`the counts differ: ${[...counts].join(", ")}`);
  console.log(
    `mainline, chain [${values.chain}], R = ${values.rips}, ${workers} workers: ${[...counts][0].toLocaleString("en-US")} distinct states`,
  );
  for (const [name, times] of Object.entries(seconds)) {
    console.log(`  ${name.padEnd(30)} ${median(times).toFixed(2)} s (median of ${times.length})`);
  }
  const [ours, generatedBare, handBare] = Object.values(seconds).map(median);
  console.log(
    `harness / bare TLC       ${(ours / generatedBare).toFixed(3)}  (wanted: at most 1.05)`,
  );
  console.log(
    `generated / by hand      ${(generatedBare / handBare).toFixed(3)}  (wanted: at most 1.1)`,
  );
} finally {
  await rm(folder, { recursive: true, force: true });
}
