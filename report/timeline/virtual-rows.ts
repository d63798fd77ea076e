import {
  observeWindowOffset,
  observeWindowRect,
  type VirtualItem,
  Virtualizer,
  windowScroll,
} from "@tanstack/virtual-core";
import { useEffect, useLayoutEffect, useReducer, useState } from "preact/hooks";

/** The rows that are near the window, and where they stand in their table. */
export interface VirtualRows {
  readonly items: readonly VirtualItem[];
  /** Pixels of all rows together. */
  readonly height: number;
  /** Pixels above the table, which the places of the items count in. */
  readonly margin: number;
  readonly scrollTo: (index: number) => void;
  /** Every row is shown in the flow of the page: on paper. */
  readonly isWhole: boolean;
}

/** Rows that are kept ready above and below the window. */
const OVERSCAN = 12;

/** Whether the page is on its way to paper, where every row is needed. */
function usePrinting(): boolean {
  const [isPrinting, setPrinting] = useState(() => matchMedia("print").matches);
  useEffect(() => {
    const media = matchMedia("print");
    const onChange = (): void => setPrinting(media.matches);
    media.addEventListener("change", onChange);
    return () => media.removeEventListener("change", onChange);
  }, []);
  return isPrinting;
}

/**
 * Shows of many rows those that are near the window, which scrolls with the page.
 *
 * @param heights of each row, in pixels
 * @param covered how much of the window is covered at its top and its bottom
 */
export function useVirtualRows(
  table: { readonly current: HTMLElement | null },
  heights: readonly number[],
  covered: { readonly top: number; readonly bottom: number },
): VirtualRows {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const [offset, setOffset] = useState(0);
  const isWhole = usePrinting();
  const options = {
    count: heights.length,
    estimateSize: (index: number) => heights[index] ?? 0,
    getScrollElement: (): Window => window,
    observeElementRect: observeWindowRect,
    observeElementOffset: observeWindowOffset,
    scrollToFn: windowScroll,
    initialOffset: () => window.scrollY,
    scrollMargin: offset,
    scrollPaddingStart: covered.top,
    scrollPaddingEnd: covered.bottom,
    overscan: OVERSCAN,
    onChange: () => redraw(null),
  };
  const [rows] = useState(() => new Virtualizer<Window, HTMLElement>(options));
  rows.setOptions(options);
  useLayoutEffect(() => rows._didMount(), [rows]);
  useLayoutEffect(() => {
    // Where the table begins may change with what stands above it.
    const top = table.current?.getBoundingClientRect().top ?? 0;
    const place = Math.round(top + window.scrollY);
    if (place !== offset) setOffset(place);
    rows._willUpdate();
  });
  useLayoutEffect(() => {
    rows.setOptions({ ...rows.options, estimateSize: (index) => heights[index] ?? 0 });
    rows.measure();
  }, [rows, heights]);
  return {
    items: rows.getVirtualItems(),
    height: rows.getTotalSize(),
    margin: offset,
    scrollTo: (index) => rows.scrollToIndex(index, { align: "auto" }),
    isWhole,
  };
}
