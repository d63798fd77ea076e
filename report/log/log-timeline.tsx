import type { VNode } from "preact";
import type { AuditDocument } from "../../src/analyses/audit/document.js";
import { Scrollable } from "../parts/scrollable.js";

/** The size of the drawing, in its own units. */
const WIDTH = 900;
const LANE = 34;
const LEFT = 60;
const RIGHT = 20;

/** What a mark of the timeline says. */
const kinds = [
  ["lost", "swallowed, and an unknown edge may have been in it"],
  ["surely", "an unknown edge was in it, and it was reported"],
  ["told", "reported, or surely no unknown edge"],
  ["unexplained", "no behaviour of the machine explains it"],
] as const;

type Kind = (typeof kinds)[number][0];

interface Mark {
  readonly number: number;
  readonly cpu: number;
  readonly time: number;
  readonly kind: Kind;
}

function marksOf({ unclaimed, unexplained }: AuditDocument): readonly Mark[] {
  return [
    ...unclaimed.map(({ number, cpu, time, mayBeLost, unknownEdge }): Mark => {
      const kind = mayBeLost ? "lost" : unknownEdge === "surely" ? "surely" : "told";
      return { number, cpu, time, kind };
    }),
    ...unexplained.map(({ number, cpu, time }): Mark => {
      return { number, cpu, time, kind: "unexplained" };
    }),
  ];
}

/** When on which CPU an NMI came that nobody claimed, or that cannot be. */
export function LogTimeline(props: {
  readonly log: AuditDocument;
  readonly span: NonNullable<AuditDocument["span"]>;
}): VNode {
  const { log, span } = props;
  const { cpus } = log;
  const marks = marksOf(log);
  const length = Math.max(span.to - span.from, 1e-6);
  const x = (time: number): number => LEFT + ((time - span.from) / length) * (WIDTH - LEFT - RIGHT);
  const lane = (cpu: number): number => 20 + cpus.indexOf(cpu) * LANE;
  const foot = 20 + cpus.length * LANE;
  return (
    <section aria-labelledby="log-timeline">
      <h2 id="log-timeline">Timeline</h2>
      <Scrollable label="Timeline of the log">
        <svg
          class="log-timeline"
          viewBox={`0 0 ${WIDTH} ${foot + 24}`}
          width={WIDTH}
          height={foot + 24}
          role="img"
          aria-label={`${marks.length} NMIs that nobody claimed or that cannot be, from ${span.from} to ${span.to} seconds`}
        >
          {cpus.map((cpu) => (
            <g key={cpu}>
              <text x={0} y={lane(cpu) + 5}>
                CPU {cpu}
              </text>
              <line x1={LEFT} x2={WIDTH - RIGHT} y1={lane(cpu)} y2={lane(cpu)} />
            </g>
          ))}
          {marks.map(({ number, cpu, time, kind }) => (
            <circle
              key={`${kind} ${number}`}
              class={`log-${kind}`}
              cx={x(time)}
              cy={lane(cpu)}
              r={6}
            >
              <title>
                #{number} at {time.toFixed(6)}: {kinds.find(([name]) => name === kind)?.[1]}
              </title>
            </circle>
          ))}
          <text x={LEFT} y={foot + 14}>
            {span.from.toFixed(6)} s
          </text>
          <text x={WIDTH - RIGHT} y={foot + 14} text-anchor="end">
            {span.to.toFixed(6)} s
          </text>
        </svg>
      </Scrollable>
      <ul class="log-legend">
        {kinds
          .filter(([kind]) => marks.some((mark) => mark.kind === kind))
          .map(([kind, text]) => (
            <li key={kind}>
              <svg width={14} height={14} viewBox="0 0 14 14" aria-hidden="true">
                <circle class={`log-${kind}`} cx={7} cy={7} r={6} />
              </svg>{" "}
              {text}
            </li>
          ))}
      </ul>
    </section>
  );
}
