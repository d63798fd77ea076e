import type { ComponentChildren, VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";

/** What may be wider or higher than its place: it takes the focus, so that keys can scroll it. */
export function Scrollable(props: {
  readonly label: string;
  readonly name?: string;
  readonly children: ComponentChildren;
}): VNode {
  const { label, name = "wide", children } = props;
  const region = useRef<HTMLElement>(null);
  useEffect(() => {
    if (region.current !== null) region.current.tabIndex = 0;
  }, []);
  return (
    <section class={name} aria-label={label} ref={region}>
      {children}
    </section>
  );
}
