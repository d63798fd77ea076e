import type { VNode } from "preact";
import { memo } from "preact/compat";
import type { TraceState } from "../../src/machine/trace/schema.js";
import type { LatchContent } from "../../src/machine/trace/story.js";
import type { Lanes } from "./lanes.js";
import { remembers } from "./memory.js";
import type { Snapshot, TimelineRow } from "./rows.js";

interface PictureProps {
  readonly row: TimelineRow;
  readonly lanes: Lanes;
  readonly height: number;
  readonly initial: TraceState;
}

/** A wire, above and below the middle of a row: thick where it carries something. */
function Wire(props: {
  readonly x: number;
  readonly height: number;
  readonly above: string | null;
  readonly below: string | null;
}): VNode {
  const { x, height, above, below } = props;
  const middle = height / 2;
  return (
    <>
      <line class="wire" x1={x} x2={x} y1={0} y2={height} />
      {above !== null && <line class={above} x1={x} x2={x} y1={0} y2={middle} />}
      {below !== null && <line class={below} x1={x} x2={x} y1={middle} y2={height} />}
    </>
  );
}

const latchClass: Readonly<Record<LatchContent, string | null>> = {
  empty: null,
  known: "bar is-known",
  unknown: "bar is-unknown",
  both: "bar is-both",
};

function Slots({ row, lanes, height }: PictureProps): VNode {
  const { before, after } = row;
  const bar = (isActive: boolean): string | null => (isActive ? "bar is-slot" : null);
  if (lanes.slots === null) {
    const count = ({ state }: Snapshot): number => state.active.flat().filter(Boolean).length;
    return (
      <>
        <Wire
          x={lanes.allSlots}
          height={height}
          above={bar(count(before) > 0)}
          below={bar(count(after) > 0)}
        />
        {count(after) !== count(before) && (
          <text class="count" x={lanes.allSlots + 7} y={height - 4}>
            {count(after)}
          </text>
        )}
      </>
    );
  }
  return (
    <>
      {lanes.slots.flatMap((wires, handler) =>
        wires.map((x, slot) => (
          <Wire
            key={x}
            x={x}
            height={height}
            above={bar(before.state.active[handler]?.[slot] === true)}
            below={bar(after.state.active[handler]?.[slot] === true)}
          />
        )),
      )}
      <Wire x={lanes.unknown} height={height} above={null} below={null} />
    </>
  );
}

function slotX(lanes: Lanes, handler: number, slot: number): number {
  return lanes.slots?.[handler]?.[slot] ?? lanes.allSlots;
}

function Arrow(props: {
  readonly from: number;
  readonly to: number;
  readonly y: number;
  readonly kind: string;
}): VNode {
  const { from, to, y, kind } = props;
  return (
    <>
      <line class={`arrow ${kind}`} x1={from} x2={to - 5} y1={y} y2={y} />
      <path
        class={`arrow-head ${kind}`}
        d={`M ${to - 9} ${y - 4} L ${to - 2} ${y} L ${to - 9} ${y + 4} Z`}
      />
    </>
  );
}

function diamond(x: number, y: number, size: number): string {
  return `M ${x} ${y - size} L ${x + size} ${y} L ${x} ${y + size} L ${x - size} ${y} Z`;
}

/** What happens in the row, from one lane to another. */
function Happening({ row, lanes, height }: PictureProps): VNode | null {
  if (row.kind !== "step") return null;
  const { event, before } = row.moment;
  const y = height / 2;
  switch (event.event) {
    case "raise": {
      const x = slotX(lanes, event.handler, event.slot);
      return (
        <>
          <Arrow from={x} to={lanes.latch} y={y} kind="is-known" />
          <circle class="mark is-known" cx={x} cy={y} r={5} />
        </>
      );
    }
    case "external":
      return (
        <>
          <Arrow from={lanes.unknown} to={lanes.latch} y={y} kind="is-unknown" />
          <path class="mark is-unknown" d={diamond(lanes.unknown, y, 6)} />
        </>
      );
    case "arrive":
      return <Arrow from={slotX(lanes, 0, 0)} to={lanes.latch} y={y} kind="is-known" />;
    case "portError":
    case "ownEvent":
    case "reinject":
    case "summon":
      return (
        <>
          <Arrow from={lanes.unknown} to={lanes.latch} y={y} kind="is-known" />
          <circle class="mark is-known" cx={lanes.unknown} cy={y} r={5} />
        </>
      );
    case "nest":
      return <Arrow from={lanes.latch} to={lanes.handlers} y={y} kind="is-delivery" />;
    case "touch":
    case "runGuest":
    case "vanish":
    case "lapse":
    case "fault":
    case "execute":
      return <circle class="mark is-running" cx={lanes.handlers} cy={y} r={3} />;
    case "deliver":
      return <Arrow from={lanes.latch} to={lanes.handlers} y={y} kind="is-delivery" />;
    case "poll":
      return <Poll row={row} lanes={lanes} y={y} before={before} />;
    case "decide":
      return <Decision row={row} lanes={lanes} y={y} />;
  }
}

