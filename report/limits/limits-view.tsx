import type { VNode } from "preact";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import { sizeText } from "../../src/machine/configuration/platform-text.js";
import { enumerated } from "../../src/machine/trace/words.js";
import type { ReportLimits } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { Command } from "../parts/origin-table.js";
import { BestPolicy } from "./best-policy.js";
import { Observers } from "./observers.js";
import { PairList } from "./pair-list.js";

const walks = {
  chain: "every handler called in every NMI",
  seed: "a walk that stops after the first claimer unless back-to-back",
} as const;

/** What a kernel can know that forgets nothing, and the best that it can do with it. */
export function LimitsView(): VNode {
  const { report } = usePage();
  const { limits, pairs } = report.document;
  return (
    <>
      <h1>What any heuristic can know</h1>
      {limits.length === 0 && pairs.length === 0 && (
        <p>
          This report has nothing of it. <Command text="nmicheck limits" /> tells it.
        </p>
      )}
      {limits.map((one) => (
        <Machine key={one.command} limits={one} />
      ))}
      {pairs.length > 0 && (
        <section aria-labelledby="pairs">
          <h2 id="pairs">What no kernel can tell apart</h2>
          <PairList pairs={pairs} />
        </section>
      )}
    </>
  );
}

function Machine({ limits }: { readonly limits: ReportLimits }): VNode {
  const { platform, walk, observers, best, command } = limits;
  const [first] = observers;
  const perfect = observers.filter(({ perfectPolicy }) => perfectPolicy);
  return (
    <>
      <p class="lead">
        {first?.perfectPolicy === true
          ? "A perfect policy is possible: one with neither a false swallow nor a spurious report."
          : "No policy avoids both false swallows and spurious reports, whatever it remembers."}
        {perfect.length > 0 && first?.perfectPolicy !== true && (
          <> It would have to see {enumerated(perfect.map(({ sees }) => sees.at(-1) ?? ""))}.</>
        )}
      </p>
      <p class="muted">
        {machineName(limits)}, {sizeText(platform)}, {walks[walk]}
      </p>
      <p>
        <Command text={command} />
      </p>
      <section aria-labelledby="observers">
        <h2 id="observers">What each observer sees</h2>
        <Observers observers={observers} />
      </section>
      <section aria-labelledby="best">
        <h2 id="best">The best policies that there can be</h2>
        {best.map((one) => (
          <BestPolicy key={one.promise} best={one} limits={limits} />
        ))}
      </section>
    </>
  );
}
