import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";

/**
 * A chart of the library in the page. It is drawn again when its place changes its width.
 *
 * @param draw makes the chart for a width in pixels
 * @param label what the chart shows, for those who do not see it
 */
export function Chart(props: {
  readonly draw: (width: number) => Element;
  readonly label: string;
}): VNode {
  const { draw, label } = props;
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = place;
    if (current === null) return;
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0 || place.current === null) return;
    const chart = draw(width);
    // The page allows no style but its own; what the library would add stands in `graph.css`.
    for (const style of chart.querySelectorAll("style")) style.remove();
    // The place of the chart says what it shows.
    chart.setAttribute("aria-hidden", "true");
    place.current.replaceChildren(chart);
  }, [draw, width]);
  return <div class="chart" ref={place} role="img" aria-label={label} />;
}
