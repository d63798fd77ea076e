import type { VNode } from "preact";
import { diagramIn } from "../../src/analyses/learn/diagram/state-diagram.js";
import { learnedSentence } from "../../src/analyses/learn/learned-sentence.js";
import type { ReportLearned } from "../../src/report/document.js";
import { Command } from "../parts/origin-table.js";
import { Scrollable } from "../parts/scrollable.js";
import { sentence } from "../parts/texts.js";
import { StateDiagramPicture } from "./state-diagram-picture.js";

/** A policy that was learned: how it is known to be the code's, its state diagram, and its file. */
export function LearnedPolicy(props: {
  /** Unique in the page. */
  readonly id: string;
  readonly learned: ReportLearned;
}): VNode {
  const { id, learned } = props;
  const { from, policyText, command } = learned;
  return (
    <section aria-labelledby={id}>
      <h2 id={id}>The policy of {from}, as it was learned</h2>
      <p>{sentence(learnedSentence(learned))}</p>
      <p class="muted">
        An arrow is what an NMI changes: whether its ip is that of the one before, how many events
        were claimed, and what becomes of it where nobody claims it. <Command text={command} />
      </p>
      <StateDiagramPicture id={id} diagram={diagramIn(learned)} title={`The policy of ${from}`} />
      <details>
        <summary>The policy as TypeScript</summary>
        <Scrollable label={`The policy of ${from} as TypeScript`}>
          <pre>
            <code>{policyText}</code>
          </pre>
        </Scrollable>
      </details>
    </section>
  );
}