function Poll(props: {
  readonly row: Extract<TimelineRow, { readonly kind: "step" }>;
  readonly lanes: Lanes;
  readonly y: number;
  readonly before: TraceState;
}): VNode | null {
  const { row, lanes, y, before } = props;
  if (before.position.at !== "polling") return null;
  const { handler, slot } = before.position;
  const isClaim = row.nmi?.claims.some(({ event }) => event === row.moment.number) === true;
  const from = slotX(lanes, handler, slot);
  return (
    <>
      {isClaim && <line class="claim" x1={from} x2={lanes.handlers} y1={y} y2={y} />}
      {isClaim && <circle class="mark is-claimed" cx={from} cy={y} r={4} />}
      <circle
        class={isClaim ? "mark is-claim" : "mark is-poll"}
        cx={lanes.handlers}
        cy={y}
        r={isClaim ? 5 : 3.5}
      />
      {lanes.hasWords && (
        <text class="word" x={lanes.handlers + 11} y={y + 4}>
          {`${handler}.${slot}`}
        </text>
      )}
    </>
  );
}

function Decision(props: {
  readonly row: Extract<TimelineRow, { readonly kind: "step" }>;
  readonly lanes: Lanes;
  readonly y: number;
}): VNode {
  const { row, lanes, y } = props;
  const { outcome } = row.moment.after;
  const isReport = outcome === "reported" || outcome === "spurious" || outcome === "misattributed";
  const isWrong = outcome === "falseSwallow" || outcome === "spurious" || outcome === "masked";
  return (
    <>
      {isReport && <Arrow from={lanes.handlers} to={lanes.console - 5} y={y} kind="is-report" />}
      <rect class="mark is-decision" x={lanes.handlers - 5} y={y - 5} width={10} height={10} />
      {isReport ? (
        <path
          class={`console ${isWrong ? "is-wrong" : "is-right"}`}
          d={`M ${lanes.console - 7} ${y - 6} h 14 v 10 h -8 l -4 4 v -4 h -2 Z`}
        />
      ) : (
        <line
          class={`console-silent ${isWrong ? "is-wrong" : ""}`}
          x1={lanes.console - 5}
          x2={lanes.console + 5}
          y1={y}
          y2={y}
        />
      )}
    </>
  );
}

/** The lanes of one row as a picture; the row's text says the same. */
export const Picture = memo(function Picture(props: PictureProps): VNode {
  const { row, lanes, height, initial } = props;
  const { before, after } = row;
  const inNmi = ({ state }: Snapshot): string | null =>
    state.position.at === "run" ? null : "bar is-nmi";
  const memory = ({ state }: Snapshot): string | null =>
    remembers(state, initial) ? "bar is-armed" : null;
  return (
    <svg
      class="picture"
      width={lanes.width}
      height={height}
      viewBox={`0 0 ${lanes.width} ${height}`}
      aria-hidden="true"
    >
      <Slots {...props} />
      <Wire
        x={lanes.latch}
        height={height}
        above={latchClass[before.latch]}
        below={latchClass[after.latch]}
      />
      <Wire x={lanes.handlers} height={height} above={inNmi(before)} below={inNmi(after)} />
      {lanes.memory !== null && (
        <Wire x={lanes.memory} height={height} above={memory(before)} below={memory(after)} />
      )}
      <Wire x={lanes.console} height={height} above={null} below={null} />
      <Happening {...props} />
    </svg>
  );
});
