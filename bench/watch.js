// How long `check --watch` takes to answer after a policy file was saved: from the write of a text
// that was never compiled before to the answer of the four properties, on the ideal platform and on
// all four. Medians and the longest of wall seconds, and the median of the CPU seconds of the watch
// in between, all threads (Linux tells them in hundredths). Ends with 1 if one on the ideal platform
// takes a second or more. Build first.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { median } from "./measure.js";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const { values } = parseArgs({ options: { saves: { type: "string", default: "21" } } });
const MOST = 1;

/** The CPU seconds of a process so far: fields 14 and 15 of its `stat`, in ticks of 10 ms. */
async function cpuOf(pid) {
  const stat = await readFile(`/proc/${pid}/stat`, "utf8");
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

async function measureSaves(folder, options) {
  const file = join(folder, "policy.ts");
  const text = await readFile(join(root, "examples", "policies", "perf-2.6.36.ts"), "utf8");
  await writeFile(file, text);
  const watch = spawn(
    process.execPath,
    [join(root, "dist", "cli.js"), "check", "--watch", "--json", "--policy", file, ...options],
    { env: { ...process.env, XDG_CACHE_HOME: folder }, stdio: ["ignore", "pipe", "inherit"] },
  );
  const lines = createInterface({ input: watch.stdout })[Symbol.asyncIterator]();
  const saves = [];
  try {
    await lines.next();
    for (let save = 0; save < Number(values.saves); save++) {
      await sleep(300);
      const [began, before] = [performance.now(), await cpuOf(watch.pid)];
      await writeFile(file, `// ${save}\n${text}`);
      const { done } = await lines.next();
      if (done) throw new Error("the watch has ended");
      const wall = (performance.now() - began) / 1000;
      saves.push({ wall, cpu: (await cpuOf(watch.pid)) - before });
    }
  } finally {
    watch.kill("SIGINT");
    await once(watch, "exit");
  }
  return saves;
}

const folder = await mkdtemp(join(tmpdir(), "nmicheck-bench-watch-"));
try {
  console.log(
    `${"".padEnd(20)} ${"wall s".padStart(8)} ${"longest".padStart(8)} ${"CPU s".padStart(8)}`,
  );
  for (const [name, options] of [
    ["the ideal platform", ["--platform", "ideal"]],
    ["all four platforms", []],
  ]) {
    const saves = await measureSaves(folder, options);
    const walls = saves.map(({ wall }) => wall);
    const longest = Math.max(...walls);
    const cpu = median(saves.map((save) => save.cpu));
    const numbers = [median(walls), longest, cpu].map((one) => one.toFixed(2).padStart(8));
    console.log(`${name.padEnd(20)} ${numbers.join(" ")}`);
    if (options.length > 0 && !(longest < MOST)) process.exitCode = 1;
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
