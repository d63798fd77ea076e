import type { ComponentChildren, VNode } from "preact";
import { counted, grouped } from "../../src/machine/trace/words.js";
import type { ReportDocument } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { Command, OriginTable } from "../parts/origin-table.js";
import { Scrollable } from "../parts/scrollable.js";
import { checkerText, configurationText } from "../parts/texts.js";

/** Where the numbers of the report come from: commands, tools, models, engines. */
export function Origins(): VNode {
  const { report } = usePage();
  const { document } = report;
  return (
    <>
      <h1>Where the numbers come from</h1>
      <section aria-labelledby="made">
        <h2 id="made">This report</h2>
        <OriginTable rows={madeRows(document)} />
      </section>
      <section aria-labelledby="models">
        <h2 id="models">Models</h2>
        <p class="muted">
          A policy is compiled with the machine to a TLA+ module; its SHA-256 is the identity of the
          model.
        </p>
        <OriginTable
          rows={models(document).map(({ policy, name, sha256 }) => [
            policy,
            <>
              {name}.tla <code>{sha256}</code>
            </>,
          ])}
        />
      </section>
      <section aria-labelledby="engines">
        <h2 id="engines">Engines</h2>
        <p class="muted">
          An engine plays a trace's events and must claim, report and swallow as the model does, NMI
          by NMI.
        </p>
        <OriginTable rows={engineRows(document)} />
      </section>
      <section aria-labelledby="commands">
        <h2 id="commands">Verdicts, and the command of each</h2>
        <Scrollable label="Verdicts and their commands">
          <table class="commands">
            <thead>
              <tr>
                <th scope="col">command</th>
                <th scope="col">verdict</th>
                <th scope="col" class="number">
                  states
                </th>
                <th scope="col" class="number">
                  seconds
                </th>
              </tr>
            </thead>
            <tbody>
              {document.verdicts.map(({ command, verdict, states, seconds }) => (
                <tr key={command}>
                  <td>
                    <Command text={command} />
                  </td>
                  <td>{verdict}</td>
                  <td class="number">{grouped(states.distinct)}</td>
                  <td class="number">{seconds.toFixed(2)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </Scrollable>
      </section>
    </>
  );
}

function madeRows(document: ReportDocument): readonly (readonly [string, ComponentChildren])[] {
  const { command, created, nmicheck, checker, notes, leftOut } = document;
  return [
    ["Command", <Command key="command" text={command} />],
    ["Made", created.replace("T", " ").replace(/\.\d+Z$/, " UTC")],
    ["nmicheck", nmicheck],
    ["Checker", checkerText(document)],
    ...(checker.jarSha256 === undefined
      ? []
      : [["SHA-256 of its jar", <code key="jar">{checker.jarSha256}</code>] as const]),
    ["Configuration", configurationText(document)],
    ...[...notes, ...leftOut].map((note) => ["Left out", note] as const),
  ];
}

interface Model {
  readonly policy: string;
  readonly name: string;
  readonly sha256: string;
}

/** The models of the report, each once. */
function models({ verdicts, traces }: ReportDocument): readonly Model[] {
  const found = new Map<string, Model>();
  for (const { policy, model } of verdicts) found.set(model.sha256, { policy, ...model });
  for (const { policy, model } of traces) {
    if (!found.has(model.sha256)) found.set(model.sha256, { policy: policy.name, ...model });
  }
  return [...found.values()];
}

/** What each engine says of the traces that it was given. */
function engineRows({ traces }: ReportDocument): readonly (readonly [string, string])[] {
  const verdicts = traces.flatMap(({ engines }) => engines);
  return [...new Set(verdicts.map(({ engine }) => engine))].map((engine) => {
    const own = verdicts.filter((one) => one.engine === engine);
    const kinds = ["agrees", "diverges", "unsupported", "failed"]
      .map((kind) => ({ kind, count: own.filter(({ verdict }) => verdict === kind).length }))
      .filter(({ count }) => count > 0)
      .map(({ kind, count }) => `${count} ${kind}`);
    const version = own.find((one) => one.version !== "")?.version ?? "";
    const name = version === "" ? "" : `${version}: `;
    return [engine, `${name}${counted(own.length, "trace")}, ${kinds.join(", ")}`];
  });
}
