import type { VNode } from "preact";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { grouped } from "../../src/machine/trace/words.js";
import { usePage } from "../data/context.js";
import { hrefOf } from "../data/route.js";
import { EngineMarks } from "../parts/engines.js";
import { sentence } from "../parts/texts.js";
import type { ListedClass } from "./filters.js";

function Item({ listed }: { readonly listed: ListedClass }): VNode {
  const { report } = usePage();
  const { one } = listed;
  const trace = report.trace(one.example);
  const length = trace === undefined ? 0 : trace.events.length + 1;
  return (
    <li class="scenario">
      <a href={hrefOf({ view: "trace", id: one.example, step: length - 1 })}>
        {sentence(one.facts.join("; "))}
      </a>
      <p>
        {grouped(one.runs)} {one.runs === 1 ? "run" : "runs"} ({grouped(one.mazurkiewiczClasses)} up
        to order), the shortest has {length} states · <EngineMarks engines={trace?.engines ?? []} />
      </p>
    </li>
  );
}

/** Classes of scenarios by the question that they answer; alone on a page that names it. */
export function ScenarioList(props: {
  readonly listed: readonly ListedClass[];
  readonly isAlone?: boolean;
}): VNode {
  const { listed, isAlone = false } = props;
  const questions = [...new Set(listed.map(({ scenarios }) => scenarios))];
  return (
    <>
      {questions.map((question) => (
        <section key={question.command} class="question">
          {!isAlone && (
            <h3>
              {question.property} <span>under</span> {question.policy} <span>on</span>{" "}
              {machineName(question)}
            </h3>
          )}
          <p class="muted">
            {grouped(question.minimalRuns)} minimal runs, {grouped(question.mazurkiewiczClasses)} up
            to the order of steps that commute
            {question.complete.complete ? ", none is missing" : ""}.
          </p>
          <ol>
            {listed
              .filter(({ scenarios }) => scenarios === question)
              .map((one) => (
                <Item key={one.one.example} listed={one} />
              ))}
          </ol>
        </section>
      ))}
    </>
  );
}
