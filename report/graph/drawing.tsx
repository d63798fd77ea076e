import type { VNode } from "preact";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { FoldedGraph, FoldedState } from "./fold.js";
import { BOX_WIDTH, layOut, type Point, smoothPath } from "./layout.js";
import { valueText } from "./value-text.js";

interface DrawingProps {
  readonly folded: FoldedGraph;
  readonly names: readonly string[];
  readonly selected: string;
  readonly onSelect: (key: string) => void;
}

const zooms = [0.4, 0.6, 0.8, 1, 1.3] as const;

/** A folded graph as a picture; what is selected stands out with its lines. */
export function Drawing({ folded, names, selected, onSelect }: DrawingProps): VNode {
  const layout = useMemo(() => layOut(folded), [folded]);
  const [zoom, setZoom] = useState(2);
  const pane = useRef<HTMLElement>(null);
  const scale = zooms[zoom] ?? 1;
  useEffect(() => {
    const box = layout.boxes.get(selected);
    const { current } = pane;
    if (box === undefined || current === null) return;
    current.tabIndex = 0;
    current.scrollTo({
      left: box.x * scale - current.clientWidth / 2,
      top: box.y * scale - current.clientHeight / 2,
    });
  }, [layout, selected, scale]);
  useEffect(() => {
    // The picture is one image to a screen reader, with the list beside it for keys: its boxes take
    // the mouse only.
    const onClick = ({ target }: Event): void => {
      const box = target instanceof Element ? target.closest("[data-key]") : null;
      const key = box?.getAttribute("data-key");
      if (typeof key === "string") onSelect(key);
    };
    const { current } = pane;
    current?.addEventListener("click", onClick);
    return () => current?.removeEventListener("click", onClick);
  }, [onSelect]);
  return (
    <div class="drawing">
      <div class="drawing-zoom">
        <button
          type="button"
          aria-label="Smaller"
          disabled={zoom === 0}
          onClick={() => setZoom(zoom - 1)}
        >
          −
        </button>
        <button
          type="button"
          aria-label="Larger"
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          +
        </button>
      </div>
      <section class="drawing-pane" aria-label="Picture of the state graph" ref={pane}>
        <svg
          role="img"
          aria-label="The state graph; the list beside it says the same"
          width={layout.width * scale}
          height={layout.height * scale}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
        >
          <defs>
            <marker
              id="head"
              viewBox="0 0 8 8"
              refX="7"
              refY="4"
              markerWidth="7"
              markerHeight="7"
              orient="auto-start-reverse"
            >
              <path d="M 0 0 L 8 4 L 0 8 Z" />
            </marker>
          </defs>
          {folded.edges.map(({ source, target, events }, index) => (
            <path
              key={`${source}>${target}`}
              class={`edge${source === selected || target === selected ? " is-near" : ""}`}
              d={smoothPath(layout.lines[index] ?? [])}
              marker-end="url(#head)"
            >
              <title>{events.join(", ")}</title>
            </path>
          ))}
          {folded.states.map((state) => {
            const box = layout.boxes.get(state.key);
            return box === undefined ? null : (
              <Box
                key={state.key}
                state={state}
                box={box}
                names={names}
                isFirst={state === folded.states[0]}
                isSelected={state.key === selected}
              />
            );
          })}
        </svg>
      </section>
    </div>
  );
}

function Box(props: {
  readonly state: FoldedState;
  readonly box: Point & { readonly height: number };
  readonly names: readonly string[];
  readonly isFirst: boolean;
  readonly isSelected: boolean;
}): VNode {
  const { state, box, names, isFirst, isSelected } = props;
  const [left, top] = [box.x - BOX_WIDTH / 2, box.y - box.height / 2];
  const classes = [
    "box",
    ...(isFirst ? ["is-first"] : []),
    ...(isSelected ? ["is-selected"] : []),
    ...(state.violates.length > 0 ? ["is-bad"] : []),
  ];
  return (
    <g class={classes.join(" ")} data-key={state.key}>
      <rect x={left} y={top} width={BOX_WIDTH} height={box.height} rx={6} />
      {state.values.map((value, index) => (
        <text key={names[index]} x={left + 9} y={top + 17 + index * 15}>
          {cut(valueText(names[index] ?? "", value))}
        </text>
      ))}
      <text class="box-count" x={left + 9} y={top + 17 + state.values.length * 15}>
        {state.states.length} {state.states.length === 1 ? "state" : "states"}
      </text>
    </g>
  );
}

/** As much of a text as a box holds. */
function cut(text: string): string {
  return text.length <= 25 ? text : `${text.slice(0, 24)}…`;
}
