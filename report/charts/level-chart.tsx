import { areaY, axisX, axisY, line, plot, ruleY } from "@observablehq/plot";
import type { VNode } from "preact";
import { useCallback } from "preact/hooks";
import { Chart } from "./chart.js";

/** How many states first appear at each distance from the start. */
export function LevelChart({ counts }: { readonly counts: readonly number[] }): VNode {
  const draw = useCallback(
    (width: number) => {
      const points = counts.map((states, steps) => ({ steps, states }));
      return plot({
        width,
        height: 180,
        marginLeft: 44,
        marginRight: 8,
        marks: [
          areaY(points, { x: "steps", y: "states", fill: "var(--known)", fillOpacity: 0.16 }),
          line(points, { x: "steps", y: "states", stroke: "var(--known)" }),
          ruleY([0], { stroke: "var(--line)" }),
          axisX({ label: "steps from the start", tickSize: 0, interval: 1, ticks: 10 }),
          axisY({ label: "states", tickSize: 0, ticks: 4 }),
        ],
      });
    },
    [counts],
  );
  const most = Math.max(...counts);
  const label = `States by distance: ${counts.length - 1} steps reach all of them; most, ${most}, are first reached after ${counts.indexOf(most)} steps.`;
  return (
    <>
      <Chart draw={draw} label={label} />
      <p class="muted">{label}</p>
    </>
  );
}
