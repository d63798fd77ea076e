// What a policy costs that a program gives as an object, against the same one as a file: `mainline` by
// the library's `check`, the four properties on the ideal platform. Each run is a process of its own;
// the file was compiled before, as it is where it is asked about again. Medians of CPU seconds (of the
// whole process) and of the milliseconds of the first question and of those after it. Ends with 1 if an
// object takes more than 1.1 times the CPU of its file, or answers otherwise. Build first.
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { inTurns, measured, median } from "./measure.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({
  options: {
    runs: { type: "string", default: "3" },
    once: { type: "string" },
    chain: { type: "string", default: "2,1" },
  },
});
const MOST = 1.1;
const CHAINS = ["2,1", "3,2", "3,3,2"];
const QUESTIONS = 6;

/** Asks in this process, and prints the answer and the milliseconds of each question. */
async function ask(kind, chain) {
  const { check } = await import("../dist/src/index.js");
  const { policies } = await import("../dist/spec/policies/all.js");
  const file = join(root, "spec", "policies", "mainline.ts");
  const policy = kind === "file" ? file : { ...policies.mainline };
  const took = [];
  let answer = "";
  for (let question = 0; question < QUESTIONS; question++) {
    const began = performance.now();
    const results = await check({
      policies: [policy],
      platforms: ["ideal"],
      chain: chain.split(",").map(Number),
    });
    took.push(performance.now() - began);
    answer = results
      .map(({ verdict, length, measured: { states } }) => [verdict, length, states.distinct].join())
      .join(" ");
  }
  process.stdout.write(JSON.stringify({ answer, took }));
}

/** Both kinds on one chain, in turns. */
async function compared(chain, env) {
  const contender = (kind) => ({
    name: kind,
    run: async () => {
      const args = [fileURLToPath(import.meta.url), "--once", kind, "--chain", chain];
      const run = await measured(process.execPath, args, { env });
      return { ...run, ...JSON.parse(run.stdout) };
    },
  });
  const runs = await inTurns([contender("file"), contender("object")], Number(values.runs));
  return [...runs].map(([kind, all]) => ({
    chain,
    kind,
    answer: all[0].answer,
    cpu: median(all.map(({ cpu }) => cpu)),
    "first ms": Math.round(median(all.map(({ took }) => took[0]))),
    "later ms": Math.round(median(all.flatMap(({ took }) => took.slice(1)))),
  }));
}

if (values.once !== undefined) {
  await ask(values.once, values.chain);
} else {
  const folder = await mkdtemp(join(tmpdir(), "nmicheck-bench-objects-"));
  const env = { XDG_CACHE_HOME: folder };
  try {
    await measured(process.execPath, [fileURLToPath(import.meta.url), "--once", "file"], { env });
    const rows = [];
    for (const chain of CHAINS) rows.push(await compared(chain, env));
    console.table(rows.flat().map(({ answer: _, ...row }) => row));
    for (const [file, object] of rows) {
      const ratio = object.cpu / file.cpu;
      const same = object.answer === file.answer;
      console.log(
        `[${file.chain}]: an object takes ${ratio.toFixed(2)} times the CPU of its file; at most ${MOST}${same ? "" : "; THE ANSWERS DIFFER"}`,
      );
      if (!same || !(ratio <= MOST)) process.exitCode = 1;
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
