// How the explorer grows: the policy `mainline` on the ideal platform, checked for NoSpurious, on
// longer and longer chains, and with all reductions. Records the numbers
// in bench/growth.json; bench/growth-page.js makes the table and the plot of docs/performance.md.
// Debian package: time. Build first (`npm run build`). The last chains take gigabytes.
import { writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const RIPS = 4;
const chains = [
  [1],
  [2],
  [3],
  [3, 1],
  [3, 2],
  [3, 3],
  [3, 3, 1],
  [3, 3, 2],
  [3, 3, 3],
  [3, 3, 3, 1],
  [3, 3, 3, 2],
  [3, 3, 3, 3],
  [3, 3, 3, 3, 1],
  [3, 3, 3, 3, 2],
  [3, 3, 3, 3, 3],
  [3, 3, 3, 3, 3, 1],
];
const runs = ["none", "all"];

async function explored(chain, reductions) {
  const run = await execa("/usr/bin/time", [
    ...["-f", "%e %U %S %M", process.execPath, join(root, "bench", "explore-once.js")],
    ...["--chain", chain.join(), "--ips", String(RIPS)],
    ...["--reductions", reductions],
  ]);
  const [wall, user, system, kilobytes] = run.stderr.trim().split("\n").at(-1).split(" ");
  const { distinct, generated, seconds, bytes } = JSON.parse(run.stdout);
  return {
    chain,
    reductions,
    distinct,
    generated,
    bytes,
    exploring: Number(seconds.toFixed(3)),
    wall: Number(wall),
    cpu: Number((Number(user) + Number(system)).toFixed(2)),
    megabytes: Math.round(Number(kilobytes) / 1024),
  };
}

const rows = [];
for (const chain of chains) {
  for (const run of runs) {
    rows.push(await explored(chain, run));
    process.stderr.write(`${JSON.stringify(rows.at(-1))}\n`);
  }
}
const machine = {
  cores: cpus().length,
  cpu: cpus()[0].model,
  gigabytes: Math.round(totalmem() / 2 ** 30),
  node: process.version,
};
await writeFile(
  join(root, "bench", "growth.json"),
  `${JSON.stringify({ policy: "mainline", platform: "ideal", rips: RIPS, machine, rows }, null, 2)}\n`,
);
