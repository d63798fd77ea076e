import { axisX, axisY, barX, plot, text } from "@observablehq/plot";
import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import type { ReportScenarios } from "../../src/report/document.js";
import { Chart } from "./chart.js";

const colours = ["var(--known)", "var(--unknown)", "var(--armed)", "var(--good)", "var(--late)"];

/** How many runs, up to the order of steps that commute, violate each property, by their cause. */
export function RunsChart({
  scenarios,
}: {
  readonly scenarios: readonly ReportScenarios[];
}): VNode {
  const draw = useCallback(
    (width: number) => {
      const shown = scenarios.filter(({ classes }) => classes.length > 0);
      const name = (question: ReportScenarios): string =>
        `${question.property}, ${question.policy}, ${machineName(question)}`;
      const bars = shown.flatMap((question) =>
        question.classes.map(({ mazurkiewiczClasses }, index) => ({
          question: name(question),
          runs: mazurkiewiczClasses,
          cause: index,
        })),
      );
      const sums = shown.map((question) => ({
        question: name(question),
        runs: question.mazurkiewiczClasses,
      }));
      return plot({
        width,
        height: shown.length * 22 + 40,
        marginLeft: Math.min(270, width / 2),
        marginRight: 40,
        x: { nice: true },
        y: { domain: shown.map(name), padding: 0.3 },
        marks: [
          barX(bars, {
            x: "runs",
            y: "question",
            fill: ({ cause }: { readonly cause: number }) => colours[cause % colours.length],
            stroke: "var(--paper)",
            strokeWidth: 1,
          }),
          text(sums, {
            x: "runs",
            y: "question",
            text: "runs",
            dx: 6,
            textAnchor: "start",
            fill: "var(--ink)",
          }),
          axisX({ label: null, tickSize: 0, ticks: 5 }),
          axisY({ label: null, tickSize: 0 }),
        ],
      });
    },
    [scenarios],
  );
  const label =
    "Runs that violate a property, up to the order of steps that commute; each part of a bar is one cause.";
  return (
    <>
      <p class="muted">{label}</p>
      <Chart draw={draw} label={label} />
    </>
  );
}
