import type { VNode } from "preact";
import { machineName } from "../../src/machine/configuration/axes-text.js";
import type { ReportTrace } from "../../src/report/document.js";
import { usePage } from "../data/context.js";
import { everything, hrefOf } from "../data/route.js";

/** The way back from a trace: to all verdicts, and to the one that it belongs to. */
export function Crumbs({ trace }: { readonly trace: ReportTrace }): VNode {
  const { report } = usePage();
  const { model, platform, property } = trace;
  const number =
    report.document.verdicts.findIndex(
      (one) =>
        one.model.sha256 === model.sha256 &&
        machineName(one) === machineName(trace) &&
        one.platform.chain.join() === platform.chain.join() &&
        one.platform.rips === platform.rips &&
        one.property === property,
    ) + 1;
  return (
    <p class="crumbs">
      <a href={hrefOf({ view: "overview", filter: everything })}>Verdicts</a>
      {number > 0 && (
        <>
          {" / "}
          <a href={hrefOf({ view: "verdict", number })}>
            {property}, {trace.policy.name}, {machineName(trace)}
          </a>
        </>
      )}
    </p>
  );
}
