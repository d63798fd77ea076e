import type { ComponentChildren, VNode } from "preact";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { sizeText } from "../../src/machine/configuration/platform-text.js";
import { grouped } from "../../src/machine/trace/words.js";
import type { ReportVerdict } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { everything, hrefOf } from "../data/route.js";
import { EngineList } from "../parts/engines.js";
import { Command, OriginTable } from "../parts/origin-table.js";
import { checkerText, sentence } from "../parts/texts.js";
import { shownClasses } from "./filters.js";
import { ScenarioList } from "./scenario-list.js";
import { verdictMark, verdictText } from "./verdict-text.js";

const meanings = {
  holds: "Every reachable state was visited, and it is true in each of them.",
  violated: "A run of this length violates it, and no shorter one does.",
  bounded: "Nothing was found within the bound; more was not looked at.",
  failed: "There is no answer: a tool broke.",
} as const;

/** One verdict, and where it comes from. */
export function VerdictView({ verdict }: { readonly verdict: ReportVerdict }): VNode {
  const { report } = usePage();
  const { policy, property } = verdict;
  const { counterexample } = verdict;
  const trace = counterexample === undefined ? undefined : report.trace(counterexample);
  const scenarios = report.document.scenarios.filter(
    (one) =>
      one.model.sha256 === verdict.model.sha256 &&
      machineName(one) === machineName(verdict) &&
      one.property === property,
  );
  const meaning = report.document.properties.find(({ name }) => name === property)?.meaning;
  return (
    <>
      <p class="crumbs">
        <a href={hrefOf({ view: "overview", filter: everything })}>Verdicts</a>
      </p>
      <h1>
        {property} <span>under</span> {policy} <span>on</span> {machineName(verdict)}
      </h1>
      <p class="lead">
        <span class={`verdict is-${verdict.verdict}`}>
          <span aria-hidden="true">{verdictMark(verdict)} </span>
          {verdictText(report, verdict)}
        </span>
        {counterexample !== undefined && " states"}
      </p>
      {meaning !== undefined && (
        <p>
          The property says: <em>{meaning}</em>.
        </p>
      )}
      <p>{verdict.failure?.message ?? meanings[verdict.verdict]}</p>
      {trace !== undefined && (
        <section aria-labelledby="counterexample">
          <h2 id="counterexample">Shortest counterexample</h2>
          <p class="quote">{sentence(report.sentence(trace))}</p>
          <p class="actions">
            <a class="button" href={hrefOf({ view: "trace", id: trace.id, step: 0 })}>
              Step through it
            </a>
          </p>
          <EngineList engines={trace.engines} />
        </section>
      )}
      {scenarios.length > 0 && (
        <section aria-labelledby="causes">
          <h2 id="causes">Every scenario, by its cause</h2>
          <ScenarioList listed={shownClasses(scenarios, everything)} isAlone />
        </section>
      )}
      <section aria-labelledby="origin">
        <h2 id="origin">Where this comes from</h2>
        <OriginTable rows={originRows(verdict, checkerText(report.document))} />
      </section>
    </>
  );
}

function originRows(
  verdict: ReportVerdict,
  checker: string,
): readonly (readonly [string, ComponentChildren])[] {
  const { platform, states, depth, seconds, model } = verdict;
  const { collisionProbability: collision } = verdict;
  return [
    ["Command", <Command key="command" text={verdict.command} />],
    ["Checker", checker],
    ["Certified", verdict.certified ? "by TLC, from a jar with a known digest" : "not by TLC"],
    ["Configuration", `${machineName(verdict)}: ${sizeText(platform)}`],
    ["States", `${grouped(states.distinct)} distinct, ${grouped(states.generated)} generated`],
    ["Depth", `${grouped(depth)} states`],
    ["Time", `${seconds} s`],
    ...(verdict.workers === undefined ? [] : [["Workers", verdict.workers] as const]),
    ...(collision === undefined
      ? []
      : [["Chance of a collision", collision.toExponential(1)] as const]),
    ...(verdict.bound === undefined ? [] : [["Bound", verdict.bound] as const]),
    ["For", scopeTexts[verdict.scope]],
    ["Recorded", recordedText(verdict.asRecorded)],
    ["Model", `${model.name}.tla`],
    ["SHA-256 of the model", <code key="model">{model.sha256}</code>],
  ];
}

const scopeTexts: Readonly<Record<ReportVerdict["scope"], string>> = {
  machine: "this machine",
  "containing-chains": "every machine whose chain contains this one",
  "every-chain": "every chain and any number of ips",
};

function recordedText(asRecorded: boolean | null): string {
  if (asRecorded === null) return "nmicheck has no record of this question";
  return asRecorded ? "the verdict is the recorded one" : "the recorded verdict is another one";
}
