import type { VNode } from "preact";
import { counted } from "../../src/machine/trace/words.js";
import type { ReportScenarios } from "../../src/report/document.js";
import { RunsChart } from "../charts/runs-chart.js";
import { usePage } from "../data/context.js";
import { type Filter, hrefOf } from "../data/route.js";
import { LearnedPolicy } from "../learned/learned-policy.js";
import { checkerText, configurationText } from "../parts/texts.js";
import { FilterBar } from "./filter-bar.js";
import { type ListedClass, shownClasses, showsVerdict } from "./filters.js";
import { ScenarioList } from "./scenario-list.js";
import { Scorecard } from "./scorecard.js";
import { Words } from "./words.js";

/** What was found, on one page. */
export function Overview({ filter }: { readonly filter: Filter }): VNode {
  const { report } = usePage();
  const { document } = report;
  const verdicts = document.verdicts.filter((verdict) => showsVerdict(verdict, filter));
  const listed = shownClasses(document.scenarios, filter);
  const [pair] = document.pairs;
  return (
    <>
      <h1>What holds, and what does not</h1>
      <p class="lead">
        An NMI that no handler claims is reported or swallowed, as a policy decides. Each policy was
        checked against everything that the hardware can do.{" "}
        {summary(document.verdicts.map(({ verdict }) => verdict))}
      </p>
      <p class="muted">
        {configurationText(document)} · {checkerText(document)}
      </p>
      {document.notes.map((note) => (
        <p key={note} class="note">
          {note}
        </p>
      ))}
      {document.leftOut.map((part) => (
        <p key={part} class="muted">
          {part}
        </p>
      ))}
      <FilterBar filter={filter} />
      <section aria-labelledby="verdicts">
        <h2 id="verdicts">Verdicts</h2>
        <p class="muted">
          “Violated in 14”: a run of 14 states breaks the property, and none is shorter. Each
          verdict leads to its run, which can be stepped through.
        </p>
        <Scorecard verdicts={verdicts} />
        <Words />
      </section>
      {document.learned?.map((one, index) => (
        <LearnedPolicy key={one.from} id={`learned-${index + 1}`} learned={one} />
      ))}
      {pair !== undefined && (
        <section aria-labelledby="pairs">
          <h2 id="pairs">What no kernel can tell apart</h2>
          <p>{pair.text}</p>
          <p class="actions">
            <a
              class="button"
              href={hrefOf({ view: "compare", left: pair.left, right: pair.right, row: 0 })}
            >
              Step through both
            </a>
            <a href={hrefOf({ view: "limits" })}>What any heuristic can know</a>
          </p>
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
    .map(({ kind, count }) => `${count} ${kind === "holds" && count !== 1 ? "hold" : kind}`);
  return `${counted(verdicts.length, "verdict")}: ${parts.join(", ")}.`;
}
