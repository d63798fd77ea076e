// Makes the table of docs/performance.md that compares waits with an older nmicheck's from
// bench/waits.json. With --check only says whether it is up to date (exit code 1 if not).
import { grouped, putIn, recorded, table } from "./page.js";

const { commit, runs, machine, rows } = await recorded("waits.json");

const wantedText = ({ wanted, seconds }) =>
  seconds === null ? `${wanted.toFixed(2)} of it` : `${seconds} s`;
const waits = table(
  ["wait", "seconds before", "now", "now / before", "CPU, now / before", "at most"],
  rows.map((row) => [
    row.wait,
    row.before.wall.toFixed(2),
    row.now.wall.toFixed(2),
    (row.now.wall / row.before.wall).toFixed(2),
    (row.now.cpu / row.before.cpu).toFixed(2),
    wantedText(row),
  ]),
);
const asked = rows.flatMap(({ wait, same }) =>
  same === null
    ? []
    : [
        `${wait}: ${grouped(same.both)} of ${grouped(same.before)} verdicts are asked by both, ${same.differ.length === 0 ? "and are the same with their lengths and counts" : `of which ${same.differ.length} differ`}; now there are ${grouped(same.now)}.`,
      ],
);
await putIn(
  "waits",
  [
    `Against ${commit.slice(0, 8)}. Medians of ${runs}, of ${runs * 7} for the gates, on ${machine.cores} cores (${machine.cpu}), Node ${machine.node}, in turns.`,
    "",
    waits,
    "",
    ...asked,
  ].join("\n"),
  "waits.json",
);
