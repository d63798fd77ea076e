// Makes the tables of docs/performance.md that compare checkers from bench/explorers.json. With
// --check only says whether they are up to date (exit code 1 if not).
import { grouped, putIn, recorded, table } from "./page.js";
import { ratiosOf } from "./ratios.js";

const whole = await recorded("explorers.json");
const { runs, machine, rows, start } = whole;

const checkers = table(
  ["checker", "states", "seconds", "CPU seconds", "peak MB", "bytes a state"],
  rows.map(({ checker, states, wall, cpu, megabytes, bytes }) => [
    checker,
    grouped(states),
    wall.toFixed(2),
    cpu.toFixed(2),
    grouped(megabytes),
    bytes === undefined ? "" : (bytes / states).toFixed(1),
  ]),
);
const ratios = table(
  ["ratio", "seconds", "CPU seconds", "wanted"],
  ratiosOf(whole).map(({ what, wall, cpu, wanted }) => [
    what,
    wall.toFixed(1),
    cpu.toFixed(1),
    wanted,
  ]),
);
const [card] = start.filter(({ name }) => name === "default scorecard");

await putIn(
  "explorers",
  [
    `Medians of ${runs} on ${machine.cores} cores (${machine.cpu}), Node ${machine.node}. Memory is that of the largest process; the bytes a state are those of the states and of the set together.`,
    "",
    checkers,
    "",
    ratios,
    "",
    `The default scorecard of 48 verdicts by the explorer takes ${card.wall.toFixed(2)} s (${card.cpu.toFixed(2)} s of CPU) from \`node dist/cli.js check\` to the prompt; at most 1.5 s are wanted.`,
  ].join("\n"),
  "explorers.json",
);
