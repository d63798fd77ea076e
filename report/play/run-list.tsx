import type { VNode } from "preact";
import { memo } from "preact/compat";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Session } from "../../src/analyses/play/session.js";
import { stepText } from "../../src/analyses/play/step-text.js";

/** Pixels: every row has the same height, so that few of many have to be in the page. */
const ROW = 30;
const PANE = 330;
const OVERSCAN = 6;

/** The steps of the line that one is on; each is a way back, or forward again. */
export function RunList(props: {
  readonly session: Session;
  readonly onGo: (number: number) => void;
}): VNode {
  const { session, onGo } = props;
  const { line, here } = session;
  const pane = useRef<HTMLElement>(null);
  const [top, setTop] = useState(0);
  const first = Math.max(0, Math.floor(top / ROW) - OVERSCAN);
  const last = Math.min(line.length, Math.ceil((top + PANE) / ROW) + OVERSCAN);
  useLayoutEffect(() => {
    const element = pane.current;
    if (element === null) return;
    element.tabIndex = 0;
    const at = here.steps * ROW;
    if (at < element.scrollTop) element.scrollTop = at;
    else if (at + ROW > element.scrollTop + element.clientHeight) {
      element.scrollTop = at + ROW - element.clientHeight;
    }
    setTop(element.scrollTop);
  }, [here.steps]);
  return (
    // It scrolls, and so it can be reached by keys.
    <section
      ref={pane}
      class="run"
      aria-label="The steps of this run"
      onScroll={(event) => setTop(event.currentTarget.scrollTop)}
    >
      <ol class="run-rows">
        <RunSpace rows={first} />
        {line.slice(first, last).map((number) => (
          <RunRow
            key={number}
            session={session}
            number={number}
            of={line.length}
            at={session.state(number).steps - here.steps}
            branches={session.state(number).children.length}
            onGo={onGo}
          />
        ))}
        <RunSpace rows={line.length - last} />
      </ol>
    </section>
  );
}

/** The room of rows that are not in the page. */
function RunSpace({ rows }: { readonly rows: number }): VNode | null {
  return rows <= 0 ? null : <li aria-hidden="true" style={{ height: `${rows * ROW}px` }} />;
}

interface RowProps {
  readonly session: Session;
  readonly number: number;
  readonly of: number;
  /** How many steps behind where one is; below zero before. */
  readonly at: number;
  /** How many states were tried from here. */
  readonly branches: number;
  readonly onGo: (number: number) => void;
}

const RunRow = memo(function RunRow(props: RowProps): VNode {
  const { session, number, of, at, branches, onGo } = props;
  const { event, parent, state, steps, brokenHere } = session.state(number);
  const action = session.model.events[event ?? -1];
  const text =
    action === undefined || parent === null
      ? null
      : stepText(action, session.state(parent).state, state);
  const label = text === null ? "Start" : text.label;
  const on = text === null || text.cpu === null ? "" : `CPU ${text.cpu}: `;
  const kind = at > 0 ? "is-ahead" : at === 0 ? "is-here" : "";
  return (
    <li class={`run-row ${kind}`} aria-setsize={of} aria-posinset={steps + 1}>
      <button
        type="button"
        {...(at === 0 ? { "aria-current": "step" as const } : {})}
        onClick={() => onGo(number)}
      >
        <span class="run-number">{steps}</span>
        <span class="run-text">
          {on}
          {label}
        </span>
        {brokenHere.length > 0 && <span class="run-broken">{brokenHere.join(", ")}</span>}
        {branches > 1 && <span class="run-branches">{branches} branches</span>}
      </button>
    </li>
  );
});
