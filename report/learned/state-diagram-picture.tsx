import type { VNode } from "preact";
import { useMemo } from "preact/hooks";
import { drawingOf } from "../../src/analyses/learn/diagram/drawing.js";
import { diagramWords, type StateDiagram } from "../../src/analyses/learn/diagram/state-diagram.js";

/** A state diagram as `learn --out` draws it, in the colours of the page. */
export function StateDiagramPicture(props: {
  /** Unique in the page. */
  readonly id: string;
  readonly title: string;
  readonly diagram: StateDiagram;
}): VNode {
  const { id, title, diagram } = props;
  const { width, height, start, states, arrows } = useMemo(() => drawingOf(diagram), [diagram]);
  const head = `${id}-head`;
  const arrow = { class: "diagram-arrow", "marker-end": `url(#${head})` };
  return (
    <svg
      class="state-diagram"
      role="img"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-description`}
      viewBox={`0 0 ${width} ${height}`}
      width={width}
      height={height}
    >
      <title id={`${id}-title`}>{title}</title>
      <desc id={`${id}-description`}>{diagramWords(diagram)}</desc>
      <marker
        id={head}
        viewBox="0 0 8 8"
        refX="7"
        refY="4"
        markerWidth="7"
        markerHeight="7"
        orient="auto"
      >
        <path class="diagram-head" d="M 0 0 L 8 4 L 0 8 Z" />
      </marker>
      <circle class="diagram-start" cx={start.x} cy={start.y} r={4} />
      <path {...arrow} d={start.path} />
      {arrows.map(({ from, to, path }) => (
        <path key={`${from} ${to}`} {...arrow} d={path} />
      ))}
      {states.map(({ name, x, y, width: own, height: high, texts }) => (
        <g key={y}>
          <rect class="diagram-state" x={x} y={y} width={own} height={high} rx={6} />
          <text class="diagram-name" x={x + 8} y={y + 16}>
            {name}
          </text>
          {texts.map((one) => (
            <text key={one.y} class={`diagram-${one.kind}`} x={one.x} y={one.y}>
              {one.text}
            </text>
          ))}
        </g>
      ))}
    </svg>
  );
}
