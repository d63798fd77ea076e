import type { VNode } from "preact";
import type { ReportScenarios } from "../../src/report/document.js";
import { counted } from "../../src/trace/words.js";
import { RunsChart } from "../charts/runs-chart.js";
import { usePage } from "../data/context.js";
import type { Filter } from "../data/route.js";
import { checkerText, configurationText } from "../parts/texts.js";
import { FilterBar } from "./filter-bar.js";
import { type ListedClass, shownClasses, showsVerdict } from "./filters.js";
import { PairList } from "./pair-list.js";
import { ScenarioList } from "./scenario-list.js";
import { Scorecard } from "./scorecard.js";

/** What was found, on one page. */
export function Overview({ filter }: { readonly filter: Filter }): VNode {
  const { report } = usePage();
  const { document } = report;
  const verdicts = document.verdicts.filter((verdict) => showsVerdict(verdict, filter));
  const listed = shownClasses(document.scenarios, filter);
  return (
    <>
      <h1>What holds, and what does not</h1>
      <p class="lead">{summary(document.verdicts.map(({ verdict }) => verdict))}</p>
      <p class="muted">
        {configurationText(document)} · {checkerText(document)}
      </p>
      {document.notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      <FilterBar filter={filter} />
      <section aria-labelledby="verdicts">
        <h2 id="verdicts">Verdicts</h2>
        <Scorecard verdicts={verdicts} />
        <dl class="properties">
          {document.properties.map(({ name, meaning }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </section>
      {document.pairs.length > 0 && (
        <section aria-labelledby="pairs">
          <h2 id="pairs">What no kernel can tell apart</h2>
          <PairList pairs={document.pairs} />
        </section>
      )}
      {document.scenarios.length > 0 && (
        <section aria-labelledby="scenarios">
          <h2 id="scenarios">Every scenario, by its cause</h2>
          <p role="status" class="muted">
            {listed.length === 0
              ? "No cause is as the filter says."
              : `${counted(listed.length, "cause")} shown.`}
          </p>
          {listed.length > 0 && (
            <RunsChart scenarios={document.scenarios.filter((one) => shows(listed, one))} />
          )}
          <ScenarioList listed={listed} />
        </section>
      )}
    </>
  );
}

function shows(listed: readonly ListedClass[], question: ReportScenarios): boolean {
  return listed.some(({ scenarios }) => scenarios === question);
}

function summary(verdicts: readonly string[]): string {
  const parts = ["holds", "violated", "bounded", "failed"]
    .map((kind) => ({ kind, count: verdicts.filter((one) => one === kind).length }))
    .filter(({ count }) => count > 0)
    .map(({ kind, count }) => `${count} ${kind}`);
  return `${counted(verdicts.length, "verdict")}: ${parts.join(", ")}.`;
}
