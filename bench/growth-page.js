// Makes the table and the plot of docs/performance.md from bench/growth.json. With --check only says
// whether they are up to date (exit code 1 if not).
import { join } from "node:path";
import { grouped, putIn, recorded, root, table } from "./page.js";

const { rows } = await recorded("growth.json");
const whole = rows.filter((row) => row.reductions === "none");
const withAll = (row) =>
  rows.find((other) => other.chain.join() === row.chain.join() && other.reductions === "all");

const HEAD = [
  ...["chain", "states", "transitions", "CPU seconds", "bytes a state"],
  ...["all reductions: states", "CPU seconds"],
];

function growthTable() {
  return table(
    HEAD,
    whole.map((row) => {
      const reduced = withAll(row);
      return [
        `[${row.chain}]`,
        grouped(row.distinct),
        grouped(row.generated),
        row.cpu.toFixed(2),
        (row.bytes / row.distinct).toFixed(1),
        reduced === undefined ? "" : grouped(reduced.distinct),
        reduced?.cpu.toFixed(2) ?? "",
      ];
    }),
  );
}

const WIDTH = 640;
const HEIGHT = 400;
const MARGIN = { left: 64, right: 16, top: 16, bottom: 48 };
const SERIES = [
  { name: "as written", colour: "#1f77b4", rows: whole },
  {
    name: "all reductions",
    colour: "#2ca02c",
    // At the states of the whole graph: what is saved is the distance between the two lines.
    rows: whole.flatMap((row) => {
      const reduced = withAll(row);
      return reduced === undefined ? [] : [{ distinct: row.distinct, cpu: reduced.cpu }];
    }),
  },
];

/** States and seconds on logarithmic axes. */
function plot() {
  const x = (states) =>
    MARGIN.left + ((Math.log10(states) - 2) / 7) * (WIDTH - MARGIN.left - MARGIN.right);
  const y = (seconds) =>
    HEIGHT -
    MARGIN.bottom -
    ((Math.log10(seconds) + 1.5) / 3.5) * (HEIGHT - MARGIN.top - MARGIN.bottom);
  const text = (left, top, content, anchor = "middle") =>
    `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" text-anchor="${anchor}">${content}</text>`;
  const grid = [];
  for (let power = 2; power <= 9; power++) {
    const at = x(10 ** power).toFixed(1);
    grid.push(`<path class="grid" d="M${at} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}"/>`);
    grid.push(text(x(10 ** power), HEIGHT - MARGIN.bottom + 18, grouped(10 ** power)));
  }
  for (let power = -1; power <= 2; power++) {
    const at = y(10 ** power).toFixed(1);
    grid.push(`<path class="grid" d="M${MARGIN.left} ${at}H${WIDTH - MARGIN.right}"/>`);
    grid.push(text(MARGIN.left - 8, y(10 ** power) + 4, String(10 ** power), "end"));
  }
  const lines = SERIES.flatMap(({ name, colour, rows: points }, index) => {
    const places = points.map(({ distinct, cpu }) => [x(distinct), y(cpu)]);
    const path = places.map(([left, top]) => `${left.toFixed(1)} ${top.toFixed(1)}`).join("L");
    const top = MARGIN.top + 20 + index * 18;
    return [
      `<path d="M${path}" fill="none" stroke="${colour}" stroke-width="2"/>`,
      ...places.map(
        ([left, place]) =>
          `<circle cx="${left.toFixed(1)}" cy="${place.toFixed(1)}" r="3" fill="${colour}"/>`,
      ),
      `<path d="M${MARGIN.left + 12} ${top - 4}h24" stroke="${colour}" stroke-width="2"/>`,
      text(MARGIN.left + 44, top, name, "start"),
    ];
  });
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="CPU seconds of an exploration by the number of states">`,
    "<style>text{font:12px sans-serif;fill:#444}.grid{stroke:#ddd}</style>",
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...grid,
    ...lines,
    text((WIDTH + MARGIN.left) / 2, HEIGHT - 8, "states of the whole graph"),
    `<text transform="translate(14 ${HEIGHT / 2}) rotate(-90)" text-anchor="middle">CPU seconds</text>`,
    "</svg>",
  ].join("\n")}\n`;
}

await putIn("growth", growthTable(), "growth.json", {
  [join(root, "docs", "growth.svg")]: plot(),
});
