import type { VNode } from "preact";
import type { AuditDocument } from "../../src/analyses/audit/document.js";
import { kernelCountText } from "../../src/analyses/audit/kernel-counts.js";
import { counted, enumerated, grouped } from "../../src/machine/trace/words.js";
import { usePage } from "../data/context.js";
import { NotThere } from "../parts/not-there.js";
import { Scrollable } from "../parts/scrollable.js";
import { LogTimeline } from "./log-timeline.js";

/** What a machine's log says of its NMIs. */
export function LogView(): VNode {
  const { report } = usePage();
  const { log } = report.document;
  if (log === undefined) return <NotThere what="a machine's log" />;
  return (
    <>
      <h1>A machine's log</h1>
      <Summary log={log} />
      {log.span !== null && <LogTimeline log={log} span={log.span} />}
      <Unexplained log={log} />
      <Unclaimed log={log} />
      <Behaviours log={log} />
    </>
  );
}

interface LogProps {
  readonly log: AuditDocument;
}

const answers: Readonly<Record<AuditDocument["answer"], string>> = {
  explained: "Every NMI is explained, and no unknown edge can have been swallowed.",
  incomplete: "No unknown edge can have been swallowed with the NMIs that are there; some are not.",
  "possibly lost": "An unknown edge may have been swallowed.",
  "not explained": "Not every NMI is explained: the machine is another one.",
  "no NMI": "The log has no NMI: it says nothing, and nothing follows from it.",
};

function Summary({ log }: LogProps): VNode {
  const { counts, cpus, files, kernelCounts, losses, machine, chains } = log;
  const rows: readonly (readonly [string, string])[] = [
    ["NMIs", `${grouped(counts.nmis)} on ${counted(cpus.length, "CPU")}`],
    ["claimed by a handler", grouped(counts.claimed)],
    ["claimed by nobody", grouped(counts.unclaimed)],
    ["reported", grouped(counts.reported)],
    ["swallowed", grouped(counts.swallowed)],
    ["reported or swallowed, unknown which", grouped(counts.unknownWhich)],
    [
      "an unknown edge in it",
      `surely ${grouped(counts.surely)}, surely not ${grouped(counts.surelyNot)}, cannot be told ${grouped(counts.cannotTell)}`,
    ],
    ["possibly lost with it", grouped(counts.mayBeLost)],
    ...kernelCounts.map((one) => ["counted", kernelCountText(one)] as const),
    ...losses.map(({ why, places }) => [`lost: ${why}`, counted(places, "time")] as const),
    ["policy and platform", `${machine.policy}, ${machine.platform}`],
    ...chains.map((names) => ["chain", names.join(", ")] as const),
  ];
  return (
    <section aria-labelledby="log-summary">
      <h2 id="log-summary">{answers[log.answer]}</h2>
      <p class="muted log-files">From {enumerated(files.map(({ file }) => file))}.</p>
      <Scrollable label="What the log has">
        <table class="log-table">
          <tbody>
            {rows.map(([name, value]) => (
              <tr key={`${name} ${value}`}>
                <th scope="row">{name}</th>
                <td>{value}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Scrollable>
    </section>
  );
}

function Unexplained({ log }: LogProps): VNode | null {
  const { unexplained } = log;
  const [first] = unexplained;
  if (first === undefined) return null;
  return (
    <section aria-labelledby="log-unexplained">
      <h2 id="log-unexplained">NMIs that cannot be</h2>
      <ul>
        {unexplained.map(({ number, cpu, time, expected }) => (
          <li key={number}>
            #{number} on CPU {cpu} at {time.toFixed(6)}: expected that {expected}.
          </li>
        ))}
      </ul>
      <p>
        {first.explainedBy.length === 0
          ? "No machine that differs in one axis explains the first of them."
          : `The first of them is explained with ${enumerated(first.explainedBy)}.`}
      </p>
    </section>
  );
}

function Unclaimed({ log }: LogProps): VNode | null {
  const { unclaimed, counts } = log;
  if (unclaimed.length === 0) return null;
  return (
    <section aria-labelledby="log-unclaimed">
      <h2 id="log-unclaimed">NMIs that nobody claimed</h2>
      <Scrollable label="Each of them">
        <table class="log-table">
          <thead>
            <tr>
              {["NMI", "CPU", "time", "it was", "unknown edge", "armed by", "line"].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {unclaimed.map(
              ({ number, cpu, time, endings, unknownEdge, otherCpu, armedBy, file, line }) => (
                <tr key={number}>
                  <td>#{number}</td>
                  <td>{cpu}</td>
                  <td>{time.toFixed(6)}</td>
                  <td>{endings.join(" or ")}</td>
                  <td>
                    {otherCpu ? `${unknownEdge} (or another CPU has taken its event)` : unknownEdge}
                  </td>
                  <td>{armedBy === null ? "" : `#${armedBy.number}`}</td>
                  <td>
                    {file}:{line}
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </Scrollable>
      {unclaimed.length < counts.unclaimed && (
        <p class="muted">and {grouped(counts.unclaimed - unclaimed.length)} more.</p>
      )}
    </section>
  );
}

function Behaviours({ log }: LogProps): VNode | null {
  const { behaviours } = log;
  if (behaviours.length === 0) return null;
  return (
    <section aria-labelledby="log-behaviours">
      <h2 id="log-behaviours">Behaviours that look the same in the log</h2>
      {behaviours.map((pair) => (
        <dl key={`${pair.cpu} ${pair.lastNmi}`} class="log-pair">
          <dt>
            #{pair.firstNmi} to #{pair.lastNmi} on CPU {pair.cpu}, with an unknown edge
          </dt>
          <dd>{stepsText(pair.with)}</dd>
          <dt>without one</dt>
          <dd>{stepsText(pair.without)}</dd>
        </dl>
      ))}
    </section>
  );
}

function stepsText(steps: AuditDocument["behaviours"][number]["with"]): string {
  return steps?.map(({ text }) => text).join("; ") ?? "none within the bound of the search";
}
